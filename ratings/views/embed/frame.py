"""Embeds of an authority on other sites: charts (SVG, PNG), a badge, and a page for an iframe.

The page has no script and no other file, and a few kilobytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ratings.charts.social_card import draw_card
from ratings.charts.svg_file import dark_style, style_in
from ratings.charts.theme import DARK, LIGHT
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline, small_picture, whole_picture
from ratings.exports.pictures import png_of
from ratings.rules.questions.results import sentence
from ratings.views.authority.context import AuthorityContext, get_authority_context
from ratings.views.authority.redirects import redirect_to_canonical
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.embed.context import LICENCE, badge_of, drawn, get_embed_context

Draw = Callable[[AuthorityContext], str]

WHOLE_PIXELS, SMALL_PIXELS, CARD_PIXELS = 1960, 1040, 1200


@public_view(*MOMENT)
def whole_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The full timeline, with name, line, dates and source."""
    return _svg(request, slug, _whole)


@public_view(*MOMENT)
def whole_png(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for programs that cannot show SVG."""
    return _png(request, slug, _whole, WHOLE_PIXELS)


@public_view(*MOMENT)
def small_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The overall grades and visits alone, legible from 280 pixels."""
    return _svg(request, slug, _small, framed=True)


@public_view(*MOMENT)
def small_png(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for programs that cannot show SVG."""
    return _png(request, slug, _small, SMALL_PIXELS)


@public_view(*MOMENT)
def card_png(request: HttpRequest, slug: str) -> HttpResponse:
    """A social card of 1200 × 630 pixels: what chat apps and search engines show with a link."""
    return _png(request, slug, _card, CARD_PIXELS)


@public_view(*MOMENT)
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """The overall grade on a day, as mark and text."""
    return _svg(request, slug, lambda story: badge_of(story, get_embed_context(story)))


def _whole(story: AuthorityContext) -> str:
    return whole_picture(drawn(story))


def _small(story: AuthorityContext) -> str:
    return small_picture(drawn(story), width=WIDE)


def _card(story: AuthorityContext) -> str:
    say = get_embed_context(story)
    return draw_card(
        uid=story.authority.slug,
        name=say.name,
        line=say.line,
        when=f"Ofsted ratings of children’s services, {say.when}",
        reach=sentence(say.reach),
        source=urlsplit(settings.SITE_URL).netloc,
        picture=small_inline(drawn(story), width=WIDE) if story.status.began else "",
    )


def _svg(request: HttpRequest, slug: str, draw: Draw, *, framed: bool = False) -> HttpResponse:
    story = get_authority_context(slug, get_query_dates(request))
    if story is None:
        return redirect_to_canonical(request, slug)
    svg = draw(story)
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    return for_other_sites(response, style=style_in(svg), framed=framed)


def _png(request: HttpRequest, slug: str, draw: Draw, width: int) -> HttpResponse:
    story = get_authority_context(slug, get_query_dates(request))
    if story is None:
        return redirect_to_canonical(request, slug)
    png = png_of(draw(story), width, Path(settings.VAR_DIR, "pictures"))
    return for_other_sites(HttpResponse(png, content_type="image/png"))


def for_other_sites(
    response: HttpResponse, *, style: str = "", framed: bool = False
) -> HttpResponse:
    """Let other sites show a chart, or (`framed`) a page in an iframe.

    Its CSP allows only the one style element that it contains (`style` is its exact content):
    no script, no file, no form. Readable across origins, as all of it is public.
    """
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    rules.append("frame-ancestors *" if framed else "frame-ancestors 'none'")
    if style:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        rules.append(f"style-src 'sha256-{digest}'")
    response.headers["Content-Security-Policy"] = "; ".join(rules)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.xframe_options_exempt = framed
    return response


@public_view(*MOMENT)
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, line, small timeline, date and source of one authority, with a link to its page."""
    story = get_authority_context(slug, get_query_dates(request))
    if story is None:
        return redirect_to_canonical(request, slug)
    data = drawn(story)
    widths = (NARROW, WIDE) if story.status.began else ()
    pictures = [small_inline(data, width=width) for width in widths]
    style = _style("".join(pictures))
    response = render(
        request,
        "ratings/embed/frame.html",
        {
            "shown": get_embed_context(story),
            "line": story.line,
            "pictures": pictures,
            "record": story.record,
            "moment": story.moment,
            "style": style,
            "licence": LICENCE,
        },
    )
    return for_other_sites(response, style=style, framed=True)


def _style(pictures: str) -> str:
    """The style element of the page: its own rules, and the dark colours of its charts."""
    own = render_to_string("ratings/embed/style.css", {"light": LIGHT, "dark": DARK})
    return " ".join(own.split()) + dark_style(pictures)

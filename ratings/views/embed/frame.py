"""The page for a frame on another site: no script, no other file, a few kilobytes."""

from __future__ import annotations

import base64
import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ratings.charts.svg_file import dark_style
from ratings.charts.theme import DARK, LIGHT
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline
from ratings.views.authority.context import story_of
from ratings.views.authority.redirects import elsewhere
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.embed.context import LICENCE, drawn, shown

NOTHING = "default-src 'none'"


def for_other_sites(
    response: HttpResponse, *, style: str = "", framed: bool = False
) -> HttpResponse:
    """Let other sites show a picture, or (`framed`) a page in a frame.

    Its policy allows nothing but the one style element that it carries (`style` is its exact
    content): no script, no file, no form. Readable across origins, as it holds nothing but
    what is public.
    """
    rules = [NOTHING, "base-uri 'none'", "form-action 'none'"]
    rules.append("frame-ancestors *" if framed else "frame-ancestors 'none'")
    if style:
        rules.append(f"style-src '{_digest(style)}'")
    response.headers["Content-Security-Policy"] = "; ".join(rules)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.xframe_options_exempt = framed
    return response


def _digest(style: str) -> str:
    """The hash by which a policy knows a style element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


@public_page(*MOMENT)
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, line, small timeline, date and source of one authority, with the way to its page."""
    story = story_of(slug, moment(request))
    if story is None:
        return elsewhere(request, slug)
    data = drawn(story)
    pictures = [small_inline(data, width=width) for width in (NARROW, WIDE)] if story.began else []
    style = _style("".join(pictures))
    response = render(
        request,
        "ratings/embed/frame.html",
        {
            "shown": shown(story),
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
    """The style element of the page: its own rules, and the dark colours of its pictures."""
    own = render_to_string("ratings/embed/style.css", {"light": LIGHT, "dark": DARK})
    return " ".join(own.split()) + dark_style(pictures)

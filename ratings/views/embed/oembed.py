"""oEmbed (oembed.com): from the URL of an authority to the HTML that embeds it."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve

from ratings.charts.social_card import HEIGHT as CARD_HEIGHT
from ratings.charts.social_card import WIDTH as CARD_WIDTH
from ratings.forms import MomentForm, QueryDates
from ratings.models import Authority
from ratings.views.authority.context import AuthorityContext, get_authority_context
from ratings.views.dates import MOMENT, check
from ratings.views.decorators import check_parameters, public_view
from ratings.views.embed.context import SITE, address_of, get_embed_context
from ratings.views.embed.snippets import FRAME_WIDTH, frame_html, height_of
from ratings.views.errors import ParameterError
from ratings.views.trackers import without_trackers

FORMATS = ("json", "xml")
VIEWS = ("authority", "embed")
"""The pages that can be embedded."""

IGNORED = ("dnt", "omit_script", "hide_thread", "hide_media", "theme", "lang", "align")
"""Parameters that consumers send to every provider, ignored here: there is no script, nobody is
tracked, and the iframe takes its colour scheme from the reader. `callback` is not among them:
a JSONP response would be a different one."""

LONGEST = 10_000
Answer = dict[str, str | int]


class SizeForm(forms.Form):
    """The maximum size in pixels that the embedding page allows."""

    maxwidth = forms.IntegerField(required=False, min_value=1, max_value=LONGEST)
    maxheight = forms.IntegerField(required=False, min_value=1, max_value=LONGEST)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.allowed = [f"a whole number of pixels from 1 to {LONGEST}"]  # type: ignore[attr-defined]

    def most(self, name: str) -> int:
        return int(self.cleaned_data[name] or LONGEST)


@public_view("url", "format", "maxwidth", "maxheight", *IGNORED)
def oembed(request: HttpRequest) -> HttpResponse:
    """The iframe of an authority's page, as JSON or XML.

    A URL that is not of an authority here is answered with 404, another format with 501.
    """
    form, size = request.GET.get("format") or "json", SizeForm(request.GET)
    check(size)
    url = request.GET.get("url", "")
    if not url:
        raise ParameterError(
            "url", "", [f"an address such as {settings.SITE_URL}/authorities/kent/"]
        )
    if form not in FORMATS:
        return _refused(f"There are two formats here: {' and '.join(FORMATS)}.", 501)
    asked = _asked(url, request.get_host())
    story = _story(*asked) if asked else None
    if story is None:
        return _refused("There is nothing to embed at that address.", 404)
    answer = _answer(story, size)
    response = JsonResponse(answer) if form == "json" else _xml(answer)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _asked(url: str, host: str) -> tuple[str, QueryDates] | None:
    """The authority (slug) and as-of dates that a URL requests; None where it is not one of
    ours, or none that can be embedded."""
    try:
        place = urlsplit(url)
        own = {urlsplit(settings.SITE_URL).netloc, host}
        if place.scheme not in {"http", "https"} or place.netloc not in own:
            return None
        match = resolve(place.path)
        query = QueryDict(without_trackers(place.query))
    except (ValueError, Resolver404, Http404):
        return None
    if match.url_name not in VIEWS:
        return None
    return str(match.kwargs["slug"]), _moment(query)


def _story(slug: str, moment: QueryDates) -> AuthorityContext | None:
    """The context of an authority by its slug, or by a slug or code that redirects to one."""
    found = get_authority_context(slug, moment)
    if found is None:
        slugs = list(Authority.objects.addressed_as(slug).values_list("slug", flat=True)[:2])
        found = get_authority_context(slugs[0], moment) if len(slugs) == 1 else None
    return found


def _moment(query: QueryDict) -> QueryDates:
    """The as-of dates in the URL; raises ParameterError as the page itself would."""
    check_parameters(query, MOMENT, ())
    form = MomentForm(query)
    check(form)
    return form.moment()


def _answer(story: AuthorityContext, size: SizeForm) -> Answer:
    """The fields of the specification, section 2.3.4; a thumbnail only where it fits."""
    say, slug = get_embed_context(story), story.authority.slug
    width = min(FRAME_WIDTH, size.most("maxwidth"))
    height = min(height_of(story, say, (width,)), size.most("maxheight"))
    address = address_of(slug, story.moment, "embed")
    answer: Answer = {
        "version": "1.0",
        "type": "rich",
        "title": f"{say.name}: {say.line_to_quote}",
        "provider_name": SITE,
        "provider_url": f"{settings.SITE_URL}/",
        "html": frame_html(say, address, width, height),
        "width": width,
        "height": height,
    }
    if size.most("maxwidth") >= CARD_WIDTH and size.most("maxheight") >= CARD_HEIGHT:
        answer |= {
            "thumbnail_url": address_of(slug, story.moment, "card-png"),
            "thumbnail_width": CARD_WIDTH,
            "thumbnail_height": CARD_HEIGHT,
        }
    return answer


def _xml(answer: Answer) -> HttpResponse:
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return HttpResponse(head + text, content_type="text/xml; charset=utf-8")


def _refused(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=status)

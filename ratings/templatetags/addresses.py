"""URLs in templates: links that carry on the request's parameters, and the navigation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ratings.models.cached_urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: Context, /, to: str = "", **changes: Any) -> str:
    """The page's own URL with some parameters changed; None or blank removes one.

    `{% address sort="-since" page=None %}`; `to` names another view with the same
    parameters: `{% address to="authorities-csv" sort=None %}`.
    """
    request = context["request"]
    path = reverse(to) if to else request.path
    asked = dict(request.GET.lists()) | {
        name: [str(value)] if value else [] for name, value in changes.items()
    }
    pairs = [(name, value) for name, values in asked.items() for value in values if value]
    return f"{path}?{urlencode(pairs)}" if pairs else path


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> SafeString | str:
    """The page's canonical URL for search engines, with every parameter that decides its content;
    empty where the response is no page on the record, such as an error."""
    request = context.get("request")
    if request is None or not context.get("record"):
        return ""
    asked = [(name, v) for name, values in request.GET.lists() for v in values if v]
    query = f"?{urlencode(asked)}" if asked else ""
    place = f"{settings.SITE_URL}{quote(request.path)}{query}"
    return format_html('<link rel="canonical" href="{}">', place)


@register.simple_tag(takes_context=True)
def address_of_path(context: Context, /, **parameters: Any) -> str:
    """The page's path with these parameters and the page's as-of dates, and nothing else."""
    kept = context["moment"].parameters() | parameters
    pairs = [(name, value) for name, value in kept.items() if value]
    path: str = context["request"].path
    return f"{path}?{urlencode(pairs)}" if pairs else path


@register.simple_tag(takes_context=True)
def kept_parameters(context: Context, /, *names: str) -> list[tuple[str, str]]:
    """Name and value of those in the request: a form's hidden fields."""
    asked = context["request"].GET
    return [(name, asked[name]) for name in names if asked.get(name)]


@register.simple_tag(takes_context=True)
def nav_link(context: Context, /, name: str, words: str, *within: str) -> SafeString:
    """A link of the navigation; it carries the page's as-of dates and marks where the reader is:
    on its page, or below it, or on one of the pages `within` that have no link of their own."""
    path = reverse(name)
    request, moment = context.get("request"), context.get("moment")
    here = request.path if request else ""
    sections = (path, *map(reverse, within))
    state = "page" if here == path else "true" if here.startswith(sections) else ""
    current = format_html(' aria-current="{}"', state) if state else ""
    suffix = moment.suffix() if moment else ""
    return format_html('<a href="{}{}"{}>{}</a>', path, suffix, current, words)


@register.filter
def in_format(address: str, suffix: str) -> str:
    """The URL of a CSV in another format: `/due.csv?sort=name` as `/due.ods?sort=name`."""
    path, mark, query = address.partition("?")
    return f"{path.removesuffix('csv')}{suffix}{mark}{query}"

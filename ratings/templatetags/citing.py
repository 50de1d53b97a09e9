"""A page's citation, its corrections since it was cited, and its data for search engines.

The views provide `record` and `request.seen`; their text is rendered here.
"""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ratings.exports.citations import cite, cite_query

register = template.Library()

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""As Django's own `json_script`: nothing in the data can end the element."""


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """`{% json_ld structured %}`: a data block, which browsers do not run and no CSP blocks."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.inclusion_tag("components/cite.html", takes_context=True)
def cite_page(context: Context, sentence: str = "") -> dict[str, Any]:
    """The citation of the page; `sentence` is what it offers to be quoted.

    It is also stored on the request, for the URLs that return nothing else.
    """
    record, moment, request = context.get("record"), context.get("moment"), context.get("request")
    if not record or not moment or request is None:
        return {}
    request.citation = cite(request, record, moment, _title(context), sentence)
    return {"citation": request.citation, "query": cite_query(request, moment)}


@register.simple_tag
def contact() -> dict[str, str]:
    """Where to report an error: an email address or a URL; blank where none is set."""
    words: str = settings.RATINGS_CONTACT
    is_mail = "@" in words and "://" not in words
    return {"words": words, "href": f"mailto:{words}" if is_mail else words}


@register.simple_tag(takes_context=True)
def line_to_copy(context: Context, name: str, line: str, when: str = "") -> str:
    """A line as others quote it: the council, who rated what, as at when, how far the data reach.

    `when` overrides the as-of date of the page, which is left out where it is today.
    """
    record, moment = context["record"], context["moment"]
    dated = when or ("" if moment.is_now() else moment.in_words())
    of = f"{name}’" if name.endswith("s") else f"{name}’s"
    rated = f"Ofsted’s ratings of {of} children’s services {dated}".strip()
    words: str = record.quotable(f"{rated}: {line}", moment.known_by)
    return words


@register.inclusion_tag("components/since.html", takes_context=True)
def corrected_since(context: Context) -> dict[str, Any]:
    """Corrections since the version named in the URL; empty where it names none."""
    seen, moment = getattr(context.get("request"), "seen", None), context.get("moment")
    if seen is None or moment is None:
        return {}
    authority, inspection = context.get("authority"), context.get("inspection")
    slug, name = getattr(authority, "slug", ""), getattr(authority, "name", "")
    key = getattr(inspection, "id", "")
    return {"since": seen.since(moment, slug, key, name), "moment": moment, "is_one": bool(key)}


def _title(context: Context) -> str:
    """The page's own title block, rendered."""
    kept = reversed(context.render_context.dicts)
    blocks: Any = next((d[BLOCK_CONTEXT_KEY] for d in kept if BLOCK_CONTEXT_KEY in d), None)
    block = blocks.get_block("title") if blocks else None
    return str(block.render(context)) if block else ""

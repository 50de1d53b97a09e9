"""Embed code to paste into a page of another site: URLs, and the HTML for them."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from ratings.charts.svg_file import size_of
from ratings.charts.text import text_width, wrap
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline
from ratings.forms import QueryDates
from ratings.rules.line import ARROW
from ratings.views.authority.context import AuthorityContext
from ratings.views.embed.context import EmbedContext, address_of, drawn, get_embed_context

FRAME_WIDTH = 640
"""The width of a column of text; the iframe is never wider than its container."""

LEAST_WIDTH = 280
_WIDE_FROM = 560
_TYPICAL_WIDTHS = (320, 400, 480, FRAME_WIDTH)

SLACK = 1.07
"""Fonts differ: a little space below is better than a scroll bar."""

NO_BREAK = "\u00a0"

Size = tuple[float, float]


def embed_choices(story: AuthorityContext) -> list[dict[str, Any]]:
    """A timeline fixed at its current state, and one that follows the record."""
    fixed = replace(story.moment, as_at_given=True)
    live = QueryDates(story.moment.as_at)
    say = get_embed_context(story)
    height = height_of(story, say, _TYPICAL_WIDTHS)
    dated = f"Dated: {fixed.in_words()}"
    return [
        _pasted(story, say, live, height, "Live: follows the record", LIVE),
        _pasted(story, say, fixed, height, dated, DATED),
    ]


LIVE = "Always as at the day on which it is read."
DATED = (
    "Stays about this day, whatever comes later; what is corrected in the record is corrected here."
)


def _pasted(
    story: AuthorityContext,
    say: EmbedContext,
    moment: QueryDates,
    height: int,
    heading: str,
    explanation: str,
) -> dict[str, Any]:
    """One way to embed: its as-of date, the HTML of iframe and badge, and every URL."""
    slug = story.authority.slug
    names = {
        "Page for a frame": "embed",
        "Small timeline, SVG": "embed-svg",
        "Small timeline, PNG": "embed-png",
        "Whole timeline, SVG": "timeline-svg",
        "Whole timeline, PNG": "timeline-png",
        "Badge, SVG": "badge",
    }
    return {
        "heading": heading,
        "explanation": explanation,
        "frame": frame_html(say, address_of(slug, moment, "embed"), "100%", height),
        "badge": _badge_html(say, slug, moment),
        "addresses": [(words, address_of(slug, moment, name)) for words, name in names.items()],
    }


def frame_html(say: EmbedContext, address: str, width: int | str, height: int) -> str:
    """The iframe element for the page of an authority, as text to be pasted."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(say.title)}" width="{width}" '
        f'height="{height}" loading="lazy" style="border:0;max-width:760px"></iframe>'
    )


def _badge_html(say: EmbedContext, slug: str, moment: QueryDates) -> str:
    """The badge as a link; its label is in the alternative text only where it stays true."""
    said = say.sentence if moment.as_at_given else f"{say.name}: latest Ofsted headline"
    page, picture = address_of(slug, moment), address_of(slug, moment, "badge")
    return (
        f'<a href="{escape(page)}"><img src="{escape(picture)}" alt="{escape(said)}" '
        'height="44"></a>'
    )


def height_of(story: AuthorityContext, say: EmbedContext, widths: tuple[int, ...]) -> int:
    """The height of an iframe, in pixels, so that nothing scrolls at any of these widths."""
    sizes = {form: _size(story, form) for form in {_form(width) for width in widths}}
    return max(_height_at(say, width, sizes[_form(width)]) for width in widths)


def _form(width: int) -> int:
    """Which of the two charts an iframe of a width shows."""
    return WIDE if width >= _WIDE_FROM else NARROW


def _size(story: AuthorityContext, form: int) -> Size:
    """The size of the chart; there is none of an authority that did not yet exist."""
    return size_of(small_inline(drawn(story), width=form)) if story.status.began else (form, 0.0)


def _height_at(say: EmbedContext, width: int, picture: Size) -> int:
    """The height in pixels: lines of text by estimated width, and the chart at its scale."""
    is_wide = width >= _WIDE_FROM
    room = width - (36 if is_wide else 28)
    large, title = (19, 22) if is_wide else (17, 20)
    height = 28 + len(wrap(say.name, title, room, bold=True)) * title * 1.2
    height += _lines(_unbroken(say.line), large, room) * large * 1.35 + 12
    height += picture[1] * min(room, 760 if is_wide else 400) / picture[0] + 10
    for words in _small_print(say):
        height += _lines(words, 13, room) * 18.9 + 6
    return round(height * SLACK)


def _unbroken(line: str) -> str:
    """The line as the page breaks it: between its steps, never within one."""
    nodes = line.split(ARROW)
    return f"{NO_BREAK}→ ".join(node.replace(" ", NO_BREAK) for node in nodes)


def _small_print(say: EmbedContext) -> list[str]:
    """Approximate text in small type; a little too long is safer than too short."""
    before = [
        f"Before it, {b['name']}, until 31 December 2020 ({b['change']}): {b['line']}"
        for b in say.before
    ]
    foot = "As at today, 30 September 2026" + "." * 275 + " opens in a new tab"
    return [f"{say.when}: {say.headline}; {say.beside}. {say.profile}", "Ofsted", *before, foot]


def _lines(words: str, size: float, room: float) -> int:
    """How many lines a text takes: never fewer than its width requires."""
    return max(len(wrap(words, size, room)), int(text_width(words, size) / room) + 1)

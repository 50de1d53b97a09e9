"""The cells of long lists, rendered in Python: a template takes four times as long for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ratings.models.cached_urls import reverse
from ratings.templatetags.grades import grade

register = template.Library()


@register.simple_tag
def listing_cells(row: Iterable[tuple[str, Any]]) -> SafeString:
    """A row of a drill-down list: pairs of heading and cell, of which the first is a link.

    A cell has a label, a URL or none, and a grade where it `is_grade`.
    """
    (_, first), *others = row
    head = f'<th scope="row" role="rowheader">{_words(first, is_link=True)}</th>'
    cells = (
        f'<td role="cell" data-label="{escape(heading)}">{_words(cell, bool(cell.href))}</td>'
        for heading, cell in others
    )
    return mark_safe(head + "".join(cells))  # noqa: S308  # every part is escaped here or by `grade`


@register.simple_tag
def share_cell(cell: Mapping[str, Any]) -> SafeString:
    """A count that may link to its drill-down, with its percentage where it has one."""
    number, href, percent = cell["count"], cell["href"], cell["percent"]
    count = f'<a href="{escape(href)}">{number}</a>' if href else str(number)
    if percent is not None:
        count += f' <span class="percent">{percent}%</span>'
    return mark_safe(count)  # noqa: S308


@register.simple_tag
def matrix_cells(cells: Iterable[Any]) -> SafeString:
    """Counts from one grade to another with percentages, each linked to its transitions."""
    numbers = (share_cell(cell) if cell["count"] else "0" for cell in cells)
    return mark_safe("".join(f'<td class="number">{number}</td>' for number in numbers))  # noqa: S308


@register.simple_tag
def board_cells(authority: str, cells: Iterable[Any]) -> SafeString:
    """The cells of an authority (by name) in the coverage table, each with its state."""
    return mark_safe("".join(_board_cell(escape(authority), cell) for cell in cells))  # noqa: S308


def _board_cell(authority: str, cell: Mapping[str, Any]) -> str:
    words = escape(cell["words"])
    if cell["address"]:
        whose = f'<span class="visually-hidden">: {authority}, {escape(cell["framework"])}</span>'
        words = f'<a href="{escape(cell["address"])}">{words}{whose}</a>'
    mark = f'<span class="state-mark" aria-hidden="true">{cell["mark"]}</span>'
    return f'<td class="state state-{cell["state"]}">{mark} {words}</td>'


@register.simple_tag
def feed_links(atom: str, json: str, name: str, slug: str = "") -> SafeString:
    """A feed's links by format; `atom`, `json`: views, `slug`: the authority, `name`: the topic."""
    whose = f'<span class="visually-hidden">, {escape(name)}</span>'
    args = [slug] if slug else []
    forms = (("Atom", atom), ("JSON", json))
    links = (f'<a href="{escape(reverse(view, args))}">{form}{whose}</a>' for form, view in forms)
    return mark_safe(f"{' · '.join(links)}\n")  # noqa: S308


@register.simple_tag
def tiles(drawn: Iterable[Any], carry: str) -> SafeString:
    """A region's tiles with their classes; `carry` is appended to their URLs."""
    return mark_safe("".join(_tile(tile, classes, carry) for tile, classes in drawn))  # noqa: S308


def _tile(tile: Any, classes: str, carry: str) -> str:
    address = escape(reverse("authority", [tile.authority.slug]) + carry)
    link = f'<a class="mark-{tile.tone}" href="{address}" aria-label="{escape(tile.label)}">'
    return f'<li class="{classes}">{link}<b>{escape(tile.letter)}</b>{escape(tile.short)}</a></li>'


def _words(cell: Any, is_link: bool) -> str:
    if cell.is_grade:
        return str(grade(cell.grade, cell.words))
    words = escape(cell.words)
    return f'<a href="{escape(cell.href)}">{words}</a>' if is_link else words

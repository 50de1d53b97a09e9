"""The cells of long lists, written in one go: a template takes four times as long for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ratings.templatetags.grades import grade

register = template.Library()


@register.simple_tag
def listing_cells(row: Iterable[tuple[str, Any]]) -> SafeString:
    """A row of a list behind a number: pairs of heading and cell, of which the first is a link.

    A cell has words, an address or none, and a grade where it `is_grade`.
    """
    (_, first), *others = row
    head = f'<th scope="row" role="rowheader">{_words(first, is_link=True)}</th>'
    cells = (
        f'<td role="cell" data-label="{escape(heading)}">{_words(cell, bool(cell.href))}</td>'
        for heading, cell in others
    )
    return mark_safe(head + "".join(cells))  # noqa: S308  # every part is escaped here or by `grade`


def _words(cell: Any, is_link: bool) -> str:
    if cell.is_grade:
        return str(grade(cell.grade, cell.words))
    words = str(escape(cell.words))
    return f'<a href="{escape(cell.href)}">{words}</a>' if is_link else words

"""The rows of the long tables, rendered in Python: a template takes six times as long for each."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from ratings.charts.sparkline import sparkline
from ratings.models.cached_urls import reverse
from ratings.rules.dates import day_in_words, month_in_words
from ratings.rules.status import AuthorityStatus
from ratings.tables import Table
from ratings.templatetags.grades import grade

register = template.Library()


@register.simple_tag(takes_context=True)
def authority_row(context: Context, status: AuthorityStatus) -> SafeString:
    """A row of `AuthorityTable`; `carry`, the page's as-of dates, is appended to its URLs."""
    authority, as_at = status.authority, status.as_at
    complete_to = context["record"].complete_to.get("graded", as_at)
    marked = str(grade(status.grade, status.words))
    if status.profile:
        marked += f'<span class="profile">{escape(status.profile)}</span>'
    if status.last_overall:
        marked += _was(f"last overall: {status.last_overall}")
    name = _link(reverse("authority", [authority.slug]) + context["carry"], authority.name)
    if status.abolished:
        name += _was(f"abolished {day_in_words(status.abolished)}")
    return _row(
        f'<th scope="row" role="rowheader" class="lead-left">{name}</th>',
        f'<td role="cell" class="table-line">{escape(status.line.text)}</td>',
        '<td role="cell" class="table-spark lead-right"><span aria-hidden="true">'
        f"{sparkline(status.line, authority, as_at, complete_to)}</span></td>",
        _cell("Overall grade", f"<span>{marked}</span>"),
        *_text_cells(context["table"], status),
    )


def _text_cells(table: Table, row: Any) -> Iterator[str]:
    """The cells of the columns that are only text."""
    for column in table.base_columns.values():
        text, none, look = column.attrs["cell"]
        if text:
            words = text(row)
            yield _cell(column.verbose_name, escape(words) if words else _quiet(none), look)


@register.simple_tag
def due_row(row: Any, carry: str, asked: str) -> SafeString:
    """A row of `DueTable`: a `rules.due.Due`; `asked` is the query of the page's dates."""
    council, last = row.council, row.last
    rank = str(row.rank) if row.rank else _quiet("none")
    name = _link(reverse("authority", [council.slug]) + carry, council.name)
    marked, since = str(grade(row.grade, row.words)), _quiet("not yet inspected")
    if last:
        address = reverse("inspection", [last.id]) + carry
        marked += f'<a class="was" href="{escape(address)}">{last.shown_date.in_words()}</a>'
        days = f"{row.days:,} day{'' if row.days == 1 else 's'}"
        since = f"<span>{days}{_was(row.span.words)}</span>"
    return _row(
        f'<th scope="row" role="rowheader" class="number lead-date due-rank">{rank}</th>',
        f'<td role="cell" class="lead-name">{name}</td>',
        _cell("Last graded", f"<span>{marked}</span>"),
        _cell("Time since", since, "date"),
        _cell("Estimate", f"<span>{_window(row.window)}</span>"),
        _cell("Visits since", f"<span>{_visits(row, asked)}</span>"),
        _cell("Region", escape(council.region)),
        _cell("Type", escape(council.type)),
    )


def _window(window: Any) -> str:
    if not window:
        return _quiet("no observed spread yet")
    first, middle, last = map(month_in_words, (window.first, window.middle, window.last))
    months = f'<span class="due-window">{first} to {last}</span>'
    return months + _was(f"{window.waiting}; median {middle}")


def _visits(row: Any, asked: str) -> str:
    """`2 focused visits, 1 monitoring visit`, linked to them."""
    words = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in row.visits_by_kind)
    if not words:
        return _quiet("none on record")
    begun = f"&begun_from={row.last.first_day.isoformat()}" if row.last else ""
    query = f"q={row.council.la_code}&result=visit{begun}{asked and f'&{asked}'}"
    return _link(f"{reverse('inspections')}?{query}", words)


def _row(*cells: str) -> SafeString:
    lines = "".join(f"\n  {cell}" for cell in cells)
    return mark_safe(f'<tr role="row">{lines}\n</tr>')  # noqa: S308  # escaped above


def _cell(label: str, html: str, look: str = "") -> str:
    cls = f' class="{look}"' if look else ""
    return f'<td role="cell"{cls} data-label="{label}">{html}</td>'


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _was(words: str) -> str:
    return f'<span class="was">{escape(words)}</span>'


def _quiet(words: str) -> str:
    return f'<span class="quiet">{words}</span>'

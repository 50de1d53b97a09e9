"""The items of a plan as a table: filters, display text and pagination."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ratings.admin.imports.labels import Value, Words
from ratings.models import Authority, ImportItem, ImportRun, Inspection
from ratings.rules.dates import date_in_words

A_PAGE = 100
DIFFERING, ALL = "", "all"
Outcome = ImportItem.Outcome

MEANINGS = {
    Outcome.NEW: ("New", "The record does not have this inspection or visit."),
    Outcome.DETAILS: ("Adds a detail", "The record has it, with nothing where the file says more."),
    Outcome.CONTRADICTS: ("Contradicts", "The record has it and says something else."),
    Outcome.KNOWN: ("Known to be disputed", "The contradiction is in the record already."),
    Outcome.REFUSED: ("Refused", "The row could not be used: its reason says why."),
    Outcome.SAME: ("Same", "The record says just this: nothing happens."),
}
"""Name and meaning of each outcome, in display order."""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Filter on a plan's items. An empty outcome means all that differ from the record."""

    outcome: str = DIFFERING
    sheet: str = ""
    field: str | None = None

    @classmethod
    def asked(cls, query: Mapping[str, Any]) -> ItemFilter:
        """Build it from a query string or a form; `field=whole` means the whole inspection."""
        outcome, field = query.get("outcome", ""), query.get("field", "")
        return cls(
            outcome=outcome if outcome in {*Outcome.values, ALL} else DIFFERING,
            sheet=query.get("sheet", ""),
            field={"": None, "whole": ""}.get(field, field),
        )

    def of(self, run: ImportRun) -> QuerySet[ImportItem]:
        found = run.items.order_by("number")
        if self.outcome == DIFFERING:
            found = found.exclude(outcome=Outcome.SAME)
        elif self.outcome != ALL:
            found = found.filter(outcome=self.outcome)
        if self.sheet:
            found = found.filter(sheet=self.sheet)
        return found if self.field is None else found.filter(field=self.field)

    @property
    def field_name(self) -> str:
        """The field as a query parameter."""
        return "" if self.field is None else self.field or "whole"

    def parameters(self) -> list[tuple[str, str]]:
        asked = [("outcome", self.outcome), ("sheet", self.sheet), ("field", self.field_name)]
        return [(name, value) for name, value in asked if value]

    def query(self, page: Any = "") -> str:
        """Query string such as `?outcome=new&page=2`; `?` means all items that differ."""
        return "?" + urlencode([*self.parameters(), *([("page", page)] if page else [])])


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many items have an outcome, and how many of these are accepted."""

    outcome: str
    name: str
    meaning: str
    items: int
    taken: int
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One of the sheets or fields by which the list can be filtered."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a plan's items by outcome, and the choices of its filters."""

    groups: list[OutcomeCount]
    sheets: list[FilterChoice]
    fields: list[FilterChoice]
    total: int
    differing: int

    @classmethod
    def of(cls, run: ImportRun, shown: ItemFilter, words: Words) -> Overview:
        """Count the items of a run, in one query whatever the length of the plan."""
        counted = run.items.groups()
        items: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        for row in counted:
            items[row["outcome"]] += row["items"]
            taken[row["outcome"]] += row["taken"]
        total = sum(items.values())
        return cls(
            groups=[
                OutcomeCount(
                    outcome, name, meaning, items[outcome], taken[outcome],
                    ItemFilter(outcome).query(), shown.outcome == outcome,
                )
                for outcome, (name, meaning) in MEANINGS.items()
            ],
            sheets=_choices({row["sheet"]: row["sheet"] for row in counted}, shown.sheet),
            fields=_choices(
                {row["field"] or "whole": words.field(row["field"]) for row in counted},
                shown.field_name,
            ),
            total=total,
            differing=total - items[Outcome.SAME],
        )  # fmt: skip


def _choices(found: dict[str, str], chosen: str) -> list[FilterChoice]:
    by_words = sorted((words, value) for value, words in found.items() if value)
    return [FilterChoice(value, words, value == chosen) for words, value in by_words]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as display text. `same_as` is an earlier row whose checkbox also decides this
    one: its number, and its sheet and row in the file; None if there is none."""

    item: ImportItem
    outcome: str
    authority: str
    authority_url: str
    inspection: str
    inspection_url: str
    what: str
    old: Value
    new: Value
    old_source: str
    new_source: str
    same_as: tuple[int, str] | None

    @property
    def where(self) -> str:
        """Sheet and row, such as `In_year, row 12`, for screen readers."""
        sheet = f"{self.item.sheet}, " if self.item.sheet else ""
        return f"{sheet}row {self.item.row}"


def page_of(run: ImportRun, shown: ItemFilter, number: Any) -> Page[ImportItem]:
    """Return a page of the filtered items; for a number out of range, the last page."""
    return Paginator(shown.of(run), A_PAGE).get_page(number)


def rows_of(items: Iterable[ImportItem], words: Words) -> list[ItemRow]:
    """Return the items as display text, with two queries for all of them."""
    items = list(items)
    names = authorities(item.authority for item in items)
    known = inspections(item.inspection for item in items)
    decided: dict[str, tuple[int, str]] = {}
    rows = []
    for item in items:
        name = names.get(item.authority, "")
        same_as = decided.get(item.change) if item.can_take else None
        unknown = (key_in_words(item.inspection, words), "", "")
        label, url, _ = known.get(item.inspection, unknown)
        row = ItemRow(
            item=item,
            outcome=MEANINGS[Outcome(item.outcome)][0],
            authority=name or item.authority or "not named",
            authority_url=reverse("authority", args=[item.authority]) if name else "",
            inspection=label,
            inspection_url=url,
            what=words.field(item.field),
            old=words.value(item.field, item.old),
            new=words.value(item.field, item.new) or _itself(item),
            old_source=words.source(item.old_source),
            new_source=words.source(item.new_source),
            same_as=same_as,
        )
        if item.can_take:
            decided.setdefault(item.change, (item.number, row.where))
        rows.append(row)
    return rows


def _itself(item: ImportItem) -> Value:
    is_whole = item.outcome == Outcome.NEW and not item.field
    return Value("this inspection" if is_whole else "")


def authorities(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of the authorities that are in the record, by slug."""
    found = Authority.objects.filter(slug__in=set(slugs))
    return dict(found.values_list("slug", "name"))


def inspections(keys: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Return name, URL and authority name of the inspections in the record, by key."""
    found = Inspection.objects.filter(key__in=set(keys)).select_related("kind", "authority")
    return {row.key: (_named(row), _seen_at(row), row.authority.name) for row in found}


def _named(row: Inspection) -> str:
    draft = ", a draft" if row.status == Inspection.Status.DRAFT else ""
    return f"{row.kind}, {row.shown_date.in_words()}{draft}"


def _seen_at(row: Inspection) -> str:
    if row.status == Inspection.Status.DRAFT:
        return reverse("admin:ratings_inspection_change", args=[row.pk])
    return row.get_absolute_url()


def key_in_words(key: str, words: Words) -> str:
    """Describe an inspection that is not in the record by its key's framework and date."""
    match = re.search(r"-(?P<day>[0-9]{4}(?:-[0-9]{2}){0,2})\Z", key)
    if match is None:
        return key
    start = key[: match.start()]
    codes = sorted(words.frameworks, key=len, reverse=True)
    code = next((code for code in codes if start.endswith(f"-{code}")), "")
    return f"{code}, {date_in_words(match['day'])}" if code else key

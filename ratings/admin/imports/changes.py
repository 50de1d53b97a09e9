"""The items of a plan as a table: filters, display text and pagination."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ratings.admin.imports.labels import Words
from ratings.models import Authority, ImportItem, ImportRun, Inspection
from ratings.rules.questions.results import number_of

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


def overview_of(run: ImportRun, shown: ItemFilter, words: Words) -> dict[str, Any]:
    """The items of a run counted by outcome, and the choices of its filters; one query, whatever
    the length of the plan."""
    counted = run.items.groups()
    items: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for row in counted:
        items[row["outcome"]] += row["items"]
        taken[row["outcome"]] += row["taken"]
    groups = [
        {
            "outcome": outcome, "name": name, "meaning": meaning, "count": items[outcome],
            "taken": taken[outcome], "url": ItemFilter(outcome).query(),
            "is_shown": shown.outcome == outcome,
        }
        for outcome, (name, meaning) in MEANINGS.items()
    ]  # fmt: skip
    sheets = {row["sheet"]: row["sheet"] for row in counted}
    fields = {row["field"] or "whole": words.field(row["field"]) for row in counted}
    return {
        "groups": groups,
        "sheets": _choices(sheets, shown.sheet),
        "fields": _choices(fields, shown.field_name),
    }


def _choices(found: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    by_words = sorted((words, value) for value, words in found.items() if value)
    return [{"value": v, "words": words, "is_chosen": v == chosen} for words, v in by_words]


def rows_of(items: Iterable[ImportItem], words: Words) -> list[dict[str, Any]]:
    """Return the items as display text, with two queries for all of them. `same_as` is an earlier
    row whose checkbox also decides this one: its number, and its sheet and row in the file."""
    items = list(items)
    found = Authority.objects.filter(slug__in={item.authority for item in items})
    names = dict(found.values_list("slug", "name"))
    known = inspections(item.inspection for item in items)
    decided: dict[str, tuple[int, str]] = {}
    rows = []
    for item in items:
        name = names.get(item.authority, "")
        unknown = (words.inspection(item.inspection), "", "")
        label, url, _ = known.get(item.inspection, unknown)
        is_whole = item.outcome == Outcome.NEW and not item.field
        where = f"{item.sheet}, row {item.row}" if item.sheet else f"row {item.row}"
        rows.append({
            "item": item,
            "where": where,
            "outcome": MEANINGS[Outcome(item.outcome)][0],
            "authority": name or item.authority or "not named",
            "authority_url": reverse("authority", args=[item.authority]) if name else "",
            "inspection": label,
            "inspection_url": url,
            "what": words.field(item.field),
            "old": words.value(item.field, item.old),
            "new": words.value(item.field, item.new) or ("this inspection" if is_whole else ""),
            "old_source": words.source(item.old_source),
            "new_source": words.source(item.new_source),
            "same_as": decided.get(item.change) if item.can_take else None,
        })  # fmt: skip
        if item.can_take:
            decided.setdefault(item.change, (item.number, where))
    return rows


def inspections(keys: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Return name, URL and authority name of the inspections in the record, by key."""
    found = Inspection.objects.filter(key__in=set(keys)).select_related("kind", "authority")
    rows = {}
    for row in found:
        name, url = f"{row.kind}, {row.shown_date.in_words()}", row.get_absolute_url()
        if row.status == Inspection.Status.DRAFT:
            name = f"{name}, a draft"
            url = reverse("admin:ratings_inspection_change", args=[row.pk])
        rows[row.key] = (name, url, row.authority.name)
    return rows


# What applying the items that are now accepted would do.


CONTRADICTION = ("contradiction", "contradictions")


def outlook_of(run: ImportRun) -> dict[str, Any]:
    """Counts of accepted and skipped changes; a change that several rows make counts once.

    `seen` is a hash of the plan and the accepted items, and so differs after any change to
    the choice; `is_only_new`: the accepted items change nothing that is already in the record.
    """
    taken, left = run.items.filter(is_taken=True), run.items.filter(is_taken=False)
    left_out = left.filter(outcome=Outcome.NEW).values("inspection")
    disputed = left.filter(outcome=Outcome.CONTRADICTS).exclude(inspection="")
    left_over = left.filter(can_take=True).exclude(outcome=Outcome.CONTRADICTS)
    refused = run.items.filter(outcome=Outcome.REFUSED).values("sheet", "row").distinct()
    numbers = taken.order_by("number").values_list("number", flat=True)
    chosen = ",".join(str(number) for number in numbers.iterator(chunk_size=5000))
    found: dict[str, Any] = {
        "new": _changes(taken.filter(outcome=Outcome.NEW)),
        "details": _changes(taken.filter(outcome=Outcome.DETAILS)),
        "replaced": _changes(taken.filter(outcome=Outcome.CONTRADICTS)),
        "disputed": _changes(disputed.exclude(inspection__in=left_out)),
    }
    return found | {
        "is_only_new": not (found["details"] or found["replaced"]),
        "does_anything": any(found.values()),
        "left": _changes(left_over),
        "refused": refused.count(),
        "known": run.items.filter(outcome=Outcome.KNOWN).count(),
        "seen": hashlib.sha256(f"{run.plan_digest}:{chosen}".encode()).hexdigest()[:32],
    }


def sentences(outlook: dict[str, Any], publish: bool) -> list[str]:
    """Return what will happen, one sentence per kind of change."""
    new = "new inspection or visit", "new inspections and visits"
    fate = "published: readers see them at once" if publish else "saved as drafts"
    old = "the old one stays" if outlook["replaced"] == 1 else "the old ones stay"
    as_what = "an open discrepancy" if outlook["disputed"] == 1 else "open discrepancies"
    return _said(
        (outlook["new"], new, f"will be entered and {fate}."),
        (outlook["details"], ("detail", "details"), "will be added where the record has nothing."),
        (outlook["replaced"], ("value", "values"), f"will be replaced; {old} in the history."),
        (outlook["disputed"], CONTRADICTION,
         f"will be left as {as_what}, which readers see."),
    )  # fmt: skip


def omissions(outlook: dict[str, Any]) -> list[str]:
    """Return what will not be applied, one sentence per reason."""
    return _said(
        (outlook["left"], ("change", "changes"), "left by choice will not be made."),
        (outlook["known"], CONTRADICTION, "on record already will stay as settled there."),
        (outlook["refused"], ("refused row", "refused rows"), "will not be loaded."),
    )


def _said(*parts: tuple[int, tuple[str, str], str]) -> list[str]:
    return [f"{number_of(count, *what)} {happens}" for count, what, happens in parts if count]


def _changes(found: QuerySet[ImportItem]) -> int:
    return found.values("change").distinct().count()

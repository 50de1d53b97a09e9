"""Runs of the import as the pages meet them: made here, not read from files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from ratings.models import ImportChange, ImportItem, ImportRun, Source
from tests.admin.conftest import KEY, NEW, REPORT

SHEETS = [
    {"name": "Cover", "layout": "", "said": "left alone: it says what the file is", "tables": 0,
     "data_rows": 0, "source_rows": 0},
    {"name": "As_at", "layout": "as at", "said": "read", "tables": 2, "data_rows": 158,
     "source_rows": 158},
    {"name": "In_year", "layout": "in year", "said": "read", "tables": 1, "data_rows": 112,
     "source_rows": 112},
]  # fmt: skip


def a_run(**told: Any) -> ImportRun:
    whole = {"kind": "release", "file_name": "outcomes.ods", "file_sha256": "ab" * 32}
    return ImportRun.objects.create(**{**whole, "file_size": 3_400_000, **told})


def an_item(run: ImportRun, number: int, save: bool = True, **told: Any) -> ImportItem:
    whole = {"sheet": "As_at", "row": number + 4, "authority": "york", **told}
    item = ImportItem(run=run, number=number, **whole)
    if save:
        item.save()
    return item


def a_plan(**told: Any) -> ImportRun:
    """A plan with every outcome: two rows that tell of one new inspection, a detail, a
    contradiction that the file wins and one that the record wins, and the rest."""
    source = Source.objects.get(key="official-2024")
    run = a_run(**{"status": "planned", "source": source, "sheets": SHEETS, **told})
    new = {"outcome": "new", "inspection": "york-ilacs-2026-2026-06-01", "can_take": True,
           "is_taken": True, "change": "new|york", "new_source": "official-2024"}  # fmt: skip
    held = {"inspection": KEY, "can_take": True, "new_source": "official-2024"}
    an_item(run, 1, **new, reason="Standard inspection that began on 1 June 2026.")
    an_item(run, 2, **{**new, "sheet": "In_year"}, field="theme", new="care leavers")
    an_item(run, 3, **held, outcome="details", field="report_url", is_taken=True,
            new=REPORT, change="details",
            reason="The record does not say this yet.")  # fmt: skip
    an_item(run, 4, **held, outcome="contradicts", field="grade:help-and-protection",
            old="good", new="requires-improvement", old_source="official-2023", wins=True,
            is_taken=True, change="a", reason="The newest release wins.")  # fmt: skip
    an_item(run, 5, **held, outcome="contradicts", field="published", old="2018-10-17",
            new="2018-10-16", old_source="report-pdf", change="b", sheet="In_year",
            reason="The report itself is more trusted.")  # fmt: skip
    an_item(run, 6, outcome="known", inspection=KEY, field="end_date", old="2025-03-07",
            new="2025-03-06", reason="This contradiction is on record.")  # fmt: skip
    an_item(run, 7, outcome="refused", authority="Atlantis", sheet="In_year",
            reason="No authority of the record is called “Atlantis”: correct C11.")  # fmt: skip
    for number in (8, 9, 10):
        an_item(run, number, outcome="same", inspection=KEY, reason="The record says the same.")
    return run


READING = {
    "file": "leeds.pdf",
    "authority": {"value": "leeds", "page": 1, "words": "Leeds City Council"},
    "authority_words": "Leeds City Council",
    "framework": {"value": "ilacs-2026", "page": 1, "words": "Inspection of Leeds"},
    "kind": {"value": "short", "page": 1, "words": "3 to 7 August 2026"},
    "kind_is_estimate": True,
    "start_date": {"value": "2026-08-03", "page": 1, "words": "3 to 7 August 2026"},
    "end_date": None,
    "published": None,
    "ratings": {
        "leaders": {"value": "good", "page": 1, "words": "The impact of leaders Good"},
        "help-and-protection": {"value": "requires-improvement", "page": 1,
                                "words": "Help and protection Requires improvement to be good"},
        "children-in-care": {"value": "outstanding", "page": 1,
                             "words": "Children in care Outstanding"},
    },
    "missing": {},
    "unread": [
        {"field": "end_date", "why": "No last day is printed."},
        {"field": "grade:care-leavers", "why": "No grade could be read for: care leavers."},
    ],
    "refused": "",
}  # fmt: skip


def applied(**more: Any) -> ImportRun:
    robin = User.objects.filter(username="robin").first()
    told = {"status": "applied", "applied_at": timezone.now(), "decided_by": robin, **more}
    run = a_run(**told)
    for order, (action, field, old, new) in enumerate(
        [("created", "", None, {"kind": "standard"}),
         ("changed", "published", "2018-10-17", "2018-10-18"),
         ("cited", "sources", None, ["official-2024"])]
    ):  # fmt: skip
        ImportChange.objects.create(
            run=run, order=order, action=action, inspection=KEY, field=field, old=old, new=new
        )
    return run


def a_report(**changes: Any) -> ImportRun:
    told = {"kind": "report", "file_name": "leeds.pdf", "status": "planned", "report_url": REPORT}
    run = a_run(**told, reading={**READING, **changes.pop("reading", {})}, **changes)
    an_item(run, 1, outcome="new", authority="leeds", inspection=NEW,
            can_take=True, is_taken=True, change="new|leeds", reason="Short.")  # fmt: skip
    return run

"""What needs doing, counted: the first page of the keeper's desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from ratings.admin.list_filters import GAPS, RECENT, not_inspected_since
from ratings.models import Completeness, Discrepancy, ImportRun, Inspection, Rating
from ratings.rules.dates import day_in_words

STALE = timedelta(days=90)
"""A completeness date older than this asks to be looked at."""

LONG = 4
"""Years without a graded inspection after which an authority is listed."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: how often, what it is, why it matters, where it is done."""

    count: int
    title: str
    why: str
    url: str

    @property
    def is_done(self) -> bool:
        return self.count == 0


def tasks(today: date) -> list[Task]:
    """Every task, also those with nothing to do, so that the page says so."""
    return [
        _drafts(),
        _imports(),
        _discrepancies(),
        *_gaps(today),
        _not_recorded(),
        *_stale(today),
        _long(today),
    ]


def _list(model: str, query: str) -> str:
    return f"{reverse(f'admin:ratings_{model}_changelist')}?{query}"


def _drafts() -> Task:
    return Task(
        Inspection.objects.filter(status=Inspection.Status.DRAFT).count(),
        "drafts wait for review",
        "The public does not see them until a reviewer publishes them.",
        _list("inspection", "status__exact=draft"),
    )


def _imports() -> Task:
    return Task(
        ImportRun.objects.filter(status=ImportRun.Status.PLANNED).count(),
        "imports wait for a decision",
        "Their files are read, and nothing is changed until somebody applies the plan.",
        _list("importrun", "status__exact=planned"),
    )


def _discrepancies() -> Task:
    return Task(
        Discrepancy.objects.filter(status=Discrepancy.Status.OPEN).count(),
        "discrepancies are open",
        "Two sources say different things, and nobody has settled which is right.",
        _list("discrepancy", "status__exact=open"),
    )


def _gaps(today: date) -> list[Task]:
    recent = Inspection.objects.public().filter(first_day__gt=today - RECENT)
    return [
        Task(
            gap.of(recent).count(),
            gap.sentence,
            gap.why,
            _list("inspection", f"gap={key}&since=recent"),
        )
        for key, gap in GAPS.items()
    ]


def _not_recorded() -> Task:
    return Task(
        Rating.objects.filter(missing=Rating.Reason.NOT_RECORDED).count(),
        "ratings are not recorded",
        "The framework asked, a grade exists, and this record does not have it yet.",
        _list("rating", "missing__exact=not-recorded"),
    )


def _stale(today: date) -> list[Task]:
    rows = Completeness.objects.filter(last_day__lt=today - STALE)
    return [
        Task(
            (today - row.last_day).days,
            f"days since {row.get_kind_display()} were complete",
            f"The record is complete to {day_in_words(row.last_day)}. Move the date when what came"
            " after it has been entered.",
            reverse("admin:ratings_completeness_change", args=[row.pk]),
        )
        for row in rows
    ]


def _long(today: date) -> Task:
    return Task(
        not_inspected_since(today, LONG).count(),
        f"authorities have had no graded inspection for {LONG} years or more",
        "Either they are due, or a report is missing here.",
        _list("authority", f"inspected=over-{LONG}"),
    )

"""Dataclasses for an inspection that is not saved yet."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.models import (
    Authority,
    Framework,
    Grade,
    Inspection,
    InspectionKind,
    JudgementArea,
    Source,
)
from ratings.models.source import SourceStrength
from ratings.rules.dates import PartialDate, day_in_words
from ratings.rules.types import FINDING_WORDS, MISSING_WORDS, direction_status

LONGEST_WAIT_FOR_REPORT = timedelta(days=365)
"""If only publication is known, the inspection began at most this long before it."""


def join_words(names: list[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def date_range_text(first: date, last: date | None) -> str:
    """`from 1 April 2026 on`, or `from 1 January 2018 to 31 December 2022`."""
    if last is None:
        return f"from {day_in_words(first)} on"
    return f"from {day_in_words(first)} to {day_in_words(last)}"


@dataclass(frozen=True, slots=True)
class EntryDates:
    """The days on which an inspection may have begun; a single day where it is known."""

    first: date
    last: date

    @classmethod
    def of(cls, start: PartialDate | None, published: date | None) -> EntryDates | None:
        """From the first day as precisely as known, else from publication; None: no date."""
        if start is not None:
            return cls(start.first_day, _last_day(start))
        if published is not None:
            return cls(published - LONGEST_WAIT_FOR_REPORT, published)
        return None

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether any of its days lies between two days; None: no limit on that side."""
        return (first is None or first <= self.last) and (last is None or self.first <= last)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Authority, framework, kind and dates of an inspection."""

    authority: Authority
    framework: Framework
    kind: InspectionKind
    start: PartialDate | None
    end: date | None = None
    published: date | None = None

    @property
    def shown_date(self) -> PartialDate | None:
        """The first day as precisely as known, else publication."""
        return self.start or (PartialDate(self.published) if self.published else None)

    @property
    def period(self) -> EntryDates | None:
        return EntryDates.of(self.start, self.published)

    @classmethod
    def of(cls, inspection: Inspection) -> EntryFacts:
        return cls(
            authority=inspection.authority,
            framework=inspection.framework,
            kind=inspection.kind,
            start=inspection.start,
            end=inspection.end_date,
            published=inspection.published,
        )


@dataclass(frozen=True, slots=True)
class EnteredRating:
    """The result for one judgement area: a grade, or the reason why there is none."""

    area: JudgementArea
    grade: Grade | None = None
    missing: str = ""

    @property
    def in_words(self) -> str:
        return self.grade.word if self.grade else MISSING_WORDS[self.missing]


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """One inspection to be saved: facts, findings and their sources."""

    facts: EntryFacts
    answers: tuple[EnteredRating, ...] = ()
    theme: str = ""
    direction: str = ""
    direction_read: str = ""
    direction_source_url: str = ""
    priority_action: bool = False
    sources: tuple[Source, ...] = ()
    report_url: str = ""
    source_url: str = ""
    verified: str = ""
    note: str = ""

    @property
    def finding(self) -> str:
        """The finding of an ungraded visit as text; empty for a graded inspection."""
        status = direction_status(self.facts.kind, self.direction, self.direction_read)
        return FINDING_WORDS.get(self.direction or status, "")

    @property
    def evidence(self) -> str:
        """The strength of the evidence as text."""
        return str(SourceStrength(self.verified).label) if self.verified else "not given"


def _last_day(start: PartialDate) -> date:
    day = start.first_day
    if start.precision == "year":
        return day.replace(month=12, day=31)
    if start.precision == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day

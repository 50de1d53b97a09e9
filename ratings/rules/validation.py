"""Validate an inspection: one sentence a fault for forms, import files, reports and saved rows.

Each rule takes plain values and yields a `Problem` for everything that is wrong; the caller adds
where it stands (a row, a cell). Source of the rules: domain §1, §2, §3, §5 and §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, Protocol

from ratings.rules.dates import PartialDate, Period, day_in_words
from ratings.rules.types import (
    CHILDRENS_SERVICES,
    AskedKind,
    Authority,
    Framework,
    InspectionKind,
    Rating,
    Succession,
)

FIRST_YEAR = 2000
"""An earlier year is a typing error: the first inspection on record is of 2009."""

LONGEST_WAIT_FOR_REPORT = timedelta(days=365)
"""If only publication is known, the inspection began at most this long before it."""

DAYS = {"start_date": "first day", "end_date": "last day", "published": "publication"}
"""The dates of an inspection, which must be in this order, and their labels."""

REPORT = "report-pdf"
"""Key of the source that is the report itself: citing it requires the report's URL."""

NO_DATE = "Give the first day, or at least the day it was published."
NO_ADDRESS = "Give the address where the direction was read, or that none is stated."
NOTHING_READ = "Say what was read at that address: the direction, or that none is stated."
BOTH = "It states a direction: leave empty what was read to know that none is stated."
NO_FRAMEWORK = "No framework was in force then: correct the first day."
VISIT_WITH_GRADES = "A visit has no grades, and no reasons for having none: leave them out."


class Problem(NamedTuple):
    """What is wrong: a field of the inspection, or `area:<key>`, and what to do, as a sentence."""

    field: str
    message: str


class NamedKind(AskedKind, Protocol):
    """An inspection kind, as a model row or as plain data."""

    @property
    def name(self) -> str: ...


class CitedSource(Protocol):
    """A source, as a model row."""

    key: str
    title: str
    address_with_fact: bool


def join_words(names: Sequence[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


# --- when ---


def period_of(start: PartialDate | None, published: date | None) -> Period | None:
    """The days on which an inspection may have begun: its start as precisely as known, else those
    before its publication; None: no date is known."""
    if start is not None:
        return Period(start.first_day, start.last_day)
    if published is not None:
        return Period(published - LONGEST_WAIT_FOR_REPORT, published)
    return None


def date_problems(
    start: PartialDate | None, end: date | None, published: date | None, today: date
) -> Iterator[Problem]:
    """No date at all, one that cannot be, or dates that are not in order."""
    if start is None and published is None:
        yield Problem("start_date", NO_DATE)
    for name, day in _given(start, end, published):
        if day.year < FIRST_YEAR:
            yield Problem(name, f"{day.isoformat()} is long before any inspection: correct it.")
        elif day.first_day > today:
            then = "leave it empty until it is published" if name == "published" else "correct it"
            said = f"The {DAYS[name]}, {day.in_words()}, is still to come: {then}."
            yield Problem(name, said)
    yield from order_problems(start, end, published)


def order_problems(
    start: PartialDate | None, end: date | None, published: date | None
) -> Iterator[Problem]:
    """Dates that are not in the order of `DAYS`."""
    for (earlier, day), (later, then) in pairwise(_given(start, end, published)):
        if then.first_day < day.first_day:
            yield Problem(
                later,
                f"The {DAYS[later]} ({then.in_words()}) is before the {DAYS[earlier]}"
                f" ({day.in_words()}): correct one of them.",
            )


def _given(
    start: PartialDate | None, end: date | None, published: date | None
) -> list[tuple[str, PartialDate]]:
    days = (start, *(PartialDate(day) if day else None for day in (end, published)))
    return [(name, day) for name, day in zip(DAYS, days, strict=True) if day]


# --- of whom, under what ---


def existence_problems(
    authority: Authority,
    period: Period,
    successions: Iterable[Succession],
    names: Mapping[str, str],
) -> Iterator[Problem]:
    """The authority did not exist on any day of the period; `names` are those of authorities."""
    start, end = authority.start, authority.end
    if start and period.last < start:
        before = [names[s.predecessor] for s in successions if s.successor == authority.slug]
        happened, hint = f"it began on {day_in_words(start)}", "Before it there was"
    elif end and period.first > end:
        before = [names[s.successor] for s in successions if s.predecessor == authority.slug]
        happened, hint = f"its last day was {day_in_words(end)}", "It was followed by"
    else:
        return
    choice = f"{hint} {join_words(before, 'or')}: choose that" if before else "Choose another"
    said = f"{authority.name} did not exist then: {happened}. {choice}, or correct the first day."
    yield Problem("authority", said)


def framework_problems(
    framework: Framework, kind: InspectionKind | None, period: Period, known: Iterable[Framework]
) -> Iterator[Problem]:
    """The framework does not have the kind (None: it is not known yet), or was not in force."""
    if kind and kind not in framework.kinds:
        yield no_such_kind(kind, [framework])
    elif kind and kind.is_graded and not framework.areas:
        yield Problem(
            "framework",
            f"{framework.short_name} has no judgement areas yet, so that nothing could be graded:"
            " add them to the framework first.",
        )
    if not period.meets(framework.first_day, framework.last_day):
        in_force = [f.short_name for f in known if period.meets(f.first_day, f.last_day)]
        choice = f"choose {join_words(in_force, 'or')}" if in_force else "none was in force then"
        until = f"to {day_in_words(framework.last_day)}" if framework.last_day else "on"
        yield Problem(
            "framework",
            f"{framework.short_name} is for inspections begun from"
            f" {day_in_words(framework.first_day)} {until}; what counts is the first day, not"
            f" publication: {choice}, or correct the first day.",
        )


def no_such_kind(kind: InspectionKind, frameworks: Sequence[Framework]) -> Problem:
    kinds = list(dict.fromkeys(k.name for f in frameworks for k in f.kinds))
    names = join_words([f.short_name for f in frameworks], "and")
    verb = "has" if len(frameworks) == 1 else "have"
    return Problem("kind", f"{names} {verb} no {kind.name}: choose {join_words(kinds, 'or')}.")


def framework_for(
    kind: InspectionKind, period: Period, known: Iterable[Framework]
) -> Framework | Problem:
    """The only framework in force that has the kind; otherwise what is wrong.

    One of another programme is meant only where none of children's services has the kind.
    """
    every = [f for f in known if period.meets(f.first_day, f.last_day)]
    own = [f for f in every if f.programme == CHILDRENS_SERVICES]
    in_force = own if any(kind in f.kinds for f in own) else every
    fitting = [f for f in in_force if kind in f.kinds]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = join_words([f.short_name for f in fitting], "and")
        return Problem("framework", f"{names} were both in force then: choose the one it was.")
    return no_such_kind(kind, in_force) if in_force else Problem("framework", NO_FRAMEWORK)


# --- what was found ---


def grade_problems(
    framework: Framework, kind: AskedKind, ratings: Iterable[Rating]
) -> Iterator[Problem]:
    """A graded inspection has a grade of the scale, or a reason for none, for exactly the areas of
    its framework; a visit has neither."""
    by_area = {rating.area: rating for rating in ratings}
    if not kind.is_graded:
        yield from (Problem(f"area:{area.key}", VISIT_WITH_GRADES) for area in by_area)
        return
    for area in framework.areas:
        rating = by_area.pop(area, None)
        if rating is None or (rating.grade is None) == (not rating.missing):
            yield Problem(f"area:{area.key}", no_grade(area.short_name))
        elif rating.grade and rating.grade not in framework.grades:
            scale = [grade.word for grade in framework.grades]
            why = wrong_grade(framework.short_name, rating.grade.word, scale)
            yield Problem(f"area:{area.key}", why)
    for area in by_area:
        yield Problem(f"area:{area.key}", not_judged(framework.short_name, area.short_name))


def no_grade(area: str) -> str:
    return f"{area}: choose the grade, or why there is none."


def wrong_grade(framework: str, text: str, scale: Sequence[str]) -> str:
    return f"{framework} does not give “{text}”: choose {join_words(scale, 'or')}."


def not_judged(framework: str, area: str) -> str:
    return f"{framework} does not judge {area}: leave it out."


def no_direction_asked(kind: NamedKind) -> str:
    """Why an inspection of a kind has no direction; empty where it may have one."""
    if kind.is_graded:
        return "A graded inspection has grades, not a direction: leave it empty."
    if not kind.asks_direction:
        return f"A {kind.name} is not asked for a direction: leave it empty."
    return ""


def direction_problems(
    kind: NamedKind, direction: str, read: str, address: str
) -> Iterator[Problem]:
    """A direction, or that none is stated, needs its address; a kind without one has neither."""
    why = no_direction_asked(kind)
    if why and (direction or read or address):
        yield Problem("direction", why)
    elif direction and read:
        yield Problem("direction_read", BOTH)
    elif (direction or read) and not address:
        yield Problem("direction_source_url", NO_ADDRESS)
    elif address and not (direction or read):
        yield Problem("direction", NOTHING_READ)


# --- where it was read ---


def citation_problems(
    sources: Iterable[CitedSource], report_url: str, source_url: str
) -> Iterator[Problem]:
    """What a published inspection must cite; a draft may still lack it."""
    cited = list(sources)
    if not cited:
        yield Problem("sources", "Say where it was read: choose at least one source.")
    if not report_url and any(source.key == REPORT for source in cited):
        yield Problem("report_url", "The report itself is cited: give its address at Ofsted.")
    with_fact = [source.title for source in cited if source.address_with_fact]
    if with_fact and not source_url:
        yield Problem("source_url", f"“{with_fact[0]}” is cited: give the address of that page.")

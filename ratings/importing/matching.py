"""Match a row of a source to its authority, framework and inspection, and a text to its grade.

Everything is decided from names, dates and the record's own headings; where two answers are
possible, the row is rejected and both are named. What the record cannot hold is reported here, row
by row: when applying, one error would stop the whole file. Source: domain §5 and §7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError

from ratings.importing.record_index import (
    GRADE,
    PLAIN,
    IndexedInspection,
    RecordIndex,
)
from ratings.importing.types import ImportRow
from ratings.models import Inspection, Rating
from ratings.rules.dates import PartialDate, Period
from ratings.rules.name_matching import closest_matches, normalise
from ratings.rules.types import (
    CHILDRENS_SERVICES,
    Authority,
    DirectionStatus,
    Framework,
    direction_status,
)
from ratings.rules.validation import (
    VISIT_WITH_GRADES,
    Problem,
    date_problems,
    direction_problems,
    existence_problems,
    framework_problems,
    join_words,
    no_direction_asked,
    no_such_kind,
    not_judged,
    period_of,
)

GRADED_APART = timedelta(days=62)
"""Maximum difference between two dates that sources give for one graded inspection: day and month
swapped, a report republished. No authority was ever inspected twice under one framework in so short
a time."""

VISITS_APART = timedelta(days=7)
"""The same for a visit, of which an authority may have several a year."""

LONGEST_TO_REPORT = timedelta(days=240)
"""Maximum time from the first day to publication (the record's longest wait is 7 months): within
it, a start and a publication may belong to one inspection."""

DAY = timedelta(days=1)

MOST_LOOKED_FOR = 200
"""Maximum number of unknown names for which similar ones are searched: each takes milliseconds and
a file may have a hundred thousand. In a file with more, spelling is not the problem."""

LONGEST_NAME = 100
"""Maximum length of a name to search for: no authority's is half as long, and longer names take
more time."""

TO_BE_GOOD = " to be good"
"""What Ofsted adds to "requires improvement", and the record does not."""


class MatchError(Exception):
    """A row that cannot be matched; the message says why and what to do."""


def refuse(problems: Iterable[Problem], where: str = "") -> None:
    """Raise MatchError for the first problem, if there is any."""
    for problem in problems:
        raise MatchError(f"{where}{problem.message}")


def match_row(
    row: ImportRow, known: RecordIndex, today: date
) -> tuple[IndexedInspection, list[Framework]]:
    """What a row says of an inspection, in the record's own keys, and the frameworks that it may be
    of. Raises MatchError, which says what is wrong."""
    try:
        start = PartialDate.parse(row.start_words) if row.start_words else None
    except ValueError as problem:
        raise MatchError(f"The first day cannot be read: {problem}.") from problem
    start = PartialDate(row.start) if row.start else start
    refuse(date_problems(start, row.end, row.published, today))
    period = period_of(start, row.published)
    assert period is not None
    if row.kind and row.kind not in known.kinds:
        raise MatchError(f"There is no kind of inspection called “{row.kind}”: correct the cell.")
    is_graded = bool(row.findings or row.missing) if row.is_graded is None else row.is_graded
    if row.kind:
        if row.is_graded is not None and row.is_graded != known.kinds[row.kind].is_graded:
            raise MatchError(f"“{row.kind}” and what is said of grades do not fit together.")
        is_graded = known.kinds[row.kind].is_graded
    for name in (*PLAIN, "key"):
        if why := _unstorable(name, getattr(row, name)):
            raise MatchError(why)
    said = IndexedInspection(
        key=row.key, authority=authority_of(row, known, period).slug, framework="", kind=row.kind,
        is_graded=is_graded, start=start, end=row.end, published=row.published,
    )  # fmt: skip
    return said, _frameworks_of(row, known, period, is_graded)


@lru_cache(maxsize=1_000)
def _unstorable(name: str, value: str) -> str:
    """Why a field of an inspection cannot hold a value; empty: it can."""
    if not value:
        return ""
    field = Inspection._meta.get_field(name)
    label = str(getattr(field, "verbose_name", name))
    if "\0" in value:
        return f"The {label} holds a character that cannot be kept (NUL): correct the cell."
    try:
        field.clean(value, None)  # type: ignore[union-attr]
    except ValidationError as wrong:
        return f"The {label} cannot be kept: {' '.join(wrong.messages)} Correct the cell."
    return ""


# --- the authority ---


def authority_of(row: ImportRow, known: RecordIndex, period: Period) -> Authority:
    """The authority that a row names: by code and by name, and existing at the time.

    A name or code that an authority shares with its predecessor ("Dorset") means the one that
    existed then. Raises MatchError.
    """
    named = known.names.get(normalise(row.authority), set()) if row.authority else set()
    by_name = {_then(known.authorities[slug], row, known, period) for slug in named}
    by_code = {
        known.authorities[known.codes[c]] for c in map(normalise, row.codes) if c in known.codes
    }
    found = by_name & by_code if by_name and by_code else by_name or by_code
    if not found and by_name:
        names, codes = (
            join_words(sorted(one.name for one in ones), "or") for ones in (by_name, by_code)
        )
        raise MatchError(
            f"The name is {names}’s and the code {', '.join(row.codes)} is {codes}’s: correct one"
            " of the cells."
        )
    if not found:
        raise MatchError(_unknown(row, known))
    existing = [one for one in found if period.meets(one.start, one.end)]
    if len(existing) > 1:
        names = join_words(sorted(one.name for one in existing), "or")
        raise MatchError(f"“{row.authority}” may be {names}: both existed then. Give its GSS code.")
    if not existing:
        first = min(found, key=lambda one: one.slug)
        names_of = {slug: one.name for slug, one in known.authorities.items()}
        refuse(existence_problems(first, period, known.successions, names_of))
    return existing[0]


def _then(named: Authority, row: ImportRow, known: RecordIndex, period: Period) -> Authority:
    """The authority, or its predecessor of that name if only that one existed at the time."""
    if period.meets(named.start, named.end):
        return named
    alike = []
    for slug in (s.predecessor for s in known.successions if s.successor == named.slug):
        one = known.authorities[slug]
        is_alike = normalise(one.name).startswith(normalise(row.authority))
        if is_alike and period.meets(one.start, one.end):
            alike.append(one)
    return alike[0] if len(alike) == 1 else named


def _unknown(row: ImportRow, known: RecordIndex) -> str:
    """Why no authority is found, with those that may be meant: searched once per name."""
    name = row.authority
    if not name:
        return "It names no authority."
    if name not in known.alike and len(known.alike) < MOST_LOOKED_FOR and len(name) <= LONGEST_NAME:
        spellings = ((word, slug) for word, slugs in known.names.items() for slug in slugs)
        known.alike[name] = closest_matches(name, spellings, 2)
    near = [known.authorities[slug].name for slug in known.alike.get(name, [])]
    hint = f" Did it mean {join_words(near, 'or')}?" if near else ""
    return (
        f"No authority is called “{name}”.{hint} Correct the cell, or add the spelling to the"
        " authority’s aliases."
    )


# --- the framework, its areas and grades ---


def _frameworks_of(
    row: ImportRow, known: RecordIndex, period: Period, is_graded: bool
) -> list[Framework]:
    """Frameworks that the row may be of, in the order of the record. Raises MatchError."""
    if row.framework:
        framework = known.frameworks.get(row.framework)
        if framework is None:
            raise MatchError(f"There is no framework with the code “{row.framework}”.")
        return [framework]
    found = [f for f in known.frameworks.values() if period.meets(f.first_day, f.last_day)]
    if row.programme:
        found = [f for f in found if f.group == row.programme]
    else:
        found = [f for f in found if f.programme == CHILDRENS_SERVICES]
    if not row.programme and is_graded:
        found = [f for f in found if f.in_line]
    if row.kind:
        found = [f for f in found if known.kinds[row.kind] in f.kinds]
    if found:
        return found
    what = f"{row.programme.upper()} " if row.programme else ""
    raise MatchError(
        f"No {what}framework{f' that has the kind “{row.kind}”' if row.kind else ''} was in"
        f" force then: correct the date or the kind, or enter the framework first."
    )


def framework_of(
    row: ImportRow, said: IndexedInspection, able: Sequence[Framework], known: RecordIndex
) -> Framework:
    """The framework of a row that is not in the record yet: the one whose areas fit its grades
    best. Raises MatchError where that does not decide, or it was not in force."""
    fitting = list(able)
    if len(fitting) > 1 and said.is_graded:
        # The number of areas without a heading, where each heading has an area of its own.
        headings, left = [finding.heading for finding in row.findings], {}
        for f in fitting:
            areas = {known.area_of(heading, f.code) for heading in headings}
            if None not in areas and len(areas) == len(headings):
                left[f.code] = len(f.areas) - len(areas)
        fitting = [f for f in fitting if left.get(f.code) == min(left.values(), default=-1)]
    elif len(fitting) > 1:
        # That of the authority's latest graded inspection before a visit.
        last, near = said.period.last, known.near(said.authority, said.period)
        own = {f.code for f in known.frameworks.values() if f.programme == CHILDRENS_SERVICES}
        held = [h for h in near if h.is_graded and h.framework in own]
        graded = [(h.first_day, h.framework) for h in held if h.first_day]
        latest = max((each for each in graded if each[0] <= last), default=("", ""))[1]
        fitting = [f for f in fitting if f.code == latest] or fitting[-1:]
    if len(fitting) > 1 or not fitting:
        names = join_words([f.short_name for f in able], "and")
        raise MatchError(
            f"{names} were in force then, and the row does not say which it was: load a sheet that"
            " does first, or enter it by hand."
        )
    kind = known.kinds.get(row.kind)
    refuse(framework_problems(fitting[0], kind, said.period, known.frameworks.values()))
    return fitting[0]


def grade_of(text: str, framework: Framework, known: RecordIndex) -> str | None:
    """The key of the grade that a text means in a framework; None: it has no such grade.

    Historic sheets print "requires improvement to be good" where the grade was *adequate*: of the
    names at one position of a scale and of the one before it, the framework's own is meant (domain
    §7.6).
    """
    word = _folded(text).removesuffix(TO_BE_GOOD)
    named = [g for g in known.grades if word in (_folded(g.word), _folded(g.key))]
    for own in framework.grades:
        for grade in named:
            pair = frozenset({grade.key, own.key})
            if grade == own or (grade.position == own.position and pair in known.renamed):
                return own.key
    return None


_folded = lru_cache(maxsize=1_000)(normalise)
"""Cached, as there are few grade texts in many cells."""


# --- the inspection ---


def inspection_of(
    said: IndexedInspection, frameworks: Sequence[Framework], known: RecordIndex
) -> IndexedInspection | None:
    """The inspection, in the record or in this plan, that a row is about; None: it is new.

    The same first day or the same publication decides; otherwise the nearest possible one. Raises
    MatchError where two are equally near.
    """
    if said.key:
        held = known.by_key.get(said.key)
        if held and held.authority != said.authority:
            raise MatchError(
                f"{said.key} is another authority’s inspection: correct one of the two."
            )
        return held
    codes = {framework.code for framework in frameworks}
    able = [h for h in known.near(said.authority, said.period) if _can_be(h, said, codes)]
    exact = [
        held
        for held in able
        if (said.start and held.start == said.start)
        or (said.published and held.published == said.published)
    ]
    if len(exact) == 1:
        return exact[0]
    near = [(gap, held) for held in exact or able if (gap := _gap(held, said))]
    near.sort(key=lambda each: (each[0], each[1].key))
    if len(near) > 1 and near[0][0] == near[1][0]:
        names = join_words(
            [
                held.key or f"the new {known.kinds[held.kind].name} of {held.shown}"
                for _, held in near[:2]
            ],
            "and",
        )
        raise MatchError(f"It may be {names}: give its first day and its publication.")
    return near[0][1] if near else None


def _can_be(held: IndexedInspection, said: IndexedInspection, frameworks: set[str]) -> bool:
    if held.is_graded != said.is_graded:
        return False
    if not held.is_graded:
        return not said.kind or held.kind == said.kind
    return held.framework in frameworks


def _gap(held: IndexedInspection, said: IndexedInspection) -> timedelta | None:
    """How far apart the dates are, never zero; None: too far to be one inspection."""
    most = GRADED_APART if held.is_graded else VISITS_APART
    found = []
    if held.start and said.start:
        one, other = held.period, said.period
        apart = max(one.first, other.first) - min(one.last, other.last)
        found.append((max(apart, timedelta(0)), most))
    if held.published and said.published:
        found.append((abs(held.published - said.published), most))
    if not found:  # one of them gives the start, the other the publication
        start, published = held.start or said.start, held.published or said.published
        waited = published - start.first_day if start and published else -DAY
        found.append((waited, LONGEST_TO_REPORT))
    gap, allowed = min(found)
    return gap + DAY if timedelta(0) <= gap <= allowed else None


# --- what a row may not say ---


def check_direction(row: ImportRow, kind: str, known: RecordIndex) -> None:
    """Raises MatchError where a row's direction fields conflict with each other or the kind."""
    asked = known.kinds[kind]
    found = (row.direction, row.direction_read, row.direction_source_url)
    refuse(direction_problems(asked, *found), "The direction cannot be kept. ")
    said, status = row.direction_status, direction_status(asked, row.direction, row.direction_read)
    if said == DirectionStatus.NONE_STATED and status == DirectionStatus.NOT_READ:
        raise MatchError(
            "It says that no direction is stated, and not what was read: write letter or account"
            " under direction_read, and its address under direction_source_url."
        )
    if said and said != status:
        follows = f"“{status}” follows" if status else "none follows"
        raise MatchError(
            f"It gives the direction_status “{said}”, and {follows} from its other cells: correct"
            " one of them."
        )


def check_facts(
    row: ImportRow, is_graded: bool, facts: Sequence[tuple[str, str]], framework: Framework
) -> None:
    """Raises MatchError for a reason that does not exist, or is under an area that is not judged;
    for two values of one area; and for a visit with grades or reasons for none."""
    for area, why in row.missing:
        if area not in {each.key for each in framework.areas}:
            raise MatchError(not_judged(framework.short_name, f"“{area}”"))
        if why not in Rating.Reason.values:
            reasons = "”, “".join(Rating.Reason.values)
            raise MatchError(f"“{why}” is no reason for a missing grade: write “{reasons}”.")
    said: dict[str, str] = {}
    for name, value in facts:
        if said.setdefault(name, value) != value:
            area = name.removeprefix(GRADE)
            raise MatchError(
                f"It says two things of {area}: {said[name]} and {value}. Two of its headings mean"
                f" that area of {framework.short_name}: leave one of them."
            )
    if not is_graded and any(name.startswith(GRADE) for name in said):
        raise MatchError(VISIT_WITH_GRADES)


def check_same(
    row: ImportRow, is_graded: bool, held: IndexedInspection, known: RecordIndex
) -> None:
    """Raises MatchError where a row and its inspection are of different types: a file cannot
    correct a framework, turn a visit into an inspection, or state a direction where none is stated.
    """
    name, own = held.key or "the inspection", known.frameworks[held.framework]
    if row.framework and row.framework != held.framework:
        other = known.frameworks[row.framework]
        raise MatchError(
            f"The record has {name} under {own.short_name}, and the row says {other.short_name}:"
            " look which it was, and correct one of the two by hand."
        )
    if is_graded != held.is_graded:
        raise MatchError(
            f"{name} is a {known.kinds[held.kind].name} in the record: a visit has no grades, and"
            " an inspection has. Look which it was, and correct one of the two by hand."
        )
    kinds = {held.kind, row.kind or held.kind}
    for kind in kinds - {held.kind}:
        if known.kinds[kind] not in own.kinds:
            refuse([no_such_kind(known.kinds[kind], [own])])
    check_direction(row, row.kind or held.kind, known)
    none = DirectionStatus.NONE_STATED
    states = held.direction or (none if held.direction_read else "")
    said = row.direction or (none if row.direction_read else "")
    if states and said and states != said and none in (states, said):
        raise MatchError(
            f"The record has “{states}” for {held.key or 'the visit'}, and the row says “{said}”:"
            " read the letter, and correct one of the two by hand."
        )
    for kind in kinds if states or said else ():
        if why := no_direction_asked(known.kinds[kind]):
            raise MatchError(f"The direction cannot be kept. {why}")

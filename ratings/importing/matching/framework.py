"""Match a row to its framework, a heading to its area, and a text to its grade."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ratings.importing.entry.types import EntryDates, join_words
from ratings.importing.matching.validation import MatchedRow, MatchError
from ratings.importing.record_index import IndexedFramework, RecordIndex, fold_heading
from ratings.importing.types import ImportRow
from ratings.rules.name_matching import normalise
from ratings.rules.types import CHILDRENS_SERVICES

TO_BE_GOOD = " to be good"
"""What Ofsted adds to "requires improvement", and the record does not."""


def frameworks_of(
    row: ImportRow, known: RecordIndex, period: EntryDates, is_graded: bool
) -> list[IndexedFramework]:
    """Frameworks that the row may be of, in the order of the record. Raises MatchError."""
    if row.framework:
        framework = known.frameworks.get(row.framework)
        if framework is None:
            raise MatchError(f"There is no framework with the code “{row.framework}”.")
        return [framework]
    found = [f for f in known.frameworks.values() if f.in_force(period.first, period.last)]
    if row.programme:
        found = [f for f in found if f.group == row.programme]
    else:
        found = [f for f in found if f.programme == CHILDRENS_SERVICES]
    if not row.programme and is_graded:
        found = [f for f in found if f.in_line]
    if row.kind:
        found = [f for f in found if row.kind in f.kinds]
    if found:
        return found
    what = f"{row.programme.upper()} " if row.programme else ""
    raise MatchError(
        f"No {what}framework{f' that has the kind “{row.kind}”' if row.kind else ''} was in"
        f" force then: correct the date or the kind, or enter the framework first."
    )


def framework_of(said: MatchedRow, known: RecordIndex) -> IndexedFramework:
    """The framework of a row that is not in the record yet: the one whose areas fit its grades
    best. Raises MatchError where that does not decide."""
    fitting = list(said.frameworks)
    if len(fitting) > 1 and said.is_graded:
        headings = [finding.heading for finding in said.row.findings]
        left = {f.code: gaps for f in fitting if (gaps := _unanswered(headings, f)) is not None}
        fitting = [f for f in fitting if left.get(f.code) == min(left.values(), default=-1)]
    elif len(fitting) > 1:
        fitting = [f for f in fitting if f.code == _latest_graded(said, known)] or fitting[-1:]
    if len(fitting) == 1:
        return fitting[0]
    names = join_words([f.short_name for f in said.frameworks], "and")
    raise MatchError(
        f"{names} were in force then, and the row does not say which it was: load a sheet that"
        " does first, or enter it by hand."
    )


def _unanswered(headings: Sequence[str], framework: IndexedFramework) -> int | None:
    """Number of areas without a heading; None: a heading matches no area, or two match one."""
    areas = {area_of(heading, framework) for heading in headings}
    if None in areas or len(areas) < len(headings):
        return None
    return len(framework.areas) - len(areas)


def _latest_graded(said: MatchedRow, known: RecordIndex) -> str:
    """Framework of the authority's latest graded inspection before a visit; empty: none."""
    near = known.near(said.authority.slug, said.period.first, said.period.last)
    codes = {f.code for f in known.frameworks.values() if f.programme == CHILDRENS_SERVICES}
    own = [held for held in near if held.is_graded and held.framework in codes]
    graded = [(day, held.framework) for held in own if (day := held.first_day)]
    return max((each for each in graded if each[0] <= said.period.last), default=("", ""))[1]


def area_of(heading: str, framework: IndexedFramework) -> str | None:
    """The key of the judgement area under a heading."""
    return framework.headings.get(fold_heading(heading))


def grade_of(text: str, framework: IndexedFramework, known: RecordIndex) -> str | None:
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

"""The status of an authority on a day: its line, its grade, since when, and what came last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.dates import PartialDate
from ratings.rules.grades import judgements_summary
from ratings.rules.line import DID_NOT_YET_EXIST, Line, build_line
from ratings.rules.trend import Comparability, Trend
from ratings.rules.types import Authority, Grade, Inspection, on_record

NO_OVERALL_GRADE = "no-overall-grade"
NOT_YET_INSPECTED = "not-yet-inspected"
NO_GRADE_ON_RECORD = "no-grade-on-record"

WITHOUT_GRADE: dict[str, str] = {
    NO_OVERALL_GRADE: "no overall grade",
    NOT_YET_INSPECTED: "not yet inspected",
    NO_GRADE_ON_RECORD: "no overall grade on record",
}
"""Labels of the groups an authority can be counted under besides the grades (domain §3.6, §4)."""


@dataclass(frozen=True, slots=True)
class AuthorityStatus:
    """One authority on a day: the row of every list of authorities.

    `inspections` are its own on record then, in the order of the line.
    """

    authority: Authority
    as_at: date
    known_by: date | None
    inspections: tuple[Inspection, ...]
    line: Line

    @property
    def began(self) -> bool:
        """Whether it existed, or had existed, on the day."""
        return self.line.text != DID_NOT_YET_EXIST

    @property
    def abolished(self) -> date | None:
        """Its last day, where that is before the day."""
        return self.authority.abolished_by(self.as_at)

    @property
    def last_graded(self) -> Inspection | None:
        """The latest graded inspection of any kind."""
        return next((i for i in reversed(self.inspections) if i.is_graded), None)

    @property
    def last_visit(self) -> Inspection | None:
        """The latest ungraded inspection."""
        return next((i for i in reversed(self.inspections) if not i.is_graded), None)

    @property
    def trend(self) -> Trend | None:
        return self.line.trend

    @property
    def grade(self) -> Grade | None:
        return self.line.headline.grade

    @property
    def since(self) -> PartialDate | None:
        """The first day of the inspection that the current grade is from (its spell)."""
        inspection = self.line.headline.inspection
        return inspection.shown_date if inspection else None

    @property
    def group(self) -> str:
        """What the authority is counted under: the key of its grade, or of why it has none."""
        if self.grade is not None:
            return self.grade.key
        if self.line.headline.inspection is not None:
            return NO_OVERALL_GRADE
        return NO_GRADE_ON_RECORD if self.last_graded else NOT_YET_INSPECTED

    @property
    def words(self) -> str:
        """The grade's label, or text on why there is none."""
        return self.grade.word if self.grade else WITHOUT_GRADE[self.group]

    @property
    def profile(self) -> str:
        """The grades of the judgement areas, where the latest inspection gave no overall one."""
        inspection = self.line.headline.inspection
        return judgements_summary(inspection) if inspection and not self.grade else ""

    @property
    def last_overall(self) -> str:
        """`requires improvement (2022)` where an overall grade is no longer given."""
        last = self.line.headline.last_overall
        return f"{last.headline.word} ({last.first_day.year})" if last and last.headline else ""


def get_status(
    authority: Authority,
    inspections: Sequence[Inspection],
    comparability: Comparability,
    as_at: date,
    known_by: date | None = None,
) -> AuthorityStatus:
    """The status of one authority on a day, from its own inspections only."""
    known = on_record(inspections, as_at, known_by)
    line = build_line(authority, known, comparability, as_at, known_by)
    return AuthorityStatus(authority, as_at, known_by, known, line)


def by_authority(inspections: Iterable[Inspection]) -> Mapping[str, Sequence[Inspection]]:
    """Inspections by the slug of their authority, in the order given."""
    found: dict[str, list[Inspection]] = {}
    for inspection in inspections:
        found.setdefault(inspection.authority, []).append(inspection)
    return found

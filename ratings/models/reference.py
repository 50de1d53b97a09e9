"""What changes rarely and every page needs: frameworks, areas, grades, kinds, successions.

Read once per data version and kept in the process, so that a page's own queries are about
the authority or the inspections it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.models.authority import Succession
from ratings.models.data_version import ReadPerVersion
from ratings.models.framework import AreaLink, Framework, Grade, InspectionKind, JudgementArea
from ratings.models.source import Completeness, Source
from ratings.rules import records
from ratings.rules.trend import Comparability


@dataclass(frozen=True)
class Kind:
    """An inspection kind as plain data."""

    key: str
    name: str
    is_graded: bool


@dataclass(frozen=True)
class Reference(ReadPerVersion):
    """Lookups by primary key (as joined rows carry it), and the rules' own shapes.

    `complete_to` maps a kind of fact (`graded`, `visits`) to the day the record reaches;
    `scales` a framework's code to its grades, best first.
    """

    frameworks: dict[int, records.Framework]
    areas: dict[int, records.Area]
    grades: dict[int, records.Grade]
    kinds: dict[int, Kind]
    sources: dict[int, Source]
    successions: tuple[records.Succession, ...]
    authority_names: dict[str, str]
    comparability: Comparability
    complete_to: dict[str, date]
    scales: dict[str, tuple[records.Grade, ...]]

    @classmethod
    def _read(cls) -> Reference:
        areas = JudgementArea.objects.select_related("framework", "parent").order_by("order")
        by_id = {area.pk: area.record() for area in areas}
        links = AreaLink.objects.select_related("a__framework", "b__framework")
        successions = Succession.objects.select_related("predecessor", "successor")
        return cls(
            frameworks={f.pk: _framework(f, by_id) for f in Framework.objects.all()},
            areas=by_id,
            grades={grade.pk: grade.record() for grade in Grade.objects.all()},
            kinds={k.pk: Kind(k.key, k.name, k.is_graded) for k in InspectionKind.objects.all()},
            sources={source.pk: source for source in Source.objects.all()},
            successions=tuple(s.record() for s in successions),
            authority_names={
                a.slug: a.name for s in successions for a in (s.predecessor, s.successor)
            },
            comparability=Comparability(tuple(link.record() for link in links)),
            complete_to={c.kind: c.day for c in Completeness.objects.all()},
            scales={
                f.code: tuple(grade.record() for grade in f.grades.all())
                for f in Framework.objects.prefetch_related("grades")
            },
        )

    @cached_property
    def line_areas(self) -> list[int]:
        """Primary keys of the areas that a line needs: the headline area of a framework,
        or every area of one that has none."""
        with_headline = {f.code for f in self.frameworks.values() if f.headline_area}
        return [
            pk
            for pk, area in self.areas.items()
            if area.is_headline or area.framework not in with_headline
        ]

    def rating(self, area_id: int, grade_id: int | None, missing: str) -> records.Rating:
        grade = self.grades[grade_id] if grade_id is not None else None
        return records.Rating(self.areas[area_id], grade, missing)

    def framework(self, code: str) -> records.Framework | None:
        return next((f for f in self.frameworks.values() if f.code == code), None)


def _framework(framework: Framework, areas: dict[int, records.Area]) -> records.Framework:
    return records.Framework(
        code=framework.code,
        name=framework.name,
        first_day=framework.first_day,
        last_day=framework.last_day,
        in_line=framework.in_line,
        in_national=framework.in_national,
        areas=tuple(area for area in areas.values() if area.framework == framework.code),
    )

"""Reference data for every page: frameworks, areas, grades, inspection kinds, successions.

Read once per data version and cached in the process, so that a page queries only for
the authority or the inspections it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.models.authority import Succession
from ratings.models.data_version import VersionCached
from ratings.models.framework import AreaLink, Framework, Grade, InspectionKind, JudgementArea
from ratings.models.source import URN, Source
from ratings.models.source import Completeness as CompletenessRow
from ratings.rules import types
from ratings.rules.completeness import Completeness
from ratings.rules.questions.results import sentence
from ratings.rules.trend import Comparability


@dataclass(frozen=True)
class Reference(VersionCached):
    """Reference rows as `rules` dataclasses, looked up by primary key (the joined rows' FK).

    `completeness` maps a kind of fact (`graded`, `visits`) to the days it is complete for;
    `scales` a framework's code to its grades, best first.
    """

    frameworks: dict[int, types.Framework]
    areas: dict[int, types.Area]
    grades: dict[int, types.Grade]
    kinds: dict[int, types.InspectionKind]
    sources: dict[int, Source]
    successions: tuple[types.Succession, ...]
    authority_names: dict[str, str]
    comparability: Comparability
    completeness: dict[str, Completeness]
    scales: dict[str, tuple[types.Grade, ...]]

    @classmethod
    def _read(cls) -> Reference:
        areas = JudgementArea.objects.select_related("framework", "parent").order_by("order")
        by_id = {area.pk: area.record() for area in areas}
        links = AreaLink.objects.select_related("a__framework", "b__framework")
        successions = Succession.objects.select_related("predecessor", "successor")
        frameworks = Framework.objects.prefetch_related("grades", "kinds")
        return cls(
            frameworks={f.pk: _framework(f, by_id) for f in frameworks},
            areas=by_id,
            grades={grade.pk: grade.record() for grade in Grade.objects.all()},
            kinds={kind.pk: kind.record() for kind in InspectionKind.objects.all()},
            sources={source.pk: source for source in Source.objects.all()},
            successions=tuple(s.record() for s in successions),
            authority_names={
                a.slug: a.name for s in successions for a in (s.predecessor, s.successor)
            },
            comparability=Comparability(tuple(link.record() for link in links)),
            completeness={c.kind: c.record() for c in CompletenessRow.objects.all()},
            scales={f.code: tuple(g.record() for g in f.grades.all()) for f in frameworks},
        )

    @cached_property
    def complete_to(self) -> dict[str, date]:
        """The last day for which the record of each kind of fact is complete."""
        return {kind: each.last_day for kind, each in self.completeness.items()}

    def reach(self, known_by: date | None = None) -> str:
        """`on reports published to 20 August 2026`: the data behind any sentence on grades."""
        graded = self.completeness.get("graded")
        return graded.on_reports(known_by) if graded else ""

    def quotable(self, text: str, known_by: date | None = None) -> str:
        """Text for quoting, followed by the day to which the record is complete."""
        reach = sentence(self.reach(known_by))
        return f"{text.removesuffix('.')}. {reach}" if reach else text

    @cached_property
    def _authority_page(self) -> str:
        return next((s.authority_page for s in self.sources.values() if s.authority_page), "")

    def ofsted_page(self, urn: str) -> str:
        """The URL of an authority's page at Ofsted; empty if it has no Ofsted URN."""
        return self._authority_page.replace(URN, urn) if urn else ""

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

    def rating(self, area_id: int, grade_id: int | None, missing: str) -> types.Rating:
        grade = self.grades[grade_id] if grade_id is not None else None
        return types.Rating(self.areas[area_id], grade, missing)

    def framework(self, code: str) -> types.Framework | None:
        return next((f for f in self.frameworks.values() if f.code == code), None)


def _framework(framework: Framework, areas: dict[int, types.Area]) -> types.Framework:
    return types.Framework(
        code=framework.code,
        name=framework.name,
        first_day=framework.first_day,
        last_day=framework.last_day,
        in_line=framework.in_line,
        in_national=framework.in_national,
        areas=tuple(area for area in areas.values() if area.framework == framework.code),
        short_name=framework.short_name,
        group=framework.programme or framework.code,
        kinds=tuple(kind.record() for kind in framework.kinds.all()),
        grades=tuple(grade.record() for grade in framework.grades.all()),
    )

"""Reference data for every page: frameworks, areas, grades, inspection kinds, successions.

Read once per data version and cached in the process, so that a page queries only for
the authority or the inspections it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from django.db.models import Count, Q

from ratings.models.authority import Succession
from ratings.models.data_version import VersionCached
from ratings.models.framework import (
    AreaLink,
    Framework,
    Grade,
    InspectionKind,
    JudgementArea,
    Scale,
    Tone,
)
from ratings.models.source import URN, Source
from ratings.models.source import Completeness as CompletenessRow
from ratings.rules import grades as grading
from ratings.rules import types
from ratings.rules.completeness import Completeness
from ratings.rules.questions.results import sentence
from ratings.rules.trend import Comparability


@dataclass(frozen=True)
class ReferenceKind:
    """An inspection kind as plain data."""

    key: str
    name: str
    is_graded: bool
    asks_direction: bool = True


@dataclass(frozen=True)
class Reference(VersionCached):
    """Reference rows as `rules` dataclasses, looked up by primary key (the joined rows' FK).

    `completeness` maps a kind of fact (`graded`, `visits`) to the days it is complete for; `used`
    are the codes of the frameworks that public inspections were made under.
    """

    frameworks: dict[int, types.Framework]
    areas: dict[int, types.Area]
    grades: dict[int, types.Grade]
    kinds: dict[int, ReferenceKind]
    sources: dict[int, Source]
    successions: tuple[types.Succession, ...]
    authority_names: dict[str, str]
    comparability: Comparability
    completeness: dict[str, Completeness]
    used: frozenset[str]

    @classmethod
    def _read(cls) -> Reference:
        areas = JudgementArea.objects.select_related("framework", "parent").order_by("order")
        by_id = {area.pk: area.record() for area in areas}
        scales = {scale.pk: scale for scale in Scale.objects.prefetch_related("grades")}
        rows = Framework.objects.select_related("programme").annotate(
            published=Count("inspections", filter=Q(inspections__status="published"))
        )
        frameworks = tuple(rows)
        grades = _grades(frameworks, scales.values())
        links = AreaLink.objects.select_related("a__framework", "b__framework")
        successions = Succession.objects.select_related("predecessor", "successor")
        return cls(
            frameworks={
                f.pk: _framework(
                    f, by_id, [grades[g.pk] for g in scale.grades.all()] if scale else ()
                )
                for f in frameworks
                for scale in [scales.get(f.scale_id)]
            },
            areas=by_id,
            grades=grades,
            kinds={
                k.pk: ReferenceKind(k.key, k.name, k.is_graded, k.asks_direction)
                for k in InspectionKind.objects.all()
            },
            sources={source.pk: source for source in Source.objects.all()},
            successions=tuple(s.record() for s in successions),
            authority_names={
                a.slug: a.name for s in successions for a in (s.predecessor, s.successor)
            },
            comparability=Comparability(
                tuple(link.record() for link in links), _differences(scales)
            ),
            completeness={c.kind: c.record() for c in CompletenessRow.objects.all()},
            used=frozenset(f.code for f in frameworks if f.published),
        )

    def begun(self, day: date, until: date | None = None) -> tuple[types.Framework, ...]:
        """What a page on a day is about: the frameworks of children's services begun by then,
        oldest first. Rows of other programmes, and of later days, change nothing it says.

        `until` adds, for choices, those begun by another day that inspections were made under.
        """
        listed = self.listed(day, until)
        return tuple(f for f in listed if f.programme == types.CHILDRENS_SERVICES)

    def listed(self, day: date, until: date | None = None) -> tuple[types.Framework, ...]:
        """The same, and what a list of all inspections needs: those of other programmes too that
        inspections were made under."""

        def is_listed(framework: types.Framework) -> bool:
            last = until or day if framework.code in self.used else day
            own = framework.programme == types.CHILDRENS_SERVICES or framework.code in self.used
            return own and framework.first_day <= last

        every = sorted(self.frameworks.values(), key=lambda f: (f.first_day, f.code))
        return tuple(filter(is_listed, every))

    def axis(self, day: date) -> tuple[types.Grade, ...]:
        """The scale of overall grades on a day, best first: that of the newest framework of the
        line which gives one; of the first to come, where none had begun."""
        every = [f for f in self.begun(date.max) if f.in_line and f.headline_area]
        begun = [f for f in every if f.first_day <= day] or every[:1]
        return begun[-1].grades if begun else ()

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


def _grades(frameworks: Iterable[Framework], scales: Iterable[Scale]) -> dict[int, types.Grade]:
    """Every grade by primary key; the colours are those of children's services alone."""
    own = {f.scale_id for f in frameworks if f.programme.key == types.CHILDRENS_SERVICES}
    coloured = {grade.pk for scale in scales if scale.pk in own for grade in scale.grades.all()}
    rows = list(Grade.objects.all())
    records = (row.record() for row in rows)
    known = grading.on_scales(records, [[g.key for g in each.grades.all()] for each in scales])
    return {
        row.pk: known[row.key] if row.pk in coloured else replace(known[row.key], tone=Tone.NEUTRAL)
        for row in rows
    }


def _differences(scales: dict[int, Scale]) -> dict[frozenset[str], str]:
    """Why grades of a scale and of the one before it are not comparable, by pair of keys."""
    found: dict[frozenset[str], str] = {}
    for scale in scales.values():
        if scale.earlier_id and scale.difference:
            now = {grade.key for grade in scale.grades.all()}
            before = {grade.key for grade in scales[scale.earlier_id].grades.all()}
            pairs = product(before - now, now - before)
            found |= {frozenset(pair): scale.difference for pair in pairs}
    return found


def _framework(
    framework: Framework, areas: dict[int, types.Area], grades: Iterable[types.Grade]
) -> types.Framework:
    return types.Framework(
        code=framework.code,
        name=framework.name,
        first_day=framework.first_day,
        last_day=framework.last_day,
        in_line=framework.in_line,
        in_national=framework.in_national,
        areas=tuple(area for area in areas.values() if area.framework == framework.code),
        programme=framework.programme.key,
        group=framework.group or framework.code,
        grades=tuple(grades),
    )

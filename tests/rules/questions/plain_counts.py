"""A plain reading of the record's CSVs, to count answers without any of the product's code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from tests.golden.plain_reading import POSITION as PLACE
from tests.golden.plain_reading import VISITS, read, whole_date

HEADLINE = {"cpi": "cpi-overall"} | dict.fromkeys(
    ("sif", "ilacs-2018", "ilacs-2023"), "overall-effectiveness"
)


@dataclass(frozen=True)
class Step:
    """A graded inspection of the line (grade: empty where there is none), or a visit."""

    id: str
    slug: str
    day: date
    framework: str
    kind: str
    grade: str
    areas: tuple[tuple[str, str], ...]
    published: str
    direction: str
    priority: bool

    @property
    def is_visit(self) -> bool:
        return self.kind in VISITS

    def area(self, key: str) -> str:
        return dict(self.areas).get(key, "")


@dataclass(frozen=True)
class Council:
    slug: str
    region: str
    start: str
    end: str


class Reading:
    """Everything on record, read once."""

    def __init__(self, folder: Path) -> None:
        record = folder / "record"
        self.councils = {
            row["slug"]: Council(
                row["slug"], row["region"], row["start_date"] or "0000", row["end_date"] or "9999"
            )
            for row in read("authorities", record)
        }
        grades: dict[str, list[tuple[str, str]]] = {}
        for row in read("ratings", record):
            grades.setdefault(row["inspection_id"], []).append((row["area"], row["grade"]))
        steps = [
            _step(row, dict(grades.get(row["inspection_id"], [])))
            for row in read("inspections", record)
        ]
        self.everything = sorted(steps, key=lambda step: (step.day, step.published, step.id))

    def existing(self, day: str) -> list[str]:
        return [c.slug for c in self.councils.values() if c.start <= day <= c.end]

    def nodes(self, slug: str, until: str = "2026-08-20") -> list[Step]:
        """Graded steps of the line begun by a day: those with an overall grade, or under the
        framework of 2026, which gives none."""
        return [
            step
            for step in self.everything
            if step.slug == slug
            and step.day.isoformat() <= until
            and not step.is_visit
            and (step.grade or step.framework == "ilacs-2026")
        ]

    def pairs(self) -> Iterator[tuple[Step, Step]]:
        """Graded steps of one authority that follow one another, of all of them."""
        for slug in self.councils:
            yield from pairwise(self.nodes(slug))

    def visits(self, slug: str) -> list[Step]:
        return [step for step in self.everything if step.slug == slug and step.is_visit]


def _step(row: dict[str, str], grades: dict[str, str]) -> Step:
    return Step(
        id=row["inspection_id"],
        slug=row["authority_slug"],
        day=date.fromisoformat(whole_date(row["start_date"] or row["published"])),
        framework=row["framework"],
        kind=row["kind"],
        grade=grades.get(HEADLINE.get(row["framework"], ""), ""),
        areas=tuple(grades.items()),
        published=row["published"],
        direction=row["direction"],
        priority=row["priority_action"] == "yes",
    )


def better(before: str, now: str) -> bool:
    return bool(before and now) and PLACE[now] < PLACE[before]


@lru_cache(maxsize=1)
def reading(folder: Path) -> Reading:
    return Reading(folder)

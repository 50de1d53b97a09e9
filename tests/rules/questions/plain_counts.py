"""A plain reading of the record's CSVs, to count answers without any of the product's code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from tests.golden.plain_reading import POSITION, Inspection, read, read_inspections


class Reading:
    """Everything on record, read once; "9999" and "0000" where a day is not given."""

    def __init__(self, folder: Path) -> None:
        self.councils = {row["slug"]: row for row in read("authorities", folder / "record")}
        self.lines = read_inspections(folder / "record")
        self.everything = [one for line in self.lines.values() for one in line]

    def existing(self, day: str) -> list[str]:
        return [
            slug
            for slug, row in self.councils.items()
            if (row["start_date"] or "0000") <= day <= (row["end_date"] or "9999")
        ]

    def nodes(self, slug: str, until: str = "2026-08-20") -> list[Inspection]:
        """Graded steps of the line begun by a day: those with an overall grade, or under the
        framework of 2026, which gives none."""
        line = self.lines.get(slug, [])
        return [one for one in line if one.first_day <= until and one.gives_graded_node]

    def pairs(self) -> Iterator[tuple[Inspection, Inspection]]:
        """Graded steps of one authority that follow one another, of all of them."""
        for slug in self.councils:
            yield from pairwise(self.nodes(slug))


def better(before: str, now: str) -> bool:
    return bool(before and now) and POSITION[now] < POSITION[before]


@lru_cache(maxsize=1)
def reading(folder: Path) -> Reading:
    return Reading(folder)

"""Large files, made from a seed: the record's own authorities, invented inspections."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ratings.importing.record_index import Known
from tests.importing.fuzz.record import AREAS, KINDS
from tests.importing.layouts.releases import LINK, LONG

TIDY = ("authority", "inspection", "framework", "kind", "start_date", "published", "area", "grade")
AREAS_OF_2023 = (
    "overall-effectiveness", "leaders", "help-and-protection", "children-in-care", "care-leavers",
)  # fmt: skip
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
FIRST = date(2018, 1, 8)


def tidy_rows(known: Known, count: int, seed: int = 1) -> list[list[Any]]:
    """The site's own table: so many rows, five of each inspection, every inspection with an id."""
    dice = random.Random(seed)
    slugs = standing(known)
    rows: list[list[Any]] = [list(TIDY)]
    number = 0
    while len(rows) <= count:
        number += 1
        slug, day = dice.choice(slugs), date(2023, 1, 9) + timedelta(dice.randrange(1_000))
        own = (slug, f"{slug}-{number}", "ilacs-2023", "standard", day, day + timedelta(40))
        rows += [[*map(str, own), area, dice.choice(GRADES)] for area in AREAS_OF_2023]
    return rows[: count + 1]


def long_rows(known: Known, count: int, seed: int = 1) -> list[list[Any]]:
    """A long history: inspections and visits of all sorts, most of them near another, a few under
    names that nobody has, or said not to be there yet."""
    dice = random.Random(seed)
    names = [known.authorities[slug].name for slug in standing(known)]
    rows: list[list[Any]] = [[*LONG[:8], *AREAS]]
    rows += (list(_long_row(dice, names)) for _ in range(count))
    return rows


def _long_row(dice: random.Random, names: list[str]) -> Iterator[Any]:
    day = FIRST + timedelta(dice.randrange(3_000))
    name = f"Nowhere {dice.randrange(10**6)}" if dice.random() < 0.02 else dice.choice(names)
    yield from (LINK, None, name, None, None)
    if dice.random() < 0.05:
        yield "Not yet inspected"
        return
    kind = dice.choice(list(KINDS))
    yield from (f"{day:%d/%m/%Y}", f"{day + timedelta(40):%d/%m/%Y}", KINDS[kind])
    if kind in ("standard", "short"):
        yield from (dice.choice(("Good", "Inadequate", "Outstanding")) for _ in range(4))
        yield "Good" if day.year >= 2023 else None


def standing(known: Known) -> list[str]:
    """Authorities that have existed all the time and still do."""
    return sorted(one.slug for one in known.authorities.values() if not one.start and not one.end)

"""A large file takes longer only as it is longer, and asks the database no more: work is compared
with work. The files are made from a seed: the record's own authorities, invented inspections."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.importing.jobs import BATCH, keep_plan, planned, save_upload
from ratings.importing.parse import read_spreadsheet
from ratings.importing.plan import plan_import
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import CellRef, ImportRow, Release, SheetRead
from tests import small_world
from tests.importing.fuzz.examples import TIMES
from tests.importing.fuzz.record import AREAS, AS_AT_DAY, KINDS, TODAY, copied, read_rows
from tests.importing.layouts.releases import LINK, LONG
from tests.importing.workbooks import make_csv

TIDY = ("authority", "inspection", "framework", "kind", "start_date", "published", "area", "grade")
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
FIRST = date(2018, 1, 8)
TRIES = 10
EACH = pytest.mark.parametrize("name", ["tidy", "long"])


def tidy_rows(known: RecordIndex, count: int, seed: int = 1) -> list[list[Any]]:
    """The site's own table: so many rows, five of each inspection, every inspection with an id."""
    dice = random.Random(seed)
    slugs = standing(known)
    rows: list[list[Any]] = [list(TIDY)]
    for number in range(1, count // 5 + 2):
        slug, day = dice.choice(slugs), date(2023, 1, 9) + timedelta(dice.randrange(1_000))
        own = (slug, f"{slug}-{number}", "ilacs-2023", "standard", day, day + timedelta(40))
        areas = known.frameworks["ilacs-2023"].areas
        rows += [[*map(str, own), area.key, dice.choice(GRADES)] for area in areas]
    return rows[: count + 1]


def long_rows(known: RecordIndex, count: int, seed: int = 1) -> list[list[Any]]:
    """A long history: inspections and visits of all sorts, most of them near another, a few under
    names that nobody has, or said not to be there yet."""
    dice = random.Random(seed)
    names = [known.authorities[slug].name for slug in standing(known)]
    return [[*LONG[:8], *AREAS], *(list(_long_row(dice, names)) for _ in range(count))]


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


def standing(known: RecordIndex) -> list[str]:
    """Authorities that have existed all the time and still do."""
    return sorted(one.slug for one in known.authorities.values() if not one.start and not one.end)


MAKERS = {"tidy": tidy_rows, "long": long_rows}


def read(known: RecordIndex, name: str, count: int) -> SheetRead:
    found = read_rows(MAKERS[name](known, count), "")
    assert found.data_rows == count
    return found


def work_of(known: RecordIndex, sheet: SheetRead) -> float:
    own = copied(known)
    source = own.sources["official-2025"] if sheet.layout != "tidy" else None
    start = process_time()
    plan = plan_import([sheet], source, own, TODAY, AS_AT_DAY)
    assert {item.where.row for item in plan.items} == {row.where.row for row in sheet.rows}
    return process_time() - start


def times_as_much(known: RecordIndex, less: SheetRead, more: SheetRead, enough: float) -> float:
    """How many times the work of the one sheet the other is. On a busy machine the same work costs
    the processor now this, now that: the least of each is taken, and looked for again until the
    answer is less than `enough`, or there is no hope that it will be."""
    first = then = math.inf
    for _ in range(TRIES):
        first = min(first, max(0.02, work_of(known, less)))
        then = min(then, work_of(known, more))
        if then < enough * first:
            break
    return then / first


@EACH
def test_twice_the_rows_are_twice_the_work(base: RecordIndex, name: str) -> None:
    half, whole = (read(base, name, count) for count in (1_500, 3_000))
    assert times_as_much(base, half, whole, enough=3) < 3


DAY = {"start": date(2024, 5, 13), "framework": "ilacs-2023"}
ODD: dict[str, Callable[[int], dict[str, Any]]] = {
    "strange names": lambda n: {"authority": f"Nowhere {n}", **DAY},
    "long names": lambda n: {"authority": f"{n}" + "x" * 30_000, **DAY},
    "none yet": lambda n: {
        "authority": ("kent", "leeds", "medway")[n % 3], "nothing": "Not yet inspected",
    },
    "one day, many ids": lambda n: {
        "authority": "kent", "kind": "standard", "key": f"kent-{n}",
        "missing": (("leaders", "not-graded"),), **DAY,
    },
    "one day, many visits": lambda n: {
        "authority": "kent", "kind": "focused-visit", "theme": f"theme {n}", **DAY,
    },
}  # fmt: skip
"""What a hostile table would hold to make the search for each row long."""


@pytest.mark.parametrize("kind", ODD)
def test_no_kind_of_row_makes_the_next_one_slower(kind: str) -> None:
    most = 400 if kind == "long names" else 1_200
    rows = tuple(ImportRow(CellRef("", n), **ODD[kind](n)) for n in range(1, most + 1))
    part, whole = (SheetRead("", "any", "", 1, n, rows[:n]) for n in (most // 4, most))
    assert times_as_much(small_world.known(), part, whole, enough=9) < 9


@EACH
def test_the_size_of_the_file_asks_the_database_nothing(
    record: None, base: RecordIndex, name: str
) -> None:
    asked = []
    for count in (1, 10, 500):
        file = Release((read(base, name, count),), "official-2025" if name == "long" else "")
        with CaptureQueriesContext(connection) as queries:
            planned(file, TODAY)
        asked.append(len(queries))
    assert asked[1] == asked[2] < 25  # the first may have read what a process keeps


A_MINUTE = pytest.mark.skipif(TIMES == 1, reason="takes a minute: `make fuzz`")


@pytest.mark.parametrize("count", [4 * BATCH, pytest.param(100_000, marks=A_MINUTE)])
def test_a_plan_is_written_in_batches_to_the_last_row(
    record: None, base: RecordIndex, count: int
) -> None:
    file = read_spreadsheet(make_csv(tidy_rows(base, count)))
    plan, run = planned(file, TODAY), save_upload("release", "x.csv", b"x")
    with CaptureQueriesContext(connection) as queries:
        keep_plan(run, file, plan, {})
    assert {item.where.row for item in plan.items} == set(range(2, count + 2))
    assert run.items.count() == len(plan.items)
    assert len(queries) < 20 * count / BATCH

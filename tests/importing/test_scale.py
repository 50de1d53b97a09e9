"""A large file takes longer only as it is longer, asks the database no more, and tells how far
it is. No clock is looked at: work is compared with work.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from datetime import date
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.importing.jobs.plan_job import BATCH, keep_plan, planned
from ratings.importing.parse import FileRead, read_spreadsheet
from ratings.importing.plan import EVERY, Plan, plan_import
from ratings.importing.record_index import Known
from ratings.importing.types import SheetRead, SourceRow, Where
from ratings.models import ImportRun
from tests.importing.fuzz.examples import TIMES
from tests.importing.fuzz.record import AS_AT_DAY, TODAY, copied, read_rows
from tests.importing.large import long_rows, standing, tidy_rows
from tests.importing.workbooks import make_csv

MAKERS = {"tidy": tidy_rows, "long": long_rows}
TRIES = 10
EACH = pytest.mark.parametrize("name", MAKERS)


def read(known: Known, name: str, count: int) -> SheetRead:
    found = read_rows(MAKERS[name](known, count), "")
    assert found.data_rows == count
    return found


def plan_of(known: Known, sheet: SheetRead, told: Any = None) -> Plan:
    own = copied(known)
    source = own.sources["official-2025"] if sheet.layout != "tidy" else None
    return plan_import([sheet], source, own, TODAY, AS_AT_DAY, told)


def work_of(known: Known, sheet: SheetRead) -> float:
    start = process_time()
    plan = plan_of(known, sheet)
    assert {item.where.row for item in plan.items} == {row.where.row for row in sheet.rows}
    return process_time() - start


def times_as_much(known: Known, less: SheetRead, more: SheetRead, enough: float) -> float:
    """How many times the work of the one sheet the other is. On a busy machine the same work costs
    the processor now this, now that: the least of each is taken, and looked for again until the
    answer is less than `enough`, or there is no hope that it will be."""
    first = then = math.inf
    for _ in range(TRIES):
        first = min(first, max(0.05, work_of(known, less)))
        then = min(then, work_of(known, more))
        if then < enough * first:
            break
    return then / first


@EACH
def test_twice_the_rows_are_twice_the_work(base: Known, name: str) -> None:
    half, whole = (read(base, name, count) for count in (3_000, 6_000))
    assert times_as_much(base, half, whole, enough=3) < 3


def odd_rows(known: Known, count: int, kind: str) -> tuple[SourceRow, ...]:
    """What a hostile table would hold to make the search for each row long."""
    names = standing(known)
    makers = {
        "strange names": lambda n: {"authority": f"Nowhere {n}", "start": date(2024, 5, 13)},
        "long names": lambda n: {"authority": f"{n}" + "x" * 30_000, "start": date(2024, 5, 13)},
        "none yet": lambda n: {"authority": names[n % 9], "nothing": "Not yet inspected"},
        "one day, many ids": lambda n: {
            "authority": "kent", "framework": "ilacs-2023", "kind": "standard",
            "start": date(2024, 5, 13), "key": f"kent-{n}", "missing": (("leaders", "not-graded"),),
        },
        "one day, many visits": lambda n: {
            "authority": "kent", "kind": "focused-visit", "framework": "ilacs-2023",
            "start": date(2024, 5, 13), "theme": f"theme {n}",
        },
    }  # fmt: skip
    return tuple(SourceRow(Where("", n), **makers[kind](n)) for n in range(1, count + 1))


@pytest.mark.parametrize(
    "kind",
    ["strange names", "long names", "none yet", "one day, many ids", "one day, many visits"],
)
def test_no_kind_of_row_makes_the_next_one_slower(base: Known, kind: str) -> None:
    half, whole = (
        SheetRead("", "any", "", 1, count, odd_rows(base, count, kind)) for count in (300, 1_200)
    )
    assert times_as_much(base, half, whole, enough=9) < 9


@EACH
def test_progress_is_told_often_and_grows(base: Known, name: str) -> None:
    told: list[tuple[int, int]] = []
    sheet = read(base, name, 3_210)
    plan_of(base, sheet, lambda done, total: told.append((done, total)))
    assert told == [*((done, 3_210) for done in range(EVERY, 3_210, EVERY)), (3_210, 3_210)]
    assert all(one < other for one, other in itertools.pairwise(told))


@EACH
def test_the_size_of_the_file_asks_the_database_nothing(
    record: None, base: Known, name: str
) -> None:
    asked = []
    for count in (1, 10, 2_000):
        file = FileRead((read(base, name, count),), "official-2025" if name == "long" else "")
        with CaptureQueriesContext(connection) as queries:
            planned(file, TODAY)
        asked.append(len(queries))
    assert asked[1] == asked[2] < 25  # the first may have read what a process keeps


def test_a_plan_is_written_in_batches(record: None, base: Known) -> None:
    file = FileRead((read(base, "tidy", 4 * BATCH),), "")
    run = ImportRun.objects.create(
        kind=ImportRun.Kind.RELEASE, file_name="x.csv", file_size=1, file_sha256="0" * 64
    )
    plan = planned(file, TODAY)
    with CaptureQueriesContext(connection) as queries:
        keep_plan(run, file, plan, {})
    assert run.items.count() == 4 * BATCH
    assert len(queries) < 80


@pytest.mark.skipif(TIMES == 1, reason="takes a minute: `make fuzz`")
@EACH
def test_a_hundred_thousand_rows_are_planned_to_the_last(
    record: None, base: Known, name: str
) -> None:
    data = make_csv(MAKERS[name](base, 100_000))
    file = read_spreadsheet(data)
    plan = planned(file, TODAY)
    assert {item.where.row for item in plan.items} == set(range(2, 100_002))
    run = ImportRun.objects.create(
        kind=ImportRun.Kind.RELEASE, file_name="x.csv", file_size=len(data),
        file_sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    keep_plan(run, file, plan, {})
    assert run.items.count() == len(plan.items)

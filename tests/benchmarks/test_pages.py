"""The benchmarks run, and their tables have a row for whatever was measured."""

import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from benchmarks import __main__ as command
from benchmarks import databases, report
from benchmarks.addresses import ADDRESSES, BESIDE_DATASETTE, Address, Kind
from benchmarks.databases import Database
from benchmarks.generator import Sibling, generate, siblings
from benchmarks.machine import machine
from benchmarks.measuring import Cost, Costs, Counts, in_turn
from benchmarks.pages import Plan, text
from benchmarks.report import Measured
from ratings.models import Authority, DataVersion, Inspection, Rating
from tests import small_world
from tests.record import copied
from tests.transactions import new_transaction

SMALL = (Address("/about/", Kind.DETAIL), Address("/inspections/", Kind.PAGED))


def measured(times: int, warm: float, cold: float) -> Measured:
    known = Cost(1.1, 0.4)
    costs = [Costs(a, Cost(warm, 1), known, Cost(cold, 9), Cost(cold, 9), 5000) for a in SMALL]
    memory = {"after the start": {"Rss": 70.0, "Pss": 60.0}}
    return Measured(Database("SQLite", times, ""), tuple(costs), Cost(1.3, 1), 0.0004, memory)


@pytest.fixture
def world(db: None) -> Iterator[None]:
    with small_world.in_database():
        new_transaction()
        yield


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes files of its own: once will do")
def test_it_runs_and_prints_a_row_for_each_address(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "fill", lambda url: copied(Path(url.removeprefix("sqlite:///"))))
    counts = Counts(rounds=1, cheap=2, changed=1, memory=4)
    printed = text(Plan(SMALL, counts, (1,), server=False, datasette=False))
    for address in SMALL:
        row = re.search(rf"^\| `{re.escape(address.path)}` \| .*$", printed, re.MULTILINE)
        assert row is not None
        numbers = [float(cell) for cell in row[0].strip("| ").split(" | ")[3:]]
        assert len(numbers) == 6
        assert all(number > 0 for number in numbers)
    assert "cores of" in printed
    assert printed.count("the record | after") == 3
    assert "Datasette: not measured" in printed


def test_each_goal_says_how_many_pages_meet_it() -> None:
    told = report.goals([measured(1, 1.4, 30), measured(10, 1.6, 70)])
    rows = [line.strip("| ").split(" | ") for line in told.splitlines()[2:]]
    found = {row[0]: row[1:] for row in rows}
    assert found["SQLite, the record: kept page"] == [
        "≤ 1.5", "1.40", "1.40 (`/inspections/`)", "2 of 2",
    ]  # fmt: skip
    assert found["SQLite, the record: list, made"][-1] == "1 of 1"
    assert found["SQLite, the record: one thing, made"][-1] == "0 of 1"
    assert found["SQLite, 10 × the record: kept page"][-1] == "0 of 2"
    growth = "SQLite: 10 × the data against the record, page of a list, made"
    assert found[growth] == ["≤ 2", "2.33", "2.33 (`/inspections/`)", "0 of 1"]


def test_a_round_is_set_against_the_empty_view_of_the_same_round() -> None:
    empty, page = iter([1.0, 2.0, 4.0]), iter([3.0, 6.0, 40.0])
    assert in_turn(3, lambda: next(empty), {"page": lambda: next(page)}) == {
        "page": Cost(3.0, 6000.0)
    }


def test_every_address_that_is_measured_is_one_of_the_sites(client: Client, record: None) -> None:
    for address in ADDRESSES:
        answer = client.get(address.path)
        assert answer.status_code == 200, address.path
        assert answer.headers["ETag"]
    assert set(BESIDE_DATASETTE) <= {address.path for address in ADDRESSES}


def test_the_machine_is_told_by_its_class_and_not_by_its_name() -> None:
    assert platform.python_version() in machine()
    assert platform.node() not in machine()


def test_a_name_that_is_no_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["nothing"]) == 2
    assert "pages" in capsys.readouterr().err


def test_a_benchmark_that_fails_leaves_its_last_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "FOLDER", folder := tmp_path / "benchmarks")
    folder.mkdir()
    (folder / "__init__.py").touch()
    table = folder / "pages.md"
    table.write_text("the last\n")
    for program, ends, left in (
        ("print('half'); raise SystemExit(3)", 3, "the last\n"),
        ("print('new')", 0, "new\n"),
    ):
        (folder / "pages.py").write_text(program)
        assert (command.run("pages", "sqlite://"), table.read_text()) == (ends, left)


# --- more inspections over the same authorities: always the same ones, and all of them valid ---


def told(one: Sibling) -> tuple[Any, ...]:
    """What is said of an inspection and of its ratings."""
    i = one.inspection
    grades = [(r.area_id, r.grade_id, r.missing) for r in one.ratings]
    return (i.key, i.authority_id, i.kind_id, i.start_date, i.published, i.direction, grades)


def test_a_seed_gives_the_same_rows_and_another_seed_others(world: None) -> None:
    first, again, other = ([told(one) for one in siblings(2, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert [row[0] for row in first] == [row[0] for row in other], "ids do not depend on it"


def test_they_are_written_as_one_version_and_all_rules_hold_for_them(world: None) -> None:
    before = int(DataVersion.current().partition(".")[0])
    inspections, ratings = Inspection.objects.count(), Rating.objects.count()
    authorities = Authority.objects.count()
    assert generate(3) == 2 * inspections
    assert Inspection.objects.count() == 3 * inspections
    assert Rating.objects.count() == 3 * ratings
    assert Authority.objects.count() == authorities
    assert int(DataVersion.current().partition(".")[0]) == before + 1
    new = Inspection.objects.order_by("-pk")[: 2 * inspections]
    for row in new.select_related("authority", "framework"):
        row.full_clean()
        assert row.authority.record().exists_on(row.first_day)
        assert row.sources.count() == Inspection.objects.get(key=row.key[:-2]).sources.count()
        for rating in row.ratings.all():
            rating.full_clean()

"""`load_release`: the plan of every file, in words or JSON, and an exit code that says it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ratings.importing.jobs import undo_run
from ratings.models import ImportRun, Inspection
from tests.importing.work.files import KNOWN, VISIT, VISIT_KEY, release, table
from tests.importing.workbooks import make_csv
from tests.management.running import objects, run

pytestmark = pytest.mark.usefixtures("record")

LOAD = "load_release"
Write = Callable[..., Path]

OUTCOMES = ["new", "same", "details", "contradicts", "known", "refused"]
KEYS = {"file", "source", "sheets", *OUTCOMES}
FACTS = {"sheet", "row", "authority", "inspection", "reason"}
DISPUTED = {"field", "old", "new", "wins", "old_source", "new_source"}
STRANGE = {**VISIT, "authority": "rutlnd"}


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def written(data: bytes, name: str = "a.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def counted(found: dict[str, Any]) -> dict[str, int]:
    return {outcome: len(found[outcome]) for outcome in OUTCOMES if found[outcome]}


def test_a_plan_as_json_is_one_object_a_file(file: Write) -> None:
    one, other = file(table(VISIT)), file(release(date(2024, 2, 6)), "b.xlsx")
    code, out, err = run(LOAD, one, other, "--json")
    found = objects(out)
    assert (code, err) == (1, "")
    assert [set(each) for each in found] == [KEYS, KEYS]
    assert [(each["file"], each["source"]) for each in found] == [
        ("a.csv", ""), ("b.xlsx", "official-2024"),
    ]  # fmt: skip
    assert found[0]["sheets"] == [{"name": "", "layout": "tidy", "said": "", "rows": 1}]
    assert [sheet["layout"] for sheet in found[1]["sheets"]] == ["cover", "in-year"]
    assert found[0]["new"] == [
        {"sheet": "", "row": 2, "authority": "rutland", "inspection": VISIT_KEY,
         "reason": "A focused visit that the record does not have, begun 3 February 2026."}
    ]  # fmt: skip


def test_every_outcome_has_the_same_facts(file: Write) -> None:
    disputed = {**KNOWN, "theme": "front door", "kind": "short"}
    code, out, _ = run(LOAD, file(table(VISIT, STRANGE, disputed, KNOWN)), "--json")
    (found,) = objects(out)
    assert code == 2
    assert counted(found) == {"new": 1, "details": 1, "contradicts": 1, "refused": 1, "same": 1}
    for outcome in OUTCOMES:
        for item in found[outcome]:
            assert set(item) - DISPUTED == FACTS
    (dispute,) = found["contradicts"]
    facts = dispute["field"], dispute["old"], dispute["new"], dispute["wins"]
    assert facts == ("kind", "standard", "short", False)
    assert (found["refused"][0]["row"], found["refused"][0]["authority"]) == (3, "rutlnd")


@pytest.mark.parametrize(
    ("rows", "apply", "code"),
    [
        ([KNOWN], False, 0), ([KNOWN], True, 0), ([VISIT], False, 1), ([VISIT], True, 0),
        ([VISIT, STRANGE], False, 2), ([VISIT, STRANGE], True, 2),
    ],
)  # fmt: skip
def test_exit_codes(file: Write, rows: list[Any], apply: bool, code: int) -> None:
    assert run(LOAD, file(table(*rows)), *(["--apply"] if apply else []))[0] == code
    assert Inspection.objects.filter(key=VISIT_KEY).exists() is (apply and VISIT in rows)


@pytest.mark.parametrize("apply", [[], ["--apply"]])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (None, "No such file"), (b"", ""), (b"<!DOCTYPE html><html>Not found</html>", ""),
        (make_csv([("a", "b", "c", "d"), (1, 2, 3, 4)]), "no table of inspections"),
        (release(date(2024, 2, 6), year=2031), "“official-2031”, which is not among the sources"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_has_its_object_too(
    file: Write, tmp_path: Path, data: bytes | None, why: str, apply: list[str]
) -> None:
    path = tmp_path / "none.csv" if data is None else file(data, "bad.xlsx")
    good = file(table(KNOWN))
    code, out, err = run(LOAD, path, good, "--json", *apply)
    bad, fine = objects(out)
    assert (code, err) == (3, "")
    assert set(bad) == set(fine) == KEYS
    (refused,) = bad["refused"]
    assert set(refused) == FACTS
    assert (refused["sheet"], refused["row"], bad["sheets"]) == ("", 0, [])
    assert counted(bad) == {"refused": 1}
    assert why in refused["reason"]
    assert refused["reason"]
    assert counted(fine) == {"same": 1}
    assert not ImportRun.objects.exclude(file_name="a.csv").exists()


def test_in_words(file: Write) -> None:
    code, out, err = run(LOAD, file(b"", "bad.csv"))
    assert (code, out) == (3, "")
    assert err.startswith("bad.csv: ")
    code, out, _ = run(LOAD, file(table(VISIT, STRANGE, {**KNOWN, "kind": "short"})))
    assert code == 2
    assert out.splitlines() == [
        "a.csv: the table that was loaded",
        "  1 new, 0 same, 0 adds a detail, 1 contradicts, 0 known to be disputed, 1 refused",
        "  table: 3 rows read as tidy",
        f"  new [row 2] {VISIT_KEY}: A focused visit that the record does not have, begun 3"
        " February 2026.",
        "  refused [row 3] rutlnd: No authority is called “rutlnd”. Did it mean Rutland? Correct"
        " the cell, or add the spelling to the authority’s aliases.",
        *[line for line in out.splitlines() if line.startswith("  contradicts [row 4] rutland-")],
    ]


def test_applied_as_one_run_that_can_be_undone(file: Write) -> None:
    path = file(table(VISIT))
    run(LOAD, path)
    assert not ImportRun.objects.exists(), "without --apply nothing is written"
    run(LOAD, path, "--apply")
    made = ImportRun.objects.get()
    assert (made.status, made.file_name, made.counts["new"]) == ("applied", "a.csv", 1)
    assert made.items.get().is_taken
    assert not ImportRun.objects.holding_files().exists()
    assert Inspection.objects.get(key=VISIT_KEY).status == "published"
    code, out, _ = run(LOAD, path, "--json")
    assert (code, counted(objects(out)[0])) == (0, {"same": 1}), "a second load plans nothing"
    undo_run(made, None, "a test")
    assert not Inspection.objects.filter(key=VISIT_KEY).exists()


def test_one_sheet_and_who_says_it(file: Write) -> None:
    path = file(release(date(2024, 2, 6)), "b.xlsx")
    code, out, _ = run(LOAD, path, "--sheet", "In_year", "--json")
    assert (code, [each["name"] for each in objects(out)[0]["sheets"]]) == (1, ["In_year"])
    code, out, _ = run(LOAD, path, "--sheet", "Elsewhere", "--json")
    assert code == 3
    assert "It has no sheet “Elsewhere”" in objects(out)[0]["refused"][0]["reason"]
    _, out, _ = run(LOAD, path, "--source", "council", "--json")
    assert objects(out)[0]["source"] == "council"
    code, out, _ = run(LOAD, path, "--source", "nobody", "--json")
    assert (code, objects(out)[0]["source"]) == (3, "")


def test_the_worst_of_several_files_is_the_exit_code(file: Write) -> None:
    same, new = file(table(KNOWN)), file(table(VISIT), "new.csv")
    strange, bad = file(table(STRANGE), "strange.csv"), file(b"", "bad.csv")
    assert run(LOAD, same, new)[0] == 1
    assert run(LOAD, new, strange, same)[0] == 2
    assert run(LOAD, bad, strange)[0] == 3

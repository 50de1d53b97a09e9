"""Every example of the data guide, run against the site with the record as it was shipped."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, closing
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import duckdb
import openpyxl
import pytest

from ratings.exports.dictionary import TABLES
from tests.guides.blocks import Block, blocks, holds, run, text_of
from tests.operations.serving import managed, serving

GUIDE = "data-guide.md"
ADDRESS = "http://127.0.0.1:8000"
CONDITION = re.compile(r'(\w+)!([A-Z]+):\2,"([^"]*)"')

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the examples need curl")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that holds the record, as at 1 September 2026."""
    folder = tmp_path_factory.mktemp("site")
    database = f"sqlite:///{folder / 'ratings.sqlite3'}"
    managed(database, "migrate", "--verbosity", "0")
    managed(database, "load_record")
    with serving(database, folder) as site:
        yield f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="module")
def shown(address: str) -> list[Block]:
    """The blocks of the guide, with the address of this site."""
    return [replace(block, text=block.text.replace(ADDRESS, address)) for block in blocks(GUIDE)]


@pytest.fixture(scope="module")
def folder(address: str, shown: list[Block], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands of the guide were run, one after another."""
    folder = tmp_path_factory.mktemp("analysis")
    commands = [pair for block in shown if block.kind == "console" for pair in block.commands()]
    holds(commands, run(folder, [command for command, _ in commands], dict(os.environ)))
    return folder


def of_kind(shown: list[Block], kind: str, about: str = "") -> list[Block]:
    found = [b for b in shown if (b.kind, b.about) == (kind, about) and b.why is None]
    assert found
    return found


def test_each_block_is_of_a_kind_that_is_run_or_says_why_it_is_not() -> None:
    run_here = {("console", ""), ("python", ""), ("sql", "sqlite"), ("sql", "duckdb"),
                ("excel", "authorities.xlsx")}  # fmt: skip
    for block in blocks(GUIDE):
        assert block.why or (block.kind, block.about) in run_here, str(block)
        assert block.why or block.kind == "console" or block.says, f"{block}: what does it say?"


def test_python_prints_what_the_guide_says(shown: list[Block], tmp_path: Path) -> None:
    """All blocks in one process, as a reader would go on in one notebook."""
    found = of_kind(shown, "python")
    mark = "=== next ==="
    script = f"\nprint({mark!r})\n".join(block.text for block in found)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split(f"{mark}\n") == [block.says for block in found]


def test_databases_answer_what_the_guide_says(shown: list[Block], folder: Path) -> None:
    with closing(sqlite3.connect(folder / "ratings-over-time.sqlite")) as database:
        for block in of_kind(shown, "sql", "sqlite"):
            assert as_text(database.execute(block.text).fetchall()) == block.says, str(block)
    with chdir(folder):
        for block in of_kind(shown, "sql", "duckdb"):
            assert as_text(duckdb.sql(block.text).fetchall()) == block.says, str(block)


def as_text(rows: list[tuple[object, ...]]) -> str:
    """Rows as `sqlite3` prints them."""
    return "".join("|".join(map(str, row)) + "\n" for row in rows)


def test_excel_would_count_what_it_says(shown: list[Block], address: str, tmp_path: Path) -> None:
    """COUNTIFS, worked out by hand: rows in which every named column has its value."""
    for block in of_kind(shown, "excel", "authorities.xlsx"):
        with urlopen(f"{address}/data/authorities.xlsx?as_at=2026-09-01") as answer:
            (tmp_path / block.about).write_bytes(answer.read())
        book = openpyxl.load_workbook(tmp_path / block.about)
        conditions = CONDITION.findall(block.text)
        rebuilt = ",".join(f'{sheet}!{c}:{c},"{value}"' for sheet, c, value in conditions)
        assert block.text == f"=COUNTIFS({rebuilt})\n"
        columns = [[cell.value == v for cell in book[sheet][c]] for sheet, c, v in conditions]
        assert f"{sum(map(all, zip(*columns, strict=True)))}\n" == block.says


def test_the_guide_counts_the_rows_of_each_table(address: str) -> None:
    counts = dict(re.findall(r"^\| `(\w+)\.csv` \| .* \| ([\d,]+) \|$", text_of(GUIDE), re.M))
    assert set(counts) == {table.name for table in TABLES}
    for name, count in counts.items():
        with urlopen(f"{address}/data/{name}.jsonl?as_at=2026-09-01&known_by=2026-09-01") as answer:
            assert f"{len(answer.read().splitlines()):,}" == count, name


OTHER_NAMES = {"as_at", "known_by", "complete_to", "completeness", "all_varchar", "sql", "metadata",
               "dictionary",
               "id", "what", "old", "new", "who", "why"}  # fmt: skip
"""What the guide names that is no column: parameters, fields of the API, parts of the database."""


def test_the_columns_and_tables_that_the_guide_names_are_there() -> None:
    columns = {column.name for table in TABLES for column in table.columns}
    tables = {table.name for table in TABLES}
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", text_of(GUIDE)))
    assert {"is_headline", "start_precision", "discrepancies"} <= named
    values = {"yes", "no", "true", "false", "report", "official", "weak"}
    assert named - columns - tables - values - OTHER_NAMES == set()


def test_the_days_to_which_the_record_is_complete_are_those_of_the_record(address: str) -> None:
    with urlopen(f"{address}/national.json") as answer:
        complete = json.load(answer)["completeness"]
    guide = " ".join(text_of(GUIDE).split())
    assert len(complete) == 2
    for each in complete:
        assert each["words"] in guide


def test_the_examples_of_the_readme_say_what_it_says(address: str, tmp_path: Path) -> None:
    found = [b.commands() for b in blocks("../README.md") if b.kind == "console"]
    assert found
    shown = [
        (command.replace(ADDRESS, address), said) for block in found for command, said in block
    ]
    holds(shown, run(tmp_path, [command for command, _ in shown], dict(os.environ)))

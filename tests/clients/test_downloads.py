"""pandas, DuckDB, frictionless and Datasette read what the site gives away."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from ratings.exports.dictionary import TABLES, TableDef
from ratings.exports.formats import FORMATS

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)

NORTHAMPTONSHIRE = (
    "inadequate (2013) → requires improvement (2016) → declined (2018) → inadequate (2019)"
    " → improved (2020–2021)"
)


@pytest.fixture(scope="module")
def files(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with every table in every format, the package and the database."""
    folder = tmp_path_factory.mktemp("data")
    names = [f"{table.name}.{suffix}" for table in TABLES for suffix in FORMATS]
    with django_db_blocker.unblock():
        for name in [*names, "datapackage.zip", "ratings-over-time.sqlite"]:
            response: Any = Client().get(f"/data/{name}")
            (folder / name).write_bytes(b"".join(response.streaming_content))
    return folder


def as_text(frame: Any) -> list[list[str]]:
    """The cells of a frame, as its CSV has them."""
    return [[cell(value) for value in row] for row in frame.itertuples(index=False)]


def cell(value: Any) -> str:
    if value is None or value != value or value is pandas.NaT:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "strftime"):
        return str(value)[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@each_table
def test_pandas_reads_equal_values_from_every_format(files: Path, table: TableDef) -> None:
    path = files / table.name
    expected = pandas.read_csv(f"{path}.csv", dtype=str, keep_default_na=False)
    assert tuple(expected.columns) == table.names
    cells = [[number(text) for text in row] for row in as_text(expected)]
    excel = pandas.read_excel(f"{path}.xlsx", engine="openpyxl", dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # within odfpy
        ods = pandas.read_excel(f"{path}.ods", engine="odf", dtype=object)
    lines = pandas.read_json(f"{path}.jsonl", lines=True, dtype=False, precise_float=True)
    for frame in (excel, ods, lines):
        assert tuple(frame.columns) == table.names
        assert [[number(text) for text in row] for row in as_text(frame)] == cells


def number(text: str) -> str:
    """-1.5 and -1.50 are one; the guard of a CSV is taken off."""
    text = text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text
    try:
        return str(float(text))
    except ValueError:
        return text


def test_the_example_of_the_page_runs(files: Path) -> None:
    """What /data/ offers to copy into Python."""
    ratings = pandas.read_csv(files / "ratings.csv")
    counts = ratings[ratings.is_headline == "yes"].groupby("grade").inspection.nunique()
    assert set(counts.index) == {
        "adequate", "good", "inadequate", "outstanding", "requires-improvement",
    }  # fmt: skip


@each_table
def test_duckdb_counts_the_same_rows_in_csv_and_json_lines(files: Path, table: TableDef) -> None:
    csv, lines = (
        duckdb.sql(f"SELECT count(*), count(DISTINCT {table.key[0]}) FROM {read}").fetchall()
        for read in (
            f"read_csv('{files / table.name}.csv')",
            f"read_json('{files / table.name}.jsonl')",
        )
    )
    assert csv == lines
    assert csv[0][0] == len(pandas.read_csv(files / f"{table.name}.csv"))


def test_duckdb_runs_the_example_of_the_page(files: Path) -> None:
    path = files / "ratings.csv"
    counts = duckdb.sql(
        f"SELECT grade, count(*) FROM read_csv('{path}') WHERE is_headline GROUP BY grade"
    ).fetchall()
    frame = pandas.read_csv(path)
    expected = frame[frame.is_headline == "yes"].grade.value_counts()
    assert {grade: count for grade, count in counts if grade} == dict(expected)


def test_frictionless_finds_the_package_valid(files: Path) -> None:
    """In a process of its own, as a person runs it."""
    found = run("-m", "frictionless", "validate", str(files / "datapackage.zip"), "--json")
    assert found.count('"valid": true') >= len(TABLES)
    assert '"valid": false' not in found


def test_datasette_answers_from_the_database_and_follows_the_keys(files: Path) -> None:
    asked = ("-m", "datasette", str(files / "ratings-over-time.sqlite"), "--get")
    sql = "select+line+from+authorities+where+authority='northamptonshire'"
    found = run(*asked, f"/ratings-over-time.json?_shape=array&sql={sql}")
    assert NORTHAMPTONSHIRE in found.encode().decode("unicode_escape")
    page = run(*asked, "/ratings-over-time/inspections?_size=1")
    assert "/ratings-over-time/authorities/" in page


def run(*arguments: str) -> str:
    """What a program of this environment prints; it has to end well."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

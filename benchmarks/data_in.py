"""What it costs to bring data in: Ofsted's releases, its reports, and tables of 100,000 rows.

    python -m benchmarks data_in      # writes benchmarks/data_in.md; some three minutes

Each case has a process of its own on a copy of the database. Seconds are CPU, user and system,
with those of the process that opens the file. Reading is told as a multiple of what the library
alone takes to open the same file and hand over its cells or words: the rest is ours.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.databases import ROOT
from benchmarks.machine import machine
from benchmarks.report import table

ROWS = int(os.environ.get("BENCHMARK_ROWS", "100000"))
SQLITE = "sqlite:///"

Case = dict[str, Any]
"""What a case found: `name`, `rows`, seconds by step, `megabytes`, and what came of it."""


def main() -> None:
    """Print the tables; what needs Ofsted's files is left out, visibly, where they are not."""
    from django.conf import settings

    folder = Path(settings.RATINGS_SOURCES)
    releases = sorted((folder / "official").glob("*.*"))
    print("# What it costs to bring data in\n")
    print(f"Made by `python -m benchmarks data_in`. {machine()}.\n")
    if not releases:
        print("Ofsted's files (`RATINGS_SOURCES`) were not there: only invented tables.\n")
    print(_releases(list(map(str, releases))))
    if (folder / "reports" / "index.csv").is_file():
        print(f"\n{_reports(folder / 'reports')}")


def _releases(paths: list[str]) -> str:
    """Each release over the whole record and into an empty one, then the large tables."""
    cases = [
        *(measured("release", path, "record") for path in paths),
        *(measured("release", path, "empty") for path in paths),
        *(measured("made", name, "record") for name in ("tidy", "long")),
    ]
    head = ("file", "rows", "read, s", "× the library", "plan, s", "apply, s", "took in", "most MB")
    return table(head, (_row(case) for case in cases))


def _row(case: Case) -> Iterable[str]:
    yield from (case["name"], f"{case['rows']:,}", f"{case['read']:.2f}")
    yield f"{case['read'] / case['alone']:.1f}"
    yield from (f"{case['plan']:.2f}", f"{case['apply']:.1f}" if "apply" in case else "")
    yield from (case["came"], f"{case['megabytes']:.0f}")


def _reports(folder: Path) -> str:
    case = measured("reports", str(folder), "record")
    each = {name: case[name] / case["rows"] for name in ("read", "alone")}
    return (
        f"{case['rows']} reports: {each['read'] * 1000:.0f} ms of CPU each with the process that "
        f"opens it, {each['read'] / each['alone']:.1f} times the library alone; "
        f"{case['came']}; at most {case['megabytes']:.0f} MB."
    )


def measured(kind: str, what: str, record: str) -> Case:
    """One case, in a process of its own on a copy of the database."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        copy = Path(folder, "copy.sqlite3")
        shutil.copy(os.environ["DATABASE_URL"].removeprefix(SQLITE), copy)
        command = [sys.executable, "-m", "benchmarks.data_in", kind, what, record]
        own = {"DATABASE_URL": f"{SQLITE}{copy}"}
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | own, check=True, stdout=subprocess.PIPE
        )
    found: Case = json.loads(done.stdout)
    return found


def release(path: Path, record: str) -> Case:
    """A file of Ofsted's, planned over the record, or applied into one without inspections."""
    case = taken_in(path.read_bytes(), path.name, record == "empty")
    return case | {"name": f"{_year(path)}{', into an empty record' * (record == 'empty')}"}


def _year(path: Path) -> str:
    """“release of 2024 (ods)”."""
    year = next(part for part in path.stem.split("_") if part.startswith("20"))
    return f"release of {year} ({path.suffix[1:]})"


def made(name: str) -> Case:
    """An invented table over the record; the site's own layout is also applied."""
    from ratings.importing.record_index import RecordIndex
    from tests.importing.test_scale import long_rows, tidy_rows

    rows = {"tidy": tidy_rows, "long": long_rows}[name](RecordIndex.read(), ROWS)
    text = StringIO()
    csv.writer(text).writerows(rows)
    words = {"tidy": "the site's own table", "long": "a long history"}[name]
    case = taken_in(text.getvalue().encode(), f"{name}.csv", name == "tidy")
    return case | {"name": f"{words} (csv)"}


def taken_in(data: bytes, name: str, is_applied: bool) -> Case:
    """Read, planned and, if asked, applied."""
    from ratings.forms import today
    from ratings.importing.jobs import apply_file, planned
    from ratings.importing.parse import read_spreadsheet
    from tests.importing.official.loads import empty_inspections

    source = "official-2025" if name == "long.csv" else ""
    alone, _ = timed(lambda: opened(data, name))
    if is_applied and not name.startswith("tidy"):
        empty_inspections()
    read, file = timed(lambda: read_spreadsheet(data, "", source))
    plan, found = timed(lambda: planned(file, today()))
    counts = {outcome: count for outcome, count in found.counts.items() if count}
    rows = sum(len(sheet.rows) for sheet in file.sheets)
    case: Case = {"rows": rows, "alone": alone, "read": read, "plan": plan}
    case["came"] = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())
    if is_applied:
        whole, _ = timed(lambda: apply_file(name, data, today(), "", source))
        case["apply"] = whole - read - plan
    return case


def opened(data: bytes, name: str) -> int:
    """What the library alone does: every cell handed over; how many there were."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    if name.endswith(".csv"):
        return sum(len(row) for row in csv.reader(StringIO(data.decode())))
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = (book.get_sheet_by_name(sheet) for sheet in book.sheet_names)
    return sum(len(row) for sheet in sheets for row in sheet.to_python(skip_empty_area=False))


def reports(folder: Path) -> Case:
    """Every report, and how many of them were understood."""
    from ratings.importing.report import ReferenceData, read_report

    vocabulary = ReferenceData.current()
    files = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    alone, _ = timed(lambda: [words_of(data) for data in files])
    read, found = timed(lambda: [read_report(data, vocabulary) for data in files])
    refused = sum(bool(reading.refused) for reading in found)
    came = f"{len(files) - refused} read, {refused} refused"
    return {"rows": len(files), "alone": alone, "read": read, "came": came}


def words_of(data: bytes) -> int:
    """What the library alone does: the text of every page; how long it was."""
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(data) as document:
        return sum(len(page.get_textpage().get_text_bounded()) for page in document)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process and of those it started, and what came of it."""
    start = _cpu()
    result = work()
    return _cpu() - start, result


def _cpu() -> float:
    used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def one(kind: str, what: str, record: str) -> Case:
    """A case by its name, with the most memory that it or a process of its own had."""
    kinds: dict[str, Callable[[], Case]] = {
        "release": lambda: release(Path(what), record),
        "made": lambda: made(what),
        "reports": lambda: reports(Path(what)),
    }
    case = kinds[kind]()
    used = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return case | {"megabytes": max(each.ru_maxrss for each in used) / 1024}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")
    import django

    django.setup()
    if len(sys.argv) == 1:
        main()
    else:
        print(json.dumps(one(*sys.argv[1:])))

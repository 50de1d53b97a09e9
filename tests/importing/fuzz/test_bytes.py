"""Files with bytes flipped, cut, doubled, spliced: rows come out or a sentence, nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.layouts import read_release
from ratings.importing.readers import UnreadableFileError
from ratings.importing.readers.sheets import decoded, open_sheets
from ratings.importing.record_index import RecordIndex
from ratings.importing.report import ReferenceData, read_report
from ratings.importing.report import read_pages as read_report_pages
from ratings.importing.report.text import PageText
from ratings.models import DataVersion, ImportItem, ImportRun, Inspection, Rating
from tests.importing.fuzz.examples import examples
from tests.importing.fuzz.record import MAKERS, planned
from tests.importing.fuzz.shelf import Shelf
from tests.importing.fuzz.test_cells import check_item
from tests.importing.layouts.test_official import FILES
from tests.importing.readers.opening import left_open
from tests.importing.report import paper
from tests.importing.workbooks import make_csv, make_ods, make_xlsx, old_workbook

SOURCES = ("xlsx", "ods", "csv", "xls", "csv-16")

Cut = tuple[str, int, int, bytes]
PLACES = st.integers(0, 1_000_000)
CUTS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "set", "cut", "insert", "double", "end", "other"]),
        PLACES, PLACES,
        st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from([
            b"\0" * 40, b"\xff" * 8, b"PK\x01\x02", b"PK\x05\x06", b"<", b"&#0;",
            b"\"", b",,,,", b"\n",
            b"9" * 30, b"endstream", b">>", b"/Kids [2 0 R]", b"-1", b"obj", b"\xed\xa0\x80",
        ])),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


def cut(data: bytes, cuts: list[Cut], other: bytes = b"") -> bytes:
    """The bytes with all that done to them; `at` and `size` are taken modulo what there is."""
    for name, at, size, new in cuts:
        at = at % (len(data) + 1)
        end = at + size % 200
        flipped = bytes(byte ^ (1 << size % 8) for byte in data[at : at + 1])
        done = {
            "flip": data[:at] + flipped + data[at + 1 :],
            "set": data[:at] + new + data[at + len(new) :],
            "cut": data[:at] + data[end:],
            "insert": data[:at] + new + data[at:],
            "double": data[:end] + data[at:],
            "end": data[: len(data) - size % 200],
            "other": data[:at] + other[at:],
        }
        data = done[name]
    return data


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with closing(Shelf()) as found:
        yield found


@pytest.fixture(scope="module")
def made(known: RecordIndex) -> dict[str, bytes]:
    """A small release with the record's own rows in every kind of file."""
    sheets = {name: make(known).rows[:25] for name, make in MAKERS.items()}
    return {
        "xlsx": make_xlsx(sheets),
        "ods": make_ods(sheets),
        "csv": make_csv(sheets["tidy"]),
        "csv-16": make_csv(sheets["history-long"], ";", "utf-16"),
        "xls": old_workbook(),
    }


def check_read(known: RecordIndex, said: Any, refused: str) -> None:
    """A sentence, or sheets that can be planned to the last row."""
    if refused:
        assert len(refused) > 20
        assert refused.endswith((".", "?"))
        return
    release = read_release(decoded(said))
    plan = planned(known, release.sheets, release.source)
    assert {(i.where.sheet, i.where.row) for i in plan.items} == {
        (row.where.sheet, row.where.row) for sheet in release.sheets for row in sheet.rows
    }
    for item in plan.items:
        check_item(item)


@pytest.mark.parametrize("kind", SOURCES)
@given(cuts=CUTS)
@examples(15)
def test_a_spoilt_file_gives_rows_or_a_sentence(
    known: RecordIndex, shelf: Shelf, made: dict[str, bytes], kind: str, cuts: list[Cut]
) -> None:
    data = cut(made[kind], cuts, made["ods" if kind == "xlsx" else "xlsx"])
    check_read(known, *shelf.read("spreadsheet", data))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@given(cuts=CUTS, part=st.integers(0, 50))
@examples(20)
def test_spoilt_xml_in_a_sound_archive_gives_rows_or_a_sentence(
    known: RecordIndex, shelf: Shelf, made: dict[str, bytes], kind: str, cuts: list[Cut], part: int
) -> None:
    check_read(known, *shelf.read("spreadsheet", repacked(made[kind], cuts, part)))


def repacked(data: bytes, cuts: list[Cut], part: int) -> bytes:
    """An archive with one of its parts spoilt: what a checksum would not show."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        for number, name in enumerate(names):
            content = old.read(name)
            new.writestr(name, cut(content, cuts) if number == part % len(names) else content)
    return stream.getvalue()


GRADES = ("Good", "Requires improvement to be good", "Outstanding", "Good")
REPORTS: dict[str, Callable[[], bytes]] = {
    "sif": paper.sif,
    "ilacs": lambda: paper.ilacs(
        [paper.IMPACT, paper.HELP, paper.BOTH, paper.OVERALL], GRADES
    ),
    "tlac": paper.tlac,
    "cpi": paper.cpi,
}  # fmt: skip


@cache
def report(kind: str) -> bytes:
    return REPORTS[kind]()


@pytest.fixture(scope="module")
def vocabulary(known: RecordIndex, django_db_blocker: Any) -> ReferenceData:
    with django_db_blocker.unblock():
        return ReferenceData.current()


def check_report(vocabulary: ReferenceData, said: Any, refused: str) -> None:
    """A sentence, or a reading that is complete, says what is unread, or refuses with why."""
    if refused:
        assert len(refused) > 20
        return
    pages = [PageText.of(number, lines) for number, lines in enumerate(said["pages"], 1)]
    reading = read_report_pages(pages, vocabulary)
    assert reading.refused or reading.is_complete or reading.unread


@pytest.mark.parametrize("kind", REPORTS)
@given(cuts=CUTS)
@examples(15)
def test_a_spoilt_report_gives_a_reading_or_a_sentence(
    vocabulary: ReferenceData, shelf: Shelf, kind: str, cuts: list[Cut]
) -> None:
    data = cut(report(kind), cuts, report("sif"))
    check_report(vocabulary, *shelf.read("pdf", data))


@pytest.mark.parametrize("year", FILES)
@given(cuts=CUTS)
@examples(2)
def test_a_spoilt_release_of_ofsted_gives_rows_or_a_sentence(
    whole_record: RecordIndex, shelf: Shelf, sources: Path, year: int, cuts: list[Cut]
) -> None:
    data = cut((sources / "official" / FILES[year]).read_bytes(), cuts)
    check_read(whole_record, *shelf.read("spreadsheet", data))


@given(cuts=CUTS, number=st.integers(0, 148))
@examples(5)
def test_a_spoilt_report_of_ofsted_gives_a_reading_or_a_sentence(
    vocabulary: ReferenceData, shelf: Shelf, sources: Path, cuts: list[Cut], number: int
) -> None:
    paths = sorted((sources / "reports").glob("*.pdf"))
    data = cut(paths[number % len(paths)].read_bytes(), cuts)
    check_report(vocabulary, *shelf.read("pdf", data))


@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@examples(40)
def test_bytes_of_any_sort_give_rows_or_a_sentence(
    known: RecordIndex, vocabulary: ReferenceData, shelf: Shelf, data: bytes
) -> None:
    check_read(known, *shelf.read("spreadsheet", data))
    check_report(vocabulary, *shelf.read("pdf", data))


@given(cuts=CUTS, kind=st.sampled_from(SOURCES))
@examples(3)
def test_the_box_itself_leaves_nothing_behind(
    record: None, made: dict[str, bytes], cuts: list[Cut], kind: str
) -> None:
    before, held = left_open(), kept()
    with suppress(UnreadableFileError):
        assert open_sheets(cut(made[kind], cuts))
    assert left_open() <= before
    assert kept() == held
    assert read_report(cut(report("sif"), cuts), ReferenceData.current()).pages >= 0
    assert left_open() <= before
    assert kept() == held


def kept() -> tuple[object, ...]:
    """What no reading may change."""
    version = DataVersion.objects.values_list().first()
    tables = (Inspection, Rating, ImportRun, ImportItem)
    return (version, *(table.objects.count() for table in tables))


def test_what_is_not_spoilt_is_read(
    known: RecordIndex, vocabulary: ReferenceData, shelf: Shelf, made: dict[str, bytes]
) -> None:
    """The tests above try files that are nearly right, not a reader that is not there."""
    for data in made.values():
        assert shelf.read("spreadsheet", data)[0]
    for kind in REPORTS:
        pages = shelf.read("pdf", report(kind))[0]["pages"]
        found = read_report_pages([PageText.of(n, p) for n, p in enumerate(pages, 1)], vocabulary)
        assert found.authority
        assert found.ratings

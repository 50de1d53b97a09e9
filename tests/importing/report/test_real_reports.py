"""Ofsted's own reports against the record, in full: what is given is right, little is unread.

The reports are read in place and never copied: one in thirty through the sandbox, the others by
what it runs. The exceptions are named, each with the reason.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.readers import LIMITS, pdf
from ratings.importing.report import ParsedReport, ReferenceData, read_pages, read_report
from ratings.importing.report.text import PageText
from ratings.models import Inspection

LEAST_READ = 0.99
BOXED = 30

ONE_DAY_PRINTED = "86c3ce5d1a95.pdf"
"""It prints one day as its date; the record takes it for the last and has no first."""

REVIEWED_SEPARATELY = "f9a90a682ee9.pdf"
"""Its title leaves the board's review out; that one was made on its own is not said in it."""


@dataclass(frozen=True)
class Case:
    """A report as read, and its inspection in the record."""

    file: str
    reading: ParsedReport
    kind: str
    recorded: dict[str, str]
    missing: dict[str, str]

    def given(self) -> Iterator[tuple[str, str]]:
        """Everything that was read, by field."""
        for name, read in self.reading.facts():
            if read and name != "kind":
                yield name, str(read.value)
        for area, grade in self.reading.ratings:
            yield area, grade.value


@pytest.fixture(scope="module")
def cases(
    sources: Path, vocabulary: ReferenceData, django_db_blocker: DjangoDbBlocker
) -> list[Case]:
    folder = sources / "reports"
    with (folder / "index.csv").open(newline="") as index, django_db_blocker.unblock():
        return [
            case((folder / row["file"]).read_bytes(), row, vocabulary, number % BOXED == 0)
            for number, row in enumerate(csv.DictReader(index))
        ]


def in_process(data: bytes, vocabulary: ReferenceData) -> ParsedReport:
    """Read without starting a child process, which costs more than reading."""
    pages = pdf.read(data, LIMITS)["pages"]
    return read_pages([PageText.of(n, lines) for n, lines in enumerate(pages, 1)], vocabulary)


def case(data: bytes, row: dict[str, str], vocabulary: ReferenceData, is_boxed: bool) -> Case:
    held = Inspection.objects.select_related("authority", "framework", "kind").get(
        key=row["inspection_id"]
    )
    reading = (read_report if is_boxed else in_process)(data, vocabulary)
    recorded = {"authority": held.authority.slug, "framework": held.framework.code}
    days = {"start_date": held.start_date, "end_date": held.end_date, "published": held.published}
    recorded |= {name: str(day) for name, day in days.items() if day}
    missing = {}
    for rating in held.ratings.select_related("area", "grade"):
        if rating.grade:
            recorded[rating.area.key] = rating.grade.key
        else:
            missing[rating.area.key] = rating.missing
    return Case(row["file"], reading, held.kind.key, recorded, missing)


def test_every_value_given_is_that_of_the_record(cases: list[Case]) -> None:
    assert len(cases) > 100
    assert [c.file for c in cases if c.reading.refused] == []
    wrong = [
        (c.file, name, value, c.recorded.get(name))
        for c in cases
        for name, value in c.given()
        if c.recorded.get(name) != value
    ]
    assert wrong == []
    for c in cases:
        for _, read in (*c.reading.facts(), *c.reading.ratings):
            assert read is None or (1 <= read.page <= c.reading.pages and read.words)


def test_nearly_everything_is_read(cases: list[Case]) -> None:
    wanted = read = 0
    unread = []
    for c in cases:
        given = dict(c.given())
        names = c.recorded.keys() - {"published"}
        wanted, read = wanted + len(names), read + sum(name in given for name in names)
        unread += [(c.file, gap.field) for gap in c.reading.unread]
    assert unread == [(ONE_DAY_PRINTED, "start_date"), (ONE_DAY_PRINTED, "end_date")]
    assert read / wanted >= LEAST_READ
    assert wanted - read == 1


def test_the_days_of_publication_are_those_printed(cases: list[Case]) -> None:
    printed = defaultdict(int)
    for c in cases:
        printed[c.recorded["framework"].partition("-")[0]] += c.reading.published is not None
    assert printed["ilacs"] == 0
    assert printed["sif"] >= 40


def test_the_kind_is_that_of_the_record(cases: list[Case]) -> None:
    differing = [(c.file, c.reading.kind) for c in cases
                 if not c.reading.kind or c.reading.kind.value != c.kind]  # fmt: skip
    assert differing == []
    assert all(c.reading.kind_is_estimate for c in cases if c.recorded["framework"][:5] == "ilacs")


def test_areas_without_a_grade_have_their_reason(cases: list[Case]) -> None:
    differing = {c.file: {area: reason for area, reason, _ in c.reading.missing} for c in cases
                 if {a: r for a, r, _ in c.reading.missing} != c.missing}  # fmt: skip
    assert differing == {REVIEWED_SEPARATELY: {"lscb": "not-part-of-this-inspection"}}

"""The result of parsing a report: plain values, each with its page and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ratings.importing.types import CellRef, ImportRow, JudgementCell

Value = TypeVar("Value", str, date)


def as_row(reading: ParsedReport) -> ImportRow:
    """Convert a parsed report into an ImportRow.

    Findings use the keys of areas and grades, so a report's spelling does not matter, each with its
    page. Unread fields stay empty, so that they are never taken for values; a rejected file becomes
    a row with a problem.
    """
    return ImportRow(
        where=CellRef(sheet="", row=reading.authority.page if reading.authority else 1),
        authority=_value(reading.authority),
        framework=_value(reading.framework),
        kind=_value(reading.kind),
        kind_is_estimate=reading.kind_is_estimate,
        is_graded=None if reading.refused else True,
        start=reading.start.value if reading.start else None,
        end=reading.end.value if reading.end else None,
        published=reading.published.value if reading.published else None,
        findings=tuple(
            JudgementCell(area, read.value, f"page {read.page}") for area, read in reading.ratings
        ),
        missing=tuple((area, reason) for area, reason, _ in reading.missing),
        problem=reading.refused,
    )


def _value(read: ParsedValue[str] | None) -> str:
    return read.value if read else ""


@dataclass(frozen=True, slots=True)
class ParsedValue(Generic[Value]):
    """A value, the page it was read from (counted from 1), and the text it was read from."""

    value: Value
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class UnreadField:
    """A field that the report should give and that could not be read, with the reason.

    `field` is `authority`, `framework`, `kind`, `start_date`, `end_date` or `grade:` and the key of
    a judgement area.
    """

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report as far as it could be parsed.

    `authority` holds a slug, `framework` a code, `kind` the key of an inspection kind, `ratings`
    grade keys by area key and `missing` reasons by area key, both in the order of the framework.
    `refused` says what the file is, if it is no report of these kinds; then all else is empty.
    `published` is None where no day is printed, which is not an error.
    """

    authority: ParsedValue[str] | None = None
    authority_words: str = ""
    framework: ParsedValue[str] | None = None
    kind: ParsedValue[str] | None = None
    kind_is_estimate: bool = False
    start: ParsedValue[date] | None = None
    end: ParsedValue[date] | None = None
    published: ParsedValue[date] | None = None
    ratings: tuple[tuple[str, ParsedValue[str]], ...] = ()
    missing: tuple[tuple[str, str, ParsedValue[str]], ...] = ()
    unread: tuple[UnreadField, ...] = ()
    refused: str = ""
    pages: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every field that such a report gives was read."""
        return not self.refused and not self.unread

    def facts(self) -> Iterator[tuple[str, ParsedValue[str] | ParsedValue[date] | None]]:
        """Every field that is not a grade, by name."""
        yield "authority", self.authority
        yield "framework", self.framework
        yield "kind", self.kind
        yield "start_date", self.start
        yield "end_date", self.end
        yield "published", self.published

"""What a source says of one inspection, as written there: the dataclasses that every layout, the
report reader and entry by hand yield, and that matching converts into the record's own keys."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any, Generic, TypeVar

from ratings.rules.validation import Problem

Value = TypeVar("Value")

EMPTY = "empty"
"""Value of `ImportRow.nothing` where the cells are empty: the row gives no data."""


@dataclass(frozen=True, slots=True)
class CellRef:
    """A place in a file: sheet and row as a spreadsheet program counts them (from 1), or a page of
    a report. `sheet` is empty for a file that has none (CSV)."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class JudgementCell:
    """One cell under the heading of a judgement area: heading and value as written, and the place
    of the cell (`H12`, or the page of a report)."""

    heading: str
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One inspection, visit, or statement that there is none yet, in a source's own wording.

    A row of a spreadsheet gives one ImportRow for each inspection in it; a row without any gives a
    single ImportRow with `nothing` set, so that every row is accounted for.

    - `programme`: `slac`, `cpi`, `tlac`, `sif`, `ilacs`, or empty where only the date implies it.
    - `framework`: the code, where the source gives one (tidy CSV, reports).
    - `kind`: key of an inspection kind (`standard`, `focused-visit`, …), empty where not given.
    - `kind_is_estimate`: it was inferred from the days on site, not printed.
    - `is_graded`: False for a visit, None where the source does not say.
    - `start`, `published`, `end`: a date; `start_words` a start known to month or year only
      (`2018-07`, `2018`).
    - `direction_read`: what was read of a visit that states no direction (`letter`, `account`).
    - `direction_status`: the status that the row derives from it; only for comparison (tidy CSV).
    - `missing`: reasons for areas without a grade, by area key (tidy CSV).
    - `nothing`: the text that says there is no inspection ("Not yet inspected", "empty").
    - `unread`: fields that the source should give and that could not be read, each with the reason.
    - `problem`: what is wrong with the row and what to do; such a row is rejected.
    - `grade_sources`, `grade_verified`, `label`: the sources cited for the row's one grade or
      reason (None: the source does not say), the strength of that evidence, the text printed (tidy
      CSV).
    - `key`: the record's own id of the inspection, where the source gives it (tidy CSV)."""

    where: CellRef
    authority: str
    codes: tuple[str, ...] = ()
    programme: str = ""
    framework: str = ""
    kind: str = ""
    kind_is_estimate: bool = False
    is_graded: bool | None = None
    start: date | None = None
    start_words: str = ""
    end: date | None = None
    published: date | None = None
    findings: tuple[JudgementCell, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    theme: str = ""
    direction: str = ""
    direction_read: str = ""
    direction_status: str = ""
    direction_source_url: str = ""
    priority_action: bool | None = None
    report_url: str = ""
    source_url: str = ""
    sources: tuple[str, ...] = ()
    verified: str = ""
    note: str = ""
    grade_sources: tuple[str, ...] | None = None
    grade_verified: str = ""
    label: str = ""
    key: str = ""
    nothing: str = ""
    unread: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """The result of reading one sheet: all data rows below its headings are in `rows`, or it was
    skipped and `said` gives the reason (a provider-level sheet, a contents page).

    `tables` counts the tables found; `data_rows` their rows of data, without empty ones.
    """

    name: str
    layout: str
    said: str
    tables: int = 0
    data_rows: int = 0
    rows: tuple[ImportRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ParsedValue(Generic[Value]):
    """A value, the page it was read from (counted from 1), and the text it was read from."""

    value: Value
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report as far as it could be parsed.

    `authority` holds a slug, `framework` a code, `kind` the key of an inspection kind, `ratings`
    grade keys by area key and `missing` reasons by area key, both in the order of the framework.
    `unread` are fields that the report should give: of these, or `grade:` and the key of an area.
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
    unread: tuple[Problem, ...] = ()
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


def as_row(reading: ParsedReport) -> ImportRow:
    """Convert a parsed report into an ImportRow.

    Findings use the keys of areas and grades, so a report's spelling does not matter, each with its
    page. Unread fields stay empty, so that they are never taken for values; a rejected file becomes
    a row with a problem.
    """
    said: dict[str, Any] = {name: read.value for name, read in reading.facts() if read}
    return ImportRow(
        where=CellRef(sheet="", row=reading.authority.page if reading.authority else 1),
        authority=said.get("authority", ""),
        framework=said.get("framework", ""),
        kind=said.get("kind", ""),
        kind_is_estimate=reading.kind_is_estimate,
        is_graded=None if reading.refused else True,
        start=said.get("start_date"),
        end=said.get("end_date"),
        published=said.get("published"),
        findings=tuple(
            JudgementCell(area, read.value, f"page {read.page}") for area, read in reading.ratings
        ),
        missing=tuple((area, reason) for area, reason, _ in reading.missing),
        problem=reading.refused,
    )


@dataclass(frozen=True, slots=True)
class Release:
    """A file as read: its sheets, the key of the source of its values, and the day to which it
    refers (`as_at`). `source` is found from the text of a release's cover (`official-2024`); empty
    where that is unclear (then the user chooses), and for the site's own table. `title` and
    `published` are the cover's own; `reading` is the result of parsing a report."""

    sheets: tuple[SheetRead, ...]
    source: str = ""
    as_at: date | None = None
    title: str = ""
    published: date | None = None
    reading: ParsedReport | None = None


def free_key(plain: str, kind: str, taken: Container[str]) -> str:
    """A unique key: the plain one; if taken, with the kind appended; if still taken, a number."""
    with_kind = f"{plain}-{kind}"
    numbered = (f"{with_kind}-{number}" for number in count(2))
    return next(key for key in chain((plain, with_kind), numbered) if key not in taken)

"""What a source says of one inspection, as written there: the dataclasses that every layout and the
report reader yield, and that matching converts into the record's own keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

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
class Release:
    """A file as its layouts read it. `source` is the key of its source (`official-2024`), found
    from the text of its cover; empty where that is unclear (then the user chooses). `title` and
    `published` are the cover's own text and date; `as_at` the date in its title."""

    title: str
    published: date | None
    as_at: date | None
    sheets: tuple[SheetRead, ...]
    source: str = ""

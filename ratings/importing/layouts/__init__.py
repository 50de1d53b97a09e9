"""The layouts of Ofsted's yearly releases, one module each, and of the site's own tidy CSV.

Sheets in, a `Release` out: every row of data is in it, as one or more ImportRows. A layout is
recognised by its headings, never by the name of a sheet or file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

from ratings.importing.layouts.columns import start_row
from ratings.importing.layouts.parsing import day, key, text
from ratings.importing.layouts.table import MARKS, Headings, SheetTable, find_tables
from ratings.importing.readers.sheets import Cell, Sheet
from ratings.importing.types import ImportRow, Release, SheetRead

__all__ = ["read_release"]

COVER = "cover"
UNKNOWN = "unknown"
COVER_SAID = "The cover: it names the release."
TEXT_SAID = "No table of inspections in it: left alone."
TITLE_CELLS = 2
"""Maximum number of filled cells in a row above the headings that needs no warning."""

FEWEST_HEADINGS = 4
"""A row with `Web link` and fewer cells than this explains a heading; it is no header row."""

Layout = tuple[int, str, Callable[[Headings], bool], Callable[[SheetTable], tuple[ImportRow, ...]]]
"""A number that orders layouts, the name, a predicate on headings, and a reader of tables. 0: its
headings are nobody else's, and need none of the `MARKS`."""

MODULES = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
LAYOUTS: list[Layout] = sorted(
    layout for module in MODULES for layout in getattr(module, "LAYOUTS", ())
)
"""Those of every module here, in the order in which they are tried, after providers' sheets."""

PROVIDER = "provider"
PROVIDER_SAID = "About children's homes and other providers, not about authorities: left alone."
COUNTS_SAID = "Counts over time, not ratings of single authorities: left alone."
PROVIDERS = {"urn", "provision type", "registration status", "linked education urn"}
PERIODS = {"period", "period as at", "date"}
COUNTED = {"outstanding", "data type", "all children's homes"}

PUBLISHED_ON = "published on"
POLICY_AREA = "policy area"
PERIOD = "period covered"
COVER_SHEET = "cover sheet"
"""Beginning of the first row of older covers, whose title is the policy area."""

AS_AT = re.compile(r"\bas at (\d{1,2} [A-Za-z]+ \d{4})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(20\d\d)\b")
RELEASE_DAY = (3, 31)


def _about_providers(headings: Headings) -> str:
    """Why a table of children's homes and other providers is skipped: it has counts by period, or
    registration numbers and provision types. Empty for any other table."""
    if headings & PERIODS and headings & COUNTED:
        return COUNTS_SAID
    return PROVIDER_SAID if len(headings & PROVIDERS) > 1 else ""


def is_cover(sheet: Sheet) -> bool:
    """Whether a sheet says when the release was published."""
    return bool(_labelled(sheet, PUBLISHED_ON))


def read_cover(
    sheets: Sequence[Sheet], above: Sequence[str]
) -> tuple[str, date | None, date | None]:
    """The title, the day of publication and the as-at day of the data: from the cover or, without
    one, from the titles above the tables."""
    cover = next((sheet for sheet in sheets if is_cover(sheet)), None)
    if cover is None:
        return above[0] if above else "", None, _one_day(above)
    title = next((text(row[0]) for row in cover.rows if row and text(row[0])), "")
    if key(title).startswith(COVER_SHEET):
        title = next((text(cell) for cell in _labelled(cover, POLICY_AREA)), title)
    published = day(_labelled(cover, PUBLISHED_ON)[0])
    as_at = _one_day([title, *(text(cell) for cell in _labelled(cover, PERIOD))])
    return title, published if isinstance(published, date) else None, as_at


def _labelled(sheet: Sheet, label: str) -> list[Cell]:
    """The cells beside those in the first column that begin with the label."""
    return [row[1] for row in sheet.rows if len(row) > 1 and key(text(row[0])).startswith(label)]


def _one_day(words: Sequence[str]) -> date | None:
    """The one day that the texts give as "as at"; None if they give none, or several."""
    found = (day(match) for sentence in words for match in AS_AT.findall(sentence))
    days = {each for each in found if isinstance(each, date)}
    return days.pop() if len(days) == 1 else None


def read_release(sheets: Sequence[Sheet]) -> Release:
    """Read every sheet of a file with its layout, and the release's details from its cover.

    Its source is `official-2024` for a release as at 31 March 2024; empty where title and date
    differ.
    """
    above = [words for sheet in sheets for words in _above(sheet)]
    title, published, as_at = read_cover(sheets, above)
    source, years = "", {int(year) for year in YEAR.findall(title)}
    if as_at and (as_at.month, as_at.day) == RELEASE_DAY and years <= {as_at.year}:
        source = f"official-{as_at.year}"
    return Release(tuple(map(_read_sheet, sheets)), source, as_at, title, published)


def _read_sheet(sheet: Sheet) -> SheetRead:
    """Read its tables of authorities; without one, it is about providers, the cover, or text."""
    found = list(find_tables(sheet, _is_header))
    tables = [table for table in found if not _about_providers(table.headings)]
    left = [said for table in found if (said := _about_providers(table.headings))][:1]
    if not tables:
        if not left and is_cover(sheet):
            return SheetRead(sheet.name, COVER, COVER_SAID)
        said = _joined(sheet.said, *left or [TEXT_SAID])
        return SheetRead(sheet.name, PROVIDER if left else "", said)
    notes = [str(number) for table in tables for number in table.notes]
    notes_said = f"Titles and notes left aside: row {', '.join(notes)}." if notes else ""
    read = [_read_table(table) for table in tables]
    return SheetRead(
        name=sheet.name,
        layout=", ".join(dict.fromkeys(name for name, _ in read)),
        said=_joined(sheet.said, _above_said(sheet, found[0]), notes_said, *left),
        tables=len(tables),
        data_rows=sum(len(table.lines) for table in tables),
        rows=tuple(row for _, rows in read for row in rows),
    )


def _is_header(headings: Headings, is_below: bool) -> bool:
    """Whether the words of a row are headings. Below a table of authorities only another such
    table begins: its grades are words that also head the counts of a provider sheet."""
    if len(headings) < FEWEST_HEADINGS:
        return False
    own = (recognises(headings) for number, _, recognises, _ in LAYOUTS if number == 0)
    if headings & MARKS or any(own):
        return True
    return not is_below and bool(_about_providers(headings))


def _read_table(table: SheetTable) -> tuple[str, tuple[ImportRow, ...]]:
    """The name of its layout and its rows; those of a table that fits none have the problem."""
    for _, name, recognises, read in LAYOUTS:
        if recognises(table.headings):
            return name, read(table)
    headings = "”, “".join(column.heading for column in table.columns)
    why = f"No layout that is known has the headings “{headings}”."
    rows = (start_row(line, table) for line in table.lines)
    return UNKNOWN, tuple(replace(row, problem=_joined(why, row.problem)) for row in rows)


def _above_said(sheet: Sheet, first: SheetTable) -> str:
    """Report rows above the first headings that are no titles (a title is one cell or two): the
    headings are in the wrong place, or data were moved above them."""
    rows = enumerate(sheet.rows[: first.row - 1], 1)
    above = [number for number, row in rows if sum(bool(text(cell)) for cell in row) > TITLE_CELLS]
    if not above:
        return ""
    span = f"row {above[0]}" + (f" to {above[-1]}" if len(above) > 1 else "")
    return f"Left aside, as it stands above the headings: {span}."


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _above(sheet: Sheet) -> Iterator[str]:
    """The titles of a sheet: its lone cells above the first headings."""
    for row in sheet.rows:
        words = [text(cell) for cell in row if text(cell)]
        if len(words) > 1:
            return
        yield from words

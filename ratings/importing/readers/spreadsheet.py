"""Read spreadsheets: XLSX, XLSB, XLS and ODS by python-calamine, CSV by Python; the type is
detected from the content, never from a name. Values only: no formula is computed, no macro run, no
link followed. `read` runs in the sandbox; the site calls `sheets.open_sheets`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from ratings.importing.readers import Limits, UnreadableFileError
from ratings.importing.readers.archive import LOCKED, FileType, check_archive, kind_of
from ratings.importing.readers.sheets import packed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


DAMAGED = (
    "The workbook is damaged, or made in a way that cannot be read. Download it again, or open it"
    " in a spreadsheet program, save it as .xlsx or .ods and try again."
)
NOT_CELLS = "A chart or macro sheet: it has no cells."

Packed = list[dict[str, Any]]


DELIMITERS = ",;\t"
SAMPLE = 20

OLD_ENCODING = (
    "The file is not UTF-8 and was read as Windows-1252: check names with accents and dashes."
)
Rows = list[list[str | None]]


def read_delimited(data: bytes, limits: Limits) -> dict[str, Any]:
    """The one nameless sheet of a CSV file, all its cells text. Raises UnreadableFileError.

    A record counts as one row even where a quoted cell holds line breaks, as in a spreadsheet.
    """
    text, said = _decoded(data)
    usual = csv.field_size_limit(limits.cell_characters)
    delimiter = max(DELIMITERS, key=lambda mark: _widest(text, mark))
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    try:
        for record in records:
            rows.append(_row(record))
            if len(rows) > limits.rows:
                raise UnreadableFileError(f"The file has more than {limits.rows:,} rows. Split it.")
    except csv.Error as error:
        row = len(rows) + 1
        if "field limit" in str(error):
            raise UnreadableFileError(
                f"Row {row} has a cell of more than {limits.cell_characters:,} characters: a"
                " quotation mark may be missing at its end."
            ) from None
        raise UnreadableFileError(
            f"Row {row} is not CSV ({error}): a quotation mark may be missing or doubled. Open the"
            " file in a spreadsheet program, save it as CSV UTF-8 and try again."
        ) from None
    finally:
        csv.field_size_limit(usual)
    return {"name": "", "said": said, "rows": rows}


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and a note for the user about its encoding. Raises UnreadableFileError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = {"utf-16": ""}
    else:
        encodings = {"utf-8-sig": "", "cp1252": OLD_ENCODING}
    for encoding, said in encodings.items():
        try:
            return data.decode(encoding), said
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(
        "The text is in no encoding that is known (UTF-8, UTF-16, Windows-1252). Save it as CSV"
        " UTF-8 and try again."
    )


def _widest(text: str, mark: str) -> int:
    """The most cells into which a delimiter splits one of the first records."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return max((len(record) for record in islice(records, SAMPLE)), default=0)
    except csv.Error:
        return 0


def read(data: bytes, limits: Limits) -> Packed:
    """The sheets of a spreadsheet, as JSON for the sandbox to return (see `sheets`).

    Raises UnreadableFileError with a sentence that says what the file is and what to do.
    """
    kind = kind_of(data)
    if kind is FileType.TEXT:
        return _bounded([read_delimited(data, limits)], limits)
    if kind is FileType.ARCHIVE:
        check_archive(data, limits)
    return _workbook(data, limits)


def _workbook(data: bytes, limits: Limits) -> Packed:
    """Every sheet of a workbook. Calamine is imported here, as CSV does not need it."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    done: Packed = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            if len(workbook.sheets_metadata) > limits.sheets:
                _refuse_many(len(workbook.sheets_metadata), "sheets", limits.sheets)
            for number, about in enumerate(workbook.sheets_metadata):
                if about.typ is SheetTypeEnum.WorkSheet:
                    done.append(_sheet(workbook.get_sheet_by_index(number), limits))
                else:
                    done.append({"name": about.name, "said": NOT_CELLS, "rows": []})
                _bounded(done, limits)
    except PasswordError:
        raise UnreadableFileError(LOCKED) from None
    except (CalamineError, ValueError, OSError):
        raise UnreadableFileError(DAMAGED) from None
    return done


def _sheet(sheet: CalamineSheet, limits: Limits) -> dict[str, Any]:
    """One sheet from its first row and column on, as a spreadsheet program counts them."""
    rows, columns = (size + 1 for size in sheet.end) if sheet.end else (0, 0)
    _check_size(sheet.name, rows, rows * columns, limits)
    cells = sheet.to_python(skip_empty_area=False) if rows else []
    return {"name": sheet.name, "said": "", "rows": [_row(row) for row in cells]}


def _row(row: Iterable[Any]) -> list[Any]:
    """The cells as JSON, without the empty ones at the end."""
    done = [packed(value) for value in row]
    while done and done[-1] is None:
        done.pop()
    return done


def _bounded(sheets: Packed, limits: Limits) -> Packed:
    """The sheets, if all of them together are within the limits.

    A short row counts as wide as the widest: readers of a table look under each of its headings.
    """
    newest = sheets[-1]
    widths = [max(map(len, sheet["rows"]), default=0) for sheet in sheets]
    rows = sum(len(sheet["rows"]) for sheet in sheets)
    cells = sum(len(s["rows"]) * width for s, width in zip(sheets, widths, strict=True))
    _check_size(newest["name"], rows, cells, limits)
    for number, row in enumerate(newest["rows"], 1):
        if any(isinstance(cell, str) and len(cell) > limits.cell_characters for cell in row):
            where = f"Sheet “{newest['name']}”, row" if newest["name"] else "Row"
            raise UnreadableFileError(
                f"{where} {number} has a cell of more than {limits.cell_characters:,} characters."
            )
    return sheets


def _check_size(name: str, rows: int, cells: int, limits: Limits) -> None:
    where = f" by sheet “{name}”" if name else ""
    for found, what, most in ((rows, "rows", limits.rows), (cells, "cells", limits.cells)):
        if found > most:
            _refuse_many(found, f"{what}{where}", most)


def _refuse_many(found: int, what: str, most: int) -> NoReturn:
    raise UnreadableFileError(
        f"The file has {found:,} {what}; at most {most:,} are read. Delete what is not needed,"
        " empty rows and columns too, and try again."
    )

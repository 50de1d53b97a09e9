"""Read spreadsheets: XLSX, XLSB, XLS and ODS by python-calamine, CSV by Python; the type is
detected from the content, never from a name. Values only: no formula is computed, no macro run, no
link followed. `read` runs in the sandbox; the site calls `sheets.open_sheets`.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any

from ratings.importing.readers import Limits, UnreadableFileError
from ratings.importing.readers.archive import LOCKED, FileType, check_archive, kind_of
from ratings.importing.readers.sheets import Cell, Sheet, decoded, open_sheets, packed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


__all__ = ["Cell", "Sheet", "decoded", "open_sheets", "read"]

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
    csv.field_size_limit(limits.cell_characters)
    rows = _records(text, _delimiter(text), limits)
    return {"name": "", "said": said, "rows": rows}


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and a note for the user about its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _as(data, "cp1252"), OLD_ENCODING


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "The text is in no encoding that is known (UTF-8, UTF-16, Windows-1252). Save it as"
            " CSV UTF-8 and try again."
        ) from None


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that splits the first records into most cells."""
    return max(DELIMITERS, key=lambda mark: _widest(text, mark))


def _widest(text: str, mark: str) -> int:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return max((len(record) for record in islice(records, SAMPLE)), default=0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str, limits: Limits) -> Rows:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    try:
        for record in records:
            rows.append(_cells(record))
            if len(rows) > limits.rows:
                raise UnreadableFileError(f"The file has more than {limits.rows:,} rows. Split it.")
    except csv.Error as error:
        raise UnreadableFileError(_broken(len(rows) + 1, error, limits)) from None
    return rows


def _cells(record: list[str]) -> list[str | None]:
    while record and not record[-1]:
        record.pop()
    return [packed(cell) for cell in record]


def _broken(row: int, error: csv.Error, limits: Limits) -> str:
    if "field limit" in str(error):
        return (
            f"Row {row} has a cell of more than {limits.cell_characters:,} characters: a"
            " quotation mark may be missing at its end."
        )
    return (
        f"Row {row} is not CSV ({error}): a quotation mark may be missing or doubled. Open the"
        " file in a spreadsheet program, save it as CSV UTF-8 and try again."
    )


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
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return _sheets(workbook, limits)
    except PasswordError:
        raise UnreadableFileError(LOCKED) from None
    except (CalamineError, ValueError, OSError):
        raise UnreadableFileError(DAMAGED) from None


def _sheets(workbook: CalamineWorkbook, limits: Limits) -> Packed:
    from python_calamine import SheetTypeEnum

    if len(workbook.sheets_metadata) > limits.sheets:
        raise UnreadableFileError(_too_many(len(workbook.sheets_metadata), "sheets", limits.sheets))
    done: Packed = []
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ is SheetTypeEnum.WorkSheet:
            done.append(_sheet(workbook.get_sheet_by_index(number), limits))
        else:
            done.append({"name": about.name, "said": NOT_CELLS, "rows": []})
        _bounded(done, limits)
    return done


def _sheet(sheet: CalamineSheet, limits: Limits) -> dict[str, Any]:
    """One sheet from its first row and column on, as a spreadsheet program counts them."""
    rows, columns = (size + 1 for size in sheet.end) if sheet.end else (0, 0)
    _refuse_many(sheet.name, rows, rows * columns, limits)
    cells = sheet.to_python(skip_empty_area=False) if rows else []
    return {"name": sheet.name, "said": "", "rows": [_row(row) for row in cells]}


def _row(row: list[Any]) -> list[Any]:
    done = [packed(value) for value in row]
    while done and done[-1] is None:
        done.pop()
    return done


def _bounded(sheets: Packed, limits: Limits) -> Packed:
    """The sheets, if all of them together are within the limits.

    A short row counts as wide as the widest: readers of a table look under each of its headings.
    """
    newest = sheets[-1]
    rows = sum(len(sheet["rows"]) for sheet in sheets)
    cells = sum(len(sheet["rows"]) * _width(sheet["rows"]) for sheet in sheets)
    _refuse_many(newest["name"], rows, cells, limits)
    for number, row in enumerate(newest["rows"], 1):
        if any(isinstance(cell, str) and len(cell) > limits.cell_characters for cell in row):
            raise UnreadableFileError(_too_long(newest["name"], number, limits))
    return sheets


def _width(rows: list[list[Any]]) -> int:
    return max(map(len, rows), default=0)


def _refuse_many(name: str, rows: int, cells: int, limits: Limits) -> None:
    where = f" by sheet “{name}”" if name else ""
    if rows > limits.rows:
        raise UnreadableFileError(_too_many(rows, f"rows{where}", limits.rows))
    if cells > limits.cells:
        raise UnreadableFileError(_too_many(cells, f"cells{where}", limits.cells))


def _too_many(found: int, what: str, most: int) -> str:
    return (
        f"The file has {found:,} {what}; at most {most:,} are read. Delete what is not needed,"
        " empty rows and columns too, and try again."
    )


def _too_long(name: str, row: int, limits: Limits) -> str:
    where = f"Sheet “{name}”, row" if name else "Row"
    return f"{where} {row} has a cell of more than {limits.cell_characters:,} characters."

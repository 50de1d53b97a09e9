"""Spreadsheets that are made to do harm, and how they are refused."""

from __future__ import annotations

from ratings.importing.readers import Limits
from tests.importing.readers.opening import PATIENT, refused_in_box
from tests.importing.workbooks import ods_parts, zipped

BOMB = "unpacks to far more than it holds"


def refused(data: bytes, limits: Limits = PATIENT) -> str:
    return refused_in_box(data, limits)


def repeated(rows: int, columns: int) -> bytes:
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return zipped(ods_parts(f'<table:table table:name="One">{row}</table:table>'))

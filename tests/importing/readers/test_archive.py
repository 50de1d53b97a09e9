"""The archive of a workbook: bombs, lies, passwords and entities are met before it is opened."""

import io
import struct
import zipfile

import pytest

from ratings.importing.readers import LIMITS, Limits, Unreadable
from ratings.importing.readers.archive import inspect_archive
from ratings.importing.readers.sheets import open_sheets
from tests.importing.workbooks import Raw, make_xlsx, ods_parts, table_xml, xlsx_parts, zipped


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        inspect_archive(data, limits)
    return str(caught.value)


def refused_in_box(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        open_sheets(data)
    return str(caught.value)


def test_a_part_of_the_archive_with_a_password_says_so() -> None:
    data = bytearray(make_xlsx({"One": [["a"]]}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "protected by a password" in refused(bytes(data))


def test_what_expands_to_more_than_allowed_is_not_opened() -> None:
    data = make_xlsx({"One": [["x" * 30_000]] * 40})
    assert "unpacks to far more than it holds" in refused(data, Limits(expanded_bytes=1_000_000))


def test_what_expands_out_of_all_proportion_is_not_opened() -> None:
    parts = {**xlsx_parts({"One": ""}), "xl/media/image.bin": bytes(30_000_000)}
    assert "unpacks to far more than it holds" in refused(zipped(parts))


def test_a_header_that_lies_about_the_size_is_not_believed() -> None:
    data = make_xlsx({"One": [["x" * 30_000]] * 40})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    assert data.count(size) == 2
    lying = data.replace(size, struct.pack("<I", 100))
    assert "unpacks to far more than it holds" in refused(lying, Limits(expanded_bytes=1_000_000))


def test_a_header_that_points_nowhere_is_damage() -> None:
    data = bytearray(make_xlsx({"One": [["a"]]}))
    data[data.index(b"PK\x01\x02") + 42 : data.index(b"PK\x01\x02") + 46] = b"\xf0\xff\xff\x00"
    assert "cut off or damaged" in refused(bytes(data))


def test_an_archive_of_very_many_parts_is_not_opened() -> None:
    data = zipped({f"xl/{number}": "" for number in range(5_001)}, zipfile.ZIP_STORED)
    assert "unpacks to far more than it holds" in refused(data)


def test_packing_that_spreadsheets_do_not_use_is_not_opened() -> None:
    assert "packed in a way" in refused(zipped(xlsx_parts({"One": ""}), zipfile.ZIP_LZMA))


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def test_xml_entities_are_refused() -> None:
    table = table_xml("One", [[Raw("<table:table-cell><text:p>&c;</text:p></table:table-cell>")]])
    assert "XML entities" in refused_in_box(zipped(ods_parts(table, LAUGHS)))
    parts = xlsx_parts({"One": "<sheetData/>"})
    parts["xl/workbook.xml"] = f'<?xml version="1.0"?>{LAUGHS}<workbook/>'
    assert "XML entities" in refused_in_box(zipped(parts, zipfile.ZIP_STORED))

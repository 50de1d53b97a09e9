"""Archives that unpack to more than they are, or are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress

from ratings.importing.readers import UnreadableFileError
from ratings.importing.readers.sheets import open_sheets
from tests.importing.readers.opening import PATIENT
from tests.importing.readers.opening import refused_in_box as refused
from tests.importing.workbooks import make_xlsx, xlsx_parts, zipped

BOMB = "unpacks to far more than it holds"


def test_a_bomb_in_a_workbook_is_not_opened() -> None:
    parts = xlsx_parts({"One": ""})
    parts["xl/worksheets/sheet1.xml"] = b" " * 100_000_000
    assert BOMB in refused(zipped(parts))


def test_a_bomb_in_a_bomb_is_an_archive_without_a_workbook() -> None:
    inner = zipped({"0.xml": bytes(10_000_000)})
    nested = zipped({f"{number}.zip": inner for number in range(20)})
    assert "without a workbook" in refused(nested)
    assert "xl/workbook.xml" not in nested.decode("latin-1")


def test_parts_that_overlap_are_counted_as_often_as_they_are_named() -> None:
    """One packed megabyte under a hundred names, as in the bombs that do without nesting."""
    packed = zlib.compress(bytes(4_000_000), 9)[2:-4]
    names = [f"xl/media/{number}" for number in range(100)]
    header = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), 4_000_000,
                                         1, 0) + b"x"  # fmt: skip
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, 0, len(packed),
                                    4_000_000, len(name), 0, 0, 0, 0, 0, 0) + name.encode()
        for name in names
    )  # fmt: skip
    body = header + packed
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 100, 100, len(central), len(body), 0)
    data = body + central + end
    assert len(data) < 20_000
    assert BOMB in refused(data)


def test_sizes_that_lie_low_are_not_believed() -> None:
    parts = {**xlsx_parts({"One": ""}), "xl/media/a": bytes(90_000_000)}
    data = zipped(parts).replace(struct.pack("<I", 90_000_000), struct.pack("<I", 9))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.getinfo("xl/media/a").file_size == 9
    assert BOMB in refused(data)


def test_two_archives_in_one_file_are_read_under_the_limits() -> None:
    """Readers differ in which directory of parts they believe: the limits hold for both."""
    small, bomb = make_xlsx({"One": [["a"]]}), zipped({"content.xml": bytes(60_000_000)})
    for data in (bomb + small, small + bomb):
        with suppress(UnreadableFileError):
            assert [sheet.name for sheet in open_sheets(data, PATIENT)] == ["One"]

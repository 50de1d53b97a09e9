"""PNGs on disk: kept under what they show, bounded in bytes, drawn with a font of their own."""

import os
from pathlib import Path

import pytest

from ratings.charts.theme import FONT
from ratings.exports import pictures
from ratings.exports.pictures import draw, fonts, make_room, png_of

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20" width="100" height="20">'
    '<text x="0" y="15" font-family="{}">good → ü</text></svg>'
)


def test_the_font_comes_with_its_package_or_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(fonts()) == 3
    assert all(Path(file).is_file() for file in fonts())
    assert (Path(fonts()[0]).parent / "LICENSE.txt").read_text().count("SIL Open Font License")
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    fonts.cache_clear()
    with pytest.raises(RuntimeError, match="requirements"):
        fonts()
    fonts.cache_clear()


def test_text_is_drawn_in_it_whatever_the_picture_asks_for() -> None:
    empty = draw(SVG.replace("good → ü", "").format("sans-serif"), 200)
    asked = {draw(SVG.format(family), 200) for family in (FONT, "Arial, sans-serif", "sans-serif")}
    assert len(asked) == 1
    assert asked != {empty}


def test_the_longest_not_asked_for_go_first(tmp_path: Path) -> None:
    for age, name in enumerate(["newest", "newer", "older", "oldest"]):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    make_room(tmp_path, 250)
    assert {path.name for path in tmp_path.iterdir()} == {"newest", "newer"}


def test_asking_again_keeps_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "draw", lambda svg, width: f"{svg}{width}".encode())
    assert png_of("a", 10, tmp_path) == b"a10"
    (file,) = tmp_path.iterdir()
    os.utime(file, (1, 1))
    assert png_of("a", 10, tmp_path) == b"a10"
    assert file.stat().st_mtime > 1
    assert png_of("a", 20, tmp_path) == b"a20"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_disk_that_refuses_costs_nobody_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pictures, "draw", lambda svg, width: b"drawn")
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(pictures.logger, "propagate", True)
    assert png_of("a", 10, tmp_path / "file") == b"drawn"
    assert "could not be kept" in caplog.text

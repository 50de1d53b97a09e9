"""The timeline at the size of a word."""

from __future__ import annotations

import re
from datetime import date

from ratings.charts.sparkline import sparkline
from tests.charts.builders import SVG, WEST, parse, texts, timeline_data

AS_AT = date(2025, 6, 30)


def west() -> str:
    return sparkline(timeline_data().line, WEST, AS_AT, date(2025, 3, 31))


def test_it_is_as_large_as_a_word_and_says_only_its_title() -> None:
    root = parse(west().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert (root.get("width"), root.get("height")) == ("120", "24")
    assert [child.text for child in root.iter(f"{SVG}title")] == [
        "West <Shire> & “Co”: improved (2021) → good (2022) → no overall grade (2024)"
    ]
    assert not texts(west())


def test_its_bars_have_the_tone_and_the_place_of_the_grade() -> None:
    assert re.search(r'class="tl-fill-blue"', west())
    assert "tl-dashed" in west()


def test_it_has_no_style_and_no_id() -> None:
    assert not re.search(r"style=|<style|<script| id=", west())


def test_a_grade_below_the_known_scale_makes_room_for_itself() -> None:
    line = timeline_data().line
    assert sparkline(line, WEST, AS_AT, AS_AT, positions=1) != sparkline(line, WEST, AS_AT, AS_AT)


def test_an_authority_without_a_grade_has_an_empty_one() -> None:
    empty = timeline_data(WEST, ()).line
    assert "<rect" not in sparkline(empty, WEST, AS_AT, AS_AT)

"""The key: each mark of a picture with its words, and none that the picture has not."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline
from tests.charts.builders import label_boxes, parse, shire_alone, texts, timeline_data

JUST_BEGUN = date(2021, 7, 10)
"""Three months after the authority began: too short a stretch for words in it."""


def pictures(data: TimelineData) -> dict[str, str]:
    chart = timeline(data)
    small = {f"small {width}": small_inline(data, width=width) for width in (WIDE, NARROW)}
    return {"wide": chart.svg, "narrow": chart.svg_narrow} | small


FORMS = ["wide", "narrow", f"small {WIDE}", f"small {NARROW}"]


@pytest.mark.parametrize("form", FORMS)
def test_the_dashed_line_of_who_has_no_grade_yet_is_explained(form: str) -> None:
    svg = pictures(timeline_data(as_at=JUST_BEGUN))[form]
    assert 'class="tl-dashed"' in svg
    assert "not yet inspected" in texts(svg)


@pytest.mark.parametrize("form", FORMS)
def test_what_the_picture_has_not_is_not_explained(form: str) -> None:
    said = texts(pictures(shire_alone())[form])
    assert "not yet inspected" not in said
    assert "visit: mixed" in said
    assert "visit: unchanged" not in said


@pytest.mark.parametrize("form", FORMS)
def test_the_key_stays_within_the_picture(form: str) -> None:
    svg = pictures(timeline_data(as_at=JUST_BEGUN))[form]
    width = float(parse(svg).attrib["viewBox"].split()[2])
    boxes = label_boxes(svg)
    assert "not yet inspected" in {words for words, _ in boxes}
    assert [words for words, box in boxes if box.x0 < 0 or box.x1 > width] == []

"""The timeline at the size of a word, and as its component prints it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from ratings.charts.sparkline import sparkline
from ratings.charts.timeline import timeline
from tests.charts.builders import AS_AT, SVG, WEST, parse, texts, timeline_data


def west() -> str:
    return sparkline(timeline_data().line, WEST, AS_AT, date(2025, 3, 31))


def test_a_sparkline_is_as_large_as_a_word_and_says_only_its_title() -> None:
    root = parse(west().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert (root.get("width"), root.get("height")) == ("120", "24")
    assert [child.text for child in root.iter(f"{SVG}title")] == [
        "West <Shire> & “Co”: improved (2021) → good (2022) → no overall grade (2024)"
    ]
    assert not texts(west())


def test_its_bars_have_the_tone_and_the_place_of_the_grade_without_style_or_id() -> None:
    assert re.search(r'class="tl-fill-blue"', west())
    assert "tl-dashed" in west()
    assert not re.search(r"style=|<style|<script| id=", west())


def test_a_grade_below_the_known_scale_makes_room_for_itself() -> None:
    line = timeline_data().line
    assert sparkline(line, WEST, AS_AT, AS_AT, positions=1) != sparkline(line, WEST, AS_AT, AS_AT)


def test_an_authority_without_a_grade_has_an_empty_one() -> None:
    empty = timeline_data(WEST, ()).line
    assert "<rect" not in sparkline(empty, WEST, AS_AT, AS_AT)


@pytest.fixture(scope="module")
def page() -> str:
    chart = timeline(timeline_data())
    context = {"chart": chart, "plotly_url": "/static/plotly.js"}
    return render_to_string("components/timeline.html", context)


def test_the_component_prints_both_pictures_once_and_the_table_with_headings(page: str) -> None:
    assert page.count('class="tl tl-wide"') == page.count('class="tl tl-narrow"') == 1
    assert '<th scope="col">Date</th>' in page
    assert '<th scope="row">4 March 2014</th>' in page


def test_the_component_carries_the_figure_as_data_that_cannot_end_its_element(page: str) -> None:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == timeline(timeline_data()).figure


def test_the_component_has_no_inline_code_or_style_and_names_are_escaped(page: str) -> None:
    inline = r"<script(?! type=\"application/json\")|<style| style=| on[a-z]+="
    assert re.findall(inline, page) == []
    assert "<Shire>" not in page
    assert "<is>" not in page


def test_the_component_does_without_plotly() -> None:
    bare = render_to_string("components/timeline.html", {"chart": timeline(timeline_data())})
    assert 'data-plotly=""' in bare

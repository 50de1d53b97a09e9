"""The component that prints a chart: both pictures, events, table and data, no inline code."""

from __future__ import annotations

import json
import re

import pytest
from django.template.loader import render_to_string

from ratings.charts.timeline import timeline
from tests.charts.builders import timeline_data


@pytest.fixture(scope="module")
def page() -> str:
    chart = timeline(timeline_data())
    context = {"chart": chart, "plotly_url": "/static/plotly.js"}
    return render_to_string("components/timeline.html", context)


def test_it_prints_both_pictures_once(page: str) -> None:
    assert page.count('class="tl tl-wide"') == page.count('class="tl tl-narrow"') == 1


def test_it_prints_the_table_with_headings(page: str) -> None:
    assert '<th scope="col">Date</th>' in page
    assert '<th scope="row">4 March 2014</th>' in page


def test_it_carries_the_figure_as_data_that_cannot_end_its_element(page: str) -> None:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == timeline(timeline_data()).figure


def test_it_has_no_inline_code_or_style(page: str) -> None:
    assert (
        re.findall(r"<script(?! type=\"application/json\")|<style| style=| on[a-z]+=", page) == []
    )


def test_names_are_escaped(page: str) -> None:
    assert "<Shire>" not in page
    assert "<is>" not in page


def test_it_does_without_plotly(page: str) -> None:
    bare = render_to_string("components/timeline.html", {"chart": timeline(timeline_data())})
    assert 'data-plotly=""' in bare

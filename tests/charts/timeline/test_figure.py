"""The figure: what Plotly itself accepts, with the same story."""

from __future__ import annotations

import json
from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from ratings.charts.timeline import TimelineData, timeline
from tests.charts.builders import (
    EVENTS,
    SHIRE_INSPECTIONS,
    WEST_INSPECTIONS,
    shire_alone,
    timeline_data,
    with_three_predecessors,
)

FIGURE = timeline(timeline_data()).figure


def hovers() -> str:
    lines = [text for trace in FIGURE["data"] for text in trace["hovertext"]]
    return "\n".join(lines).replace("<br>", " ")


@pytest.mark.parametrize("story", [timeline_data, shire_alone, with_three_predecessors])
def test_plotly_accepts_it(story: Callable[[], TimelineData]) -> None:
    go.Figure(timeline(story()).figure)


def test_it_is_plain_json_without_plotly_s_own_template() -> None:
    text = json.dumps(FIGURE)
    assert json.loads(text) == FIGURE
    assert FIGURE["layout"]["template"]["layout"].keys() == {
        "font", "paper_bgcolor", "plot_bgcolor", "hoverlabel",
    }  # fmt: skip
    assert len(text) < 40_000


def test_every_grade_visit_and_event_can_be_hovered_over() -> None:
    text = hovers()
    for inspection in (*SHIRE_INSPECTIONS, *WEST_INSPECTIONS):
        if not inspection.is_graded:
            assert inspection.shown_date.in_words() in text
    assert "Inadequate from 4 March 2014 to 10 June 2018." in text
    assert "No overall grade since 13 May 2024, still so on 31 March 2025." in text
    for number, _ in enumerate(EVENTS, 1):
        assert f"{number}. " in text


def test_names_are_escaped_in_what_plotly_reads_as_html() -> None:
    text = json.dumps(FIGURE, ensure_ascii=False)
    assert "A trust &lt;is&gt; announced" in text
    assert "West &lt;Shire&gt; &amp; “Co”" in text
    assert "<Shire>" not in text


def test_time_can_be_zoomed_and_the_rows_stay() -> None:
    layout = FIGURE["layout"]
    assert (layout["xaxis"]["type"], layout["dragmode"]) == ("date", "zoom")
    assert layout["yaxis"]["fixedrange"] is True


def test_every_trace_names_its_tone_and_needs_only_the_basic_bundle() -> None:
    """The page colours it by its tone."""
    tones = {trace["meta"]["tone"] for trace in FIGURE["data"]}
    assert tones >= {"blue", "amber", "red", "deep-blue", "line", "ink", "open"}
    assert {trace["type"] for trace in FIGURE["data"]} <= {"bar", "scatter"}


def marks() -> list[tuple[str, float, str]]:
    """Day, row and label of every visit."""
    traces = [t for t in FIGURE["data"] if "hovertext" in t]
    visits = [t for t in traces if any(" visit " in text for text in t["hovertext"])]
    return [mark for t in visits for mark in zip(t["x"], t["y"], t["text"], strict=True)]


def test_a_visit_before_any_grade_stands_between_the_rows_of_grades_on_a_line() -> None:
    rows = {day: row for day, row, _ in marks()}
    assert FIGURE["layout"]["yaxis"]["ticktext"][1] == "Good"
    assert rows["2021-07-05"] == rows["2021-11-09"] == 1.5
    assert rows["2022-09-01"] == pytest.approx(0.62), "on the bar of good, the grade it had"
    assert "Not yet inspected from 1 April 2021 to 1 March 2022." in hovers()


def test_the_first_visit_of_a_year_on_a_row_carries_the_year() -> None:
    labels = {day: text for day, _, text in marks()}
    wanted = {"2021-07-05": "2021", "2021-11-09": "", "2022-09-01": "2022"}
    assert {day: labels[day] for day in wanted} == wanted

"""The story in words, with nothing left out: table, alt text and events, and the figure that Plotly
accepts. How far the record reaches: two marks for two kinds, never over what is on record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.compact import WIDE
from ratings.charts.timeline.export import small_picture, whole_picture
from ratings.charts.timeline.labels import spell_sentence
from ratings.charts.timeline.layout import build_timeline
from ratings.charts.timeline.reach import beyond, in_sentences
from ratings.rules.spells import headline_spells
from ratings.rules.types import Authority, Inspection
from tests.charts.builders import (
    AS_AT,
    EVENTS,
    FORMS,
    GOOD,
    MIDDLE,
    NEW,
    SHIRE_INSPECTIONS,
    WEST_INSPECTIONS,
    assert_legible,
    graded,
    parse,
    reach,
    shire_alone,
    texts,
    timeline_data,
    visit,
    with_three_predecessors,
)

CHART = timeline(timeline_data())
ROWS = {row[0]: row for row in CHART.table.rows}
"""By date; of two on a day the last."""
WHAT = " ".join(row[2] for row in CHART.table.rows)
FIGURE = CHART.figure
HOVERS = " ".join(text for trace in FIGURE["data"] for text in trace["hovertext"])
HOVERS = HOVERS.replace("<br>", " ")


def test_every_inspection_and_visit_is_in_the_table_in_order_of_date() -> None:
    rows = CHART.table.rows
    assert {len(row) for row in rows} == {len(CHART.table.columns)}
    for inspection in (*SHIRE_INSPECTIONS, *WEST_INSPECTIONS):
        words = inspection.shown_date.in_words()
        assert any(
            row[0] == words and row[2].startswith(("Standard", "Monitoring")) for row in rows
        )
    years = [int(re.findall(r"\d{4}", row[0])[0]) for row in rows]
    assert years == sorted(years)


def test_every_event_to_the_day_is_in_the_table_and_the_list_with_its_number() -> None:
    for number, event in enumerate(EVENTS, 1):
        assert f"Event {number} (trust): {event.title}" in WHAT
    events = build_timeline(timeline_data()).events
    assert [e.number for e in events] == [1, 2, 3]
    assert [(e.authority, e.date) for e in events[:2]] == [("Shire", "October 2014"), ("", "2022")]
    events = build_timeline(timeline_data(as_at=date(2022, 1, 15))).events
    assert [e.number for e in events] == [1, 2]


def test_a_grade_its_areas_and_the_reason_for_a_gap_are_in_one_row() -> None:
    row = ROWS["4 March 2014"]
    assert row[1:5] == ("Shire", "Standard inspection", "OLD", "inadequate")
    assert "Leadership: requires improvement" in row[5]
    assert "Adoption: not graded" in row[5]
    assert "not a judgement then: Protection" in row[5]


def test_a_visit_states_its_direction_theme_and_priority_action_and_none_an_overall_grade() -> None:
    assert ROWS["February 2019"][2:5] == (
        "Monitoring visit, theme: front door", "MID 2018", "improved",
    )  # fmt: skip
    assert ROWS["3 June 2019"][2] == "Monitoring visit, with areas for priority action"
    assert ROWS["9 November 2021"][4] == "letter not read yet"
    assert ROWS["13 May 2024"][4] == "no overall grade"


def test_frameworks_predecessors_successors_and_completeness_are_in_the_table() -> None:
    for code in ("EARLY", "OLD", "MID 2018", "NEW 2023"):
        assert f"({code})" in WHAT
        assert code in texts(CHART.svg)
    assert "Last day (split)" in WHAT
    assert "Record complete from here for visits" in WHAT
    assert "Record complete to here for visits" in WHAT
    assert "Record complete to here for reports of graded inspections" in WHAT
    ended = " ".join(row[2] for row in timeline(shire_alone()).table.rows)
    assert "Last day; followed by North Shire, West Shire" in ended


def test_the_alt_text_tells_the_story_and_names_every_predecessor() -> None:
    text = CHART.description
    assert "improved (2021) → good (2022) → no overall grade (2024)" in text
    assert "Before it, Shire (split, last day 31 March 2021): inadequate (2014)" in text
    assert "3 visits without a grade: 1 improved; 1 unchanged; 1 letter not read yet." in text
    assert "to 30 June 2025, on reports published to 31 March 2025." in text
    text = timeline(with_three_predecessors()).description
    assert all(name in text for name in ("Bourne", "Old Poole", "Dorset County"))


def test_the_source_says_as_at_known_by_and_licence_once() -> None:
    source = timeline(timeline_data(known_by=date(2025, 9, 30))).source
    assert source.startswith(
        "As at 30 June 2025, from what was published by 30 September 2025, on reports published to "
        "31 March 2025. "
    )
    assert source.endswith("Source: Inspections by Ofsted. Open Government Licence v3.0.")
    named = timeline_data(source_text="Ofsted, Open Government Licence v3.0")
    assert timeline(named).source.count("Open Government Licence") == 1


def test_a_spell_says_its_days_only_as_precisely_as_they_are_known() -> None:
    months = [graded(MIDDLE, day, overall=GOOD) for day in ("2016-02", "2019-06", "2022-10-03")]
    spells = headline_spells(months, Authority("shire", "Shire"), date(2024, 1, 1))
    assert [spell_sentence(spell) for spell in spells] == [
        "Good from February 2016 until June 2019.",
        "Good from June 2019 to 2 October 2022.",
        "Good since 3 October 2022, still so on 1 January 2024.",
    ]


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
    for inspection in (*SHIRE_INSPECTIONS, *WEST_INSPECTIONS):
        if not inspection.is_graded:
            assert inspection.shown_date.in_words() in HOVERS
    assert "Inadequate from 4 March 2014 to 10 June 2018." in HOVERS
    assert "No overall grade since 13 May 2024, still so on 31 March 2025." in HOVERS
    for number, _ in enumerate(EVENTS, 1):
        assert f"{number}. " in HOVERS


def test_names_are_escaped_in_what_plotly_reads_as_html() -> None:
    text = json.dumps(FIGURE, ensure_ascii=False)
    assert "A trust &lt;is&gt; announced" in text
    assert "West &lt;Shire&gt; &amp; “Co”" in text
    assert "<Shire>" not in text


def test_time_can_be_zoomed_and_every_trace_names_the_tone_in_which_the_page_colours_it() -> None:
    """And it needs only the basic bundle."""
    layout = FIGURE["layout"]
    assert (layout["xaxis"]["type"], layout["dragmode"]) == ("date", "zoom")
    assert layout["yaxis"]["fixedrange"] is True
    tones = {trace["meta"]["tone"] for trace in FIGURE["data"]}
    assert tones >= {"blue", "amber", "red", "deep-blue", "line", "ink", "open"}
    assert {trace["type"] for trace in FIGURE["data"]} <= {"bar", "scatter"}


def test_visits_stand_between_the_rows_of_grades_and_the_first_of_a_year_carries_the_year() -> None:
    traces = [t for t in FIGURE["data"] if " visit " in " ".join(t.get("hovertext", ()))]
    rows, labels = (
        {day: each for t in traces for day, each in zip(t["x"], t[key], strict=True)}
        for key in ("y", "text")
    )
    assert FIGURE["layout"]["yaxis"]["ticktext"][1] == "Good"
    assert rows["2021-07-05"] == rows["2021-11-09"] == 1.5
    assert rows["2022-09-01"] == pytest.approx(0.62), "on the bar of good, the grade it had"
    assert "Not yet inspected from 1 April 2021 to 1 March 2022." in HOVERS
    wanted = {"2021-07-05": "2021", "2021-11-09": "", "2022-09-01": "2022"}
    assert {day: labels[day] for day in wanted} == wanted


FIRST, LAST = date(2009, 1, 1), date(2025, 6, 30)
REPORTS = "reports after 31 March 2025 not recorded"
VISITS = "visits after 31 December 2024 not recorded"
GRADED_MARK = ("graded", date(2025, 3, 31), REPORTS)
VISITS_MARK = ("visits", date(2024, 12, 31), VISITS)
GRADED_LATER = graded(NEW, "2025-05-12", leaders=GOOD)
PUBLISHED_LATER = replace(graded(NEW, "2025-03-03"), published=date(2025, 4, 20))
VISITS_IN_PART = "visits after 31 December 2024 recorded only in part"
REPORTS_IN_PART = "reports after 31 March 2025 recorded only in part"


@pytest.mark.parametrize(
    ("inspections", "last", "marks"),
    [
        ((), LAST, [GRADED_MARK, VISITS_MARK]),
        (WEST_INSPECTIONS, LAST, [GRADED_MARK, VISITS_MARK]),
        # A picture that ends before a kind does has no mark of it.
        ((), date(2025, 3, 31), [VISITS_MARK]),
        ((), date(2024, 12, 31), []),
        # What is on record all the same is not drawn over.
        ([visit("2025-05")], LAST, [GRADED_MARK, ("visits", date(2025, 5, 1), VISITS_IN_PART)]),
        ([GRADED_LATER], LAST, [("graded", date(2025, 5, 12), REPORTS_IN_PART), VISITS_MARK]),
        # A later report of an earlier inspection is recorded too.
        ([PUBLISHED_LATER], LAST, [("graded", date(2025, 3, 31), REPORTS_IN_PART), VISITS_MARK]),
    ],
)
def test_each_kind_is_marked_from_its_own_last_day(
    inspections: list[Inspection], last: date, marks: list[tuple[str, date, str]]
) -> None:
    found = beyond(reach(), inspections, FIRST, last)
    assert [(each.kind, each.start, each.words) for each in found] == marks


def test_a_kind_without_a_limit_has_no_mark() -> None:
    assert beyond({}, (), FIRST, LAST) == ()
    assert list(in_sentences({}, ())) == []


def test_what_it_means_is_said_in_sentences() -> None:
    assert " ".join(in_sentences(reach(), [visit("2018-05")])) == (
        "Reports of graded inspections published to 31 March 2025; "
        "visits begun from 1 April 2019 to 31 December 2024. "
        "Anything later may have happened but is not recorded here. "
        "Visits before 1 April 2019 are recorded only in part."
    )
    assert " ".join(in_sentences(reach(), [visit("2025-05")])).endswith(
        "Visits before 1 April 2019 and after 31 December 2024 are recorded only in part."
    )


def hatches(svg: str, kind: str) -> list[tuple[float, ...]]:
    """Left, top, width and height of what is hatched for a kind; the last is the key's."""
    return [
        tuple(float(rect.attrib[side]) for side in ("x", "y", "width", "height"))
        for rect in parse(svg).iter()
        if rect.get("class") == "tl-hatch" and rect.attrib["fill"].endswith(f"-{kind})")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_both_kinds_are_hatched_apart_and_explained(form: str) -> None:
    svg = FORMS[form](timeline_data())
    (x, y, width, height), _ = hatches(svg, "graded")
    (left, top, wide, high), _ = hatches(svg, "visits")
    beside = left >= x + width if form == "narrow" else top >= y + height
    assert beside, "the strip of visits is beside the bands of grades, not over them"
    assert wide * high > 0
    said = " ".join(texts(svg))
    for words in (REPORTS, VISITS):
        assert words in said
        assert f"<title>{words}</title>" in svg


def test_the_two_hatchings_slant_against_each_other() -> None:
    turned = dict(re.findall(r'id="[^"]*-(graded|visits)"[^>]*rotate\((-?\d+)\)', CHART.svg))
    assert turned == {"graded": "45", "visits": "-45"}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_on_record_is_not_hatched_in_any_form(form: str) -> None:
    later = (visit("2025-04-10", "improved"), GRADED_LATER)
    shire = Authority("shire", "Shire")
    as_far = reach("2025-01-31", "2024-12-31")
    bare, full = (
        FORMS[form](timeline_data(shire, found, reach=as_far))
        for found in ((graded(NEW, "2024-05-13", leaders=GOOD),), later)
    )
    axis = 1 if form == "narrow" else 0
    for kind in ("graded", "visits"):
        assert hatches(full, kind)[0][axis] > hatches(bare, kind)[0][axis] + 0.5
        assert hatches(full, kind)[0][axis + 2] < hatches(bare, kind)[0][axis + 2] - 0.5


@pytest.mark.parametrize("form", FORMS)
def test_a_complete_record_and_one_who_ended_before_have_no_hatching(form: str) -> None:
    complete = reach(AS_AT.isoformat(), AS_AT.isoformat())
    for data in (timeline_data(reach=complete), timeline_data(reach={}), shire_alone()):
        assert "tl-hatch" not in FORMS[form](data)


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_words_of_the_key_fit_and_touch_nothing(form: str) -> None:
    later = (*WEST_INSPECTIONS, visit("2025-02-10", "", "west", asks_direction=False))
    assert_legible(FORMS[form](timeline_data(inspections=later)))


@pytest.mark.parametrize("draw", [whole_picture, lambda data: small_picture(data, width=WIDE)])
def test_a_picture_that_stands_alone_says_on_which_reports_it_rests(draw: Any) -> None:
    said = " ".join(texts(draw(timeline_data())))
    assert "As at 30 June 2025, on reports published to 31 March 2025." in said
    earlier = " ".join(texts(draw(timeline_data(known_by=date(2025, 1, 31)))))
    assert "on reports published to 31 January 2025." in earlier
    assert "silence" not in said


def test_the_interactive_figure_has_two_hatchings_that_say_what_they_are() -> None:
    shown = {
        trace["hovertext"][0]: (trace["marker"]["pattern"]["shape"], trace["base"][0])
        for trace in FIGURE["data"][:2]
    }
    assert shown == {
        "Reports after 31 March 2025 not recorded": ("/", "2025-03-31"),
        "Visits after 31 December 2024 not recorded": ("\\", "2024-12-31"),
    }
    whole, strip = (trace["width"][0] for trace in FIGURE["data"][:2])
    assert whole == len(FIGURE["layout"]["yaxis"]["ticktext"])
    assert strip < 0.25, "a strip below the grades"
    subtitle = FIGURE["layout"]["title"]["subtitle"]["text"]
    assert subtitle == "As at 30 June 2025, on reports published to 31 March 2025."


def test_a_grade_is_shown_as_held_to_the_last_day_that_is_known() -> None:
    assert "No overall grade since 13 May 2024, still so on 31 March 2025." in CHART.svg
    later = graded(NEW, "2025-05-12", "west", leaders=GOOD)
    data = timeline_data(inspections=(*WEST_INSPECTIONS, later))
    assert "No overall grade since 12 May 2025, still so on 12 May 2025." in timeline(data).svg

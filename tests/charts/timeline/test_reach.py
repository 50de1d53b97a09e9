"""How far the record reaches: two marks for two kinds, never over what is on record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.charts.timeline import timeline
from ratings.charts.timeline.compact import WIDE
from ratings.charts.timeline.export import small_picture, whole_picture
from ratings.charts.timeline.reach import beyond, in_sentences
from ratings.rules.types import Authority, Inspection
from tests.charts.builders import (
    AS_AT,
    FORMS,
    GOOD,
    NEW,
    WEST_INSPECTIONS,
    assert_legible,
    graded,
    parse,
    reach,
    shire_alone,
    texts,
    timeline_data,
    visit,
)

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
    svg = timeline(timeline_data()).svg
    turned = dict(re.findall(r'id="[^"]*-(graded|visits)"[^>]*rotate\((-?\d+)\)', svg))
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
    figure = timeline(timeline_data()).figure
    shown = {
        trace["hovertext"][0]: (trace["marker"]["pattern"]["shape"], trace["base"][0])
        for trace in figure["data"][:2]
    }
    assert shown == {
        "Reports after 31 March 2025 not recorded": ("/", "2025-03-31"),
        "Visits after 31 December 2024 not recorded": ("\\", "2024-12-31"),
    }
    whole, strip = (trace["width"][0] for trace in figure["data"][:2])
    assert whole == len(figure["layout"]["yaxis"]["ticktext"])
    assert strip < 0.25, "a strip below the grades"
    subtitle = figure["layout"]["title"]["subtitle"]["text"]
    assert subtitle == "As at 30 June 2025, on reports published to 31 March 2025."


def test_a_grade_is_shown_as_held_to_the_last_day_that_is_known() -> None:
    chart = timeline(timeline_data())
    assert "No overall grade since 13 May 2024, still so on 31 March 2025." in chart.svg
    later = graded(NEW, "2025-05-12", "west", leaders=GOOD)
    data = timeline_data(inspections=(*WEST_INSPECTIONS, later))
    assert "No overall grade since 12 May 2025, still so on 12 May 2025." in timeline(data).svg

"""What a visit found, drawn and said: four directions, and three reasons why there is none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline
from ratings.charts.timeline.labels import visit_sentence
from ratings.rules.types import Authority, Inspection
from tests.charts.builders import MIDDLE, RI, graded, texts, timeline_data, visit

READ: dict[str, Any] = {"direction_read": "letter"}
JOINT: dict[str, Any] = {"asks_direction": False}


def of(*visits: Inspection) -> TimelineData:
    first = graded(MIDDLE, "2018-06-11", overall=RI, leaders=RI, protection=RI)
    return timeline_data(Authority("shire", "Shire"), (first, *visits))


def pictures(data: TimelineData) -> list[str]:
    chart = timeline(data)
    return [
        chart.svg, chart.svg_narrow, small_inline(data, width=WIDE),
        small_inline(data, width=NARROW),
    ]  # fmt: skip


def mark_of(svg: str) -> str:
    """The only visit of a picture as it is drawn: all of them stand in the same place."""
    found = re.search(r'<(?:path|circle) [^>]*class="tl-mark[a-z-]*"[^>]*>(?=<title>)', svg)
    assert found
    return found[0]


SEVEN = [
    ("improved", {}, "visit: improved"),
    ("declined", {}, "visit: declined"),
    ("unchanged", {}, "visit: unchanged"),
    ("mixed", {}, "visit: mixed"),
    ("", READ, "visit: read, no change stated"),
    ("", {}, "visit: letter not read yet"),
    ("", JOINT, "joint inspection"),
]


@pytest.mark.parametrize("form", range(4), ids=["wide", "narrow", "small", "smallest"])
def test_each_finding_has_a_mark_of_its_own_and_its_words_in_the_key(form: int) -> None:
    marks = set()
    for direction, more, words in SEVEN:
        svg = pictures(of(visit("2020-03-04", direction, **more)))[form]
        marks.add(mark_of(svg))
        said = " ".join(texts(svg))
        assert words in said
        assert [other for _, _, other in SEVEN if other in said] == [words]
    assert len(marks) == len(SEVEN)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (visit("2019-07-03", "declined"), "Monitoring visit on 3 July 2019, direction: declined."),
        (visit("2019-07", "", **READ), "Monitoring visit in July 2019, read, no change stated."),
        (
            visit("2019", "", theme="front door"),
            "Monitoring visit in 2019, theme: front door, letter not read yet.",
        ),
        (
            visit("2022", "", theme="early help", **JOINT),
            "Monitoring visit in 2022, theme: early help.",
        ),
        (
            visit("2022-05-03", "", priority_action=True, **JOINT),
            "Monitoring visit on 3 May 2022, with areas for priority action.",
        ),
    ],
)
def test_a_tooltip_says_when_as_precisely_as_known_and_what_was_found(
    seen: Inspection, said: str
) -> None:
    assert visit_sentence(seen) == said
    for svg in pictures(of(seen)):
        assert f"<title>{said}</title>" in svg


def test_table_and_alt_text_say_the_same_words() -> None:
    visits = [visit(f"20{20 + i}-02-03", one, **more) for i, (one, more, _) in enumerate(SEVEN[:6])]
    chart = timeline(of(*visits, visit("2019-02-03", "", **JOINT)))
    cells = [row[4] for row in chart.table.rows if row[2].startswith("Monitoring")]
    assert sorted(cells) == [
        "declined", "improved", "letter not read yet", "mixed", "no direction asked",
        "read, no change stated", "unchanged",
    ]  # fmt: skip
    assert (
        "7 visits without a grade: 1 improved; 1 declined; 1 unchanged; 1 mixed; "
        "1 read, no change stated; 1 letter not read yet; 1 no direction asked."
    ) in chart.description


def test_the_interactive_figure_has_a_symbol_for_each_and_names_it() -> None:
    visits = [visit(f"20{19 + i}-02-03", one, **more) for i, (one, more, _) in enumerate(SEVEN)]
    traces = {
        trace["name"]: trace["marker"]["symbol"]
        for trace in timeline(of(*visits)).figure["data"]
        if "name" in trace
    }
    assert traces == {
        "Visit: improved": "triangle-up",
        "Visit: declined": "triangle-down",
        "Visit: unchanged": "square",
        "Visit: mixed": "diamond",
        "Visit: read, no change stated": "circle-open",
        "Visit: letter not read yet": "circle-x-open",
        "Joint inspection": "circle-open-dot",
    }

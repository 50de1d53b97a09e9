"""What a visit found, drawn and said (four directions, and three reasons why there is none); and
the key: each mark of a picture with its words, and none that the picture has not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.labels import visit_sentence
from ratings.rules.types import Authority, Inspection
from tests.charts.builders import (
    FORMS,
    MIDDLE,
    RI,
    graded,
    label_boxes,
    parse,
    shire_alone,
    texts,
    timeline_data,
    visit,
)

READ: dict[str, Any] = {"direction_read": "letter"}
JOINT: dict[str, Any] = {"asks_direction": False}


def of(*visits: Inspection) -> TimelineData:
    first = graded(MIDDLE, "2018-06-11", overall=RI, leaders=RI, protection=RI)
    return timeline_data(Authority("shire", "Shire"), (first, *visits))


SEVEN = [
    ("improved", {}, "visit: improved"),
    ("declined", {}, "visit: declined"),
    ("unchanged", {}, "visit: unchanged"),
    ("mixed", {}, "visit: mixed"),
    ("", READ, "visit: read, no change stated"),
    ("", {}, "visit: letter not read yet"),
    ("", JOINT, "joint inspection"),
]


@pytest.mark.parametrize("form", FORMS)
def test_each_finding_has_a_mark_of_its_own_and_its_words_in_the_key(form: str) -> None:
    marks = set()
    for direction, more, words in SEVEN:
        svg = FORMS[form](of(visit("2020-03-04", direction, **more)))
        # All of them stand in the same place.
        found = re.search(r'<(?:path|circle) [^>]*class="tl-mark[a-z-]*"[^>]*>(?=<title>)', svg)
        assert found
        marks.add(found[0])
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
    for draw in FORMS.values():
        assert f"<title>{said}</title>" in draw(of(seen))


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


@pytest.mark.parametrize("form", FORMS)
def test_the_dashed_line_of_who_has_no_grade_yet_is_explained_within_the_picture(form: str) -> None:
    """Three months after the authority began: too short a stretch for words in it."""
    svg = FORMS[form](timeline_data(as_at=date(2021, 7, 10)))
    assert 'class="tl-dashed"' in svg
    assert "not yet inspected" in texts(svg)
    boxes = label_boxes(svg)
    assert "not yet inspected" in {words for words, _ in boxes}
    width = float(parse(svg).attrib["viewBox"].split()[2])
    assert [words for words, box in boxes if box.x0 < 0 or box.x1 > width] == []


@pytest.mark.parametrize("form", FORMS)
def test_what_the_picture_has_not_is_not_explained(form: str) -> None:
    said = texts(FORMS[form](shire_alone()))
    assert "not yet inspected" not in said
    assert "visit: mixed" in said
    assert "visit: unchanged" not in said

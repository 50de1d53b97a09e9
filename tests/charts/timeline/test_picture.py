"""The two pictures: well-formed, safe, legible, telling the whole story; which judgement areas
share a lane. What a visit found, drawn and said; the key: each mark with its words, no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.area_spells import strands_of
from ratings.charts.timeline.labels import visit_sentence
from ratings.rules.trend import Comparability
from ratings.rules.types import Authority, Grade, Inspection
from tests.charts.builders import (
    COMPARABILITY,
    FORMS,
    FRAMEWORKS,
    GOOD,
    INADEQUATE,
    MIDDLE,
    OLD,
    OUTSTANDING,
    RI,
    SCALE,
    assert_legible,
    assert_named_and_safe,
    assert_own_ids,
    event,
    framework,
    graded,
    label_boxes,
    parse,
    shire_alone,
    texts,
    timeline_data,
    visit,
    with_three_predecessors,
)


def not_yet_there() -> TimelineData:
    return timeline_data(as_at=date(2020, 1, 1), inspections=())


def crowded() -> TimelineData:
    """Visits every few weeks, inspections months apart, events on the same days."""
    days = [f"{year}-{month:02}-{day:02}" for year in (2019, 2020) for month in (1, 3, 6, 12)
            for day in (2, 20)]  # fmt: skip
    inspections = (
        graded(OLD, "2014-03-04", overall=INADEQUATE),
        graded(OLD, "2014-06-04", overall=GOOD),
        *(visit(day, "improved") for day in days),
        graded(MIDDLE, "2021-02-01", overall=OUTSTANDING),
        graded(MIDDLE, "2021-05-01", overall=GOOD),
    )
    events = tuple(event(day, f"Event of {day}") for day in days)
    return timeline_data(Authority("shire", "Shire"), inspections, events=events)


STORIES: dict[str, Callable[[], TimelineData]] = {
    "successor": timeline_data,
    "abolished": shire_alone,
    "three predecessors": with_three_predecessors,
    "not yet there": not_yet_there,
    "crowded": crowded,
    "empty": lambda: timeline_data(Authority("none", "None"), ()),
}

stories = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())


def pictures(story: Callable[[], TimelineData]) -> tuple[str, str]:
    chart = timeline(story())
    return chart.svg, chart.svg_narrow


@stories
def test_pictures_are_named_safe_legible_and_always_the_same(
    story: Callable[[], TimelineData],
) -> None:
    chart = timeline(story())
    for svg in (chart.svg, chart.svg_narrow):
        assert_named_and_safe(svg, chart.title, chart.description)
        assert_legible(svg)
    assert timeline(story()) == chart


def test_both_pictures_stand_on_one_page_with_names_escaped() -> None:
    chart = timeline(timeline_data())
    assert parse(chart.svg_narrow).get("width") == "358", "on a phone a unit is a pixel"
    assert_own_ids(chart.svg, chart.svg_narrow)
    assert all(name.startswith("tl-west-") for name in re.findall(r'\sid="([^"]+)"', chart.svg))
    assert "West <Shire> & “Co”" in texts(chart.svg)
    assert "<Shire>" not in chart.svg + chart.svg_narrow


def test_every_node_has_its_letter_and_year_and_every_visit_its_year_and_shape() -> None:
    wide, narrow = pictures(timeline_data)
    labels = {"I 2014", "RI 2018", "G 2022", "– 2024"}
    assert labels <= set(texts(wide))
    assert [label for label in labels if label not in " ".join(texts(narrow))] == []
    for svg in (wide, narrow):
        assert {"2019", "2020", "2021", "2022"} <= set(texts(svg))
    assert wide.count("tl-mark-up") == 3  # two visits and the key
    assert wide.count("tl-mark-down") == wide.count("tl-mark-unread") == 2
    assert wide.count('class="tl-mark"') == 4


def test_a_single_predecessor_stands_faded_behind_a_rule_with_its_name_and_last_day() -> None:
    svg = timeline(timeline_data()).svg
    assert "Shire, split, to 31 March 2021" in texts(svg)
    assert svg.count("tl-rule") == 2
    assert "tl-fill-red tl-era" in svg
    assert "tl-fill-blue tl-era" in svg


def test_several_predecessors_have_a_lane_each() -> None:
    wide = texts(timeline(with_three_predecessors()).svg)
    for name in ("Bourne", "Old Poole", "Dorset County"):
        assert f"{name}, part transferred, to 31 March 2021" in wide
    assert {"O 2014", "G 2015", "RI 2016"} <= set(wide)


def test_an_abolished_authority_ends_at_its_last_day_and_names_its_successors() -> None:
    for svg in pictures(shire_alone):
        words = " ".join(texts(svg))
        assert "Abolished 31 March 2021 → North Shire, West Shire" in words
        assert "2022" not in words
    for day, said in [(date(2021, 3, 31), False), (date(2021, 4, 1), True)]:
        chart = timeline(shire_alone(as_at=day))
        words = " ".join(texts(chart.svg) + texts(chart.svg_narrow))
        assert ("Abolished 31 March 2021" in words) is said


def test_an_authority_that_did_not_exist_says_so() -> None:
    for svg in pictures(not_yet_there):
        assert texts(svg).count("did not yet exist") == 2


def test_areas_that_are_not_comparable_are_cut_apart_and_a_lane_not_judged_says_so() -> None:
    svg = timeline(shire_alone()).svg
    assert svg.count("tl-break") == 4  # leadership, care, leavers, and the key
    assert {"not comparable across the cut", "not a judgement then", "not graded"} <= set(
        texts(svg)
    )
    for story in (shire_alone, timeline_data):
        for svg in pictures(story):
            assert "not judged" not in svg, "one phrase for one fact"


def test_a_reason_without_room_is_a_dash_whose_tooltip_has_the_words() -> None:
    early = graded(OLD, "2017-08-01", overall=GOOD, leadership=GOOD, permanence=GOOD)
    later = graded(MIDDLE, "2018-06-11", overall=GOOD, leaders=GOOD, protection=GOOD)
    for svg in pictures(lambda: timeline_data(Authority("shire", "Shire"), (early, later))):
        assert "–" in texts(svg)
        assert svg.count("not a judgement then") > texts(svg).count("not a judgement then")


def test_grades_outside_the_line_have_a_lane_of_their_own_and_hatched_ones_a_plate() -> None:
    svg = timeline(shire_alone()).svg
    assert {"Safeguarding (EARLY)", "A 2010"} <= set(texts(svg))
    assert 'class="tl-ground-amber-hatched"' in svg


def test_without_a_heading_the_page_says_name_and_line_itself() -> None:
    data = timeline_data()
    assert data.line.text in texts(timeline(data).svg)
    bare = timeline(data, heading=False)
    assert data.line.text not in texts(bare.svg) + texts(bare.svg_narrow)


def test_a_framework_and_a_scale_to_come_need_no_code() -> None:
    secure = Grade("secure", "secure", "S", 2, "teal")
    fragile = Grade("fragile", "fragile", "F", 5, "a tone nobody has drawn")
    future = framework("fam-2027", "whole", "homes", headline="whole", first="2024-01-01")
    inspections = (
        graded(future, "2024-02-01", overall=GOOD, whole=secure, homes=fragile),
        graded(future, "2025-02-01", whole=fragile, homes=secure),
    )
    data = timeline_data(
        Authority("shire", "Shire"), inspections, frameworks=(future,), scale=(*SCALE, fragile)
    )
    words = texts(timeline(data).svg)
    assert {"S 2024", "F 2025", "Fragile", "FAM 2027", "Homes"} <= set(words)


def test_events_that_collide_share_a_mark_with_their_numbers() -> None:
    words = texts(timeline(crowded()).svg)
    marks = [word.split("–") for word in words if re.fullmatch(r"\d{1,2}(–\d{1,2})?", word)]
    covered = [n for mark in marks for n in range(int(mark[0]), int(mark[-1]) + 1)]
    assert sorted(covered) == list(range(1, 17))


ALL = {"old", "mid-2018", "new-2023"}


def lanes(used: set[str]) -> dict[str, tuple[int, ...]]:
    strands = strands_of(FRAMEWORKS, used, COMPARABILITY)
    return {f"{s.areas[-1].framework}/{s.name}": s.lanes for s in strands}


def test_comparable_areas_are_one_strand() -> None:
    strands = strands_of(FRAMEWORKS, ALL, COMPARABILITY)
    leaders = next(s for s in strands if s.name == "Leaders")
    assert [area.framework for area in leaders.areas] == ["new-2023", "mid-2018"]


def test_areas_named_as_not_comparable_share_a_lane_as_two_strands() -> None:
    """Two of one framework never do; one that became two spans both; one without kin has its
    own."""
    found = lanes(ALL)
    care, leavers = found["new-2023/Care"], found["new-2023/Leavers"]
    assert found["old/Leadership"] == found["mid-2018/Leaders"]
    assert (found["old/Permanence"], found["old/Leavers"]) == (care, leavers)
    assert found["mid-2018/Care and leavers"] == (*care, *leavers)
    others = {lane for name, places in found.items() if name != "old/Adoption" for lane in places}
    assert not others & set(found["old/Adoption"])


def test_only_frameworks_that_were_used_take_lanes_and_lanes_hold_together_across_others() -> None:
    assert lanes({"mid-2018"})["mid-2018/Care and leavers"] == (2,)
    found = lanes({"old", "new-2023"})
    assert found["old/Permanence"] == found["new-2023/Care"]


def test_without_any_link_every_area_has_its_own_lane() -> None:
    strands = strands_of(FRAMEWORKS, ALL, Comparability())
    assert len({s.lanes for s in strands}) == len(strands) == 11


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
        (visit("2019", "", theme="front door"),
         "Monitoring visit in 2019, theme: front door, letter not read yet."),
        (visit("2022", "", theme="early help", **JOINT),
         "Monitoring visit in 2022, theme: early help."),
        (visit("2022-05-03", "", priority_action=True, **JOINT),
         "Monitoring visit on 3 May 2022, with areas for priority action."),
    ],
)  # fmt: skip
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
    boxes = label_boxes(svg)
    assert "not yet inspected" in {words for words, _ in boxes}
    width = float(parse(svg).attrib["viewBox"].split()[2])
    assert [words for words, box in boxes if box.x0 < 0 or box.x1 > width] == []


@pytest.mark.parametrize("form", FORMS)
def test_what_the_picture_has_not_is_not_explained(form: str) -> None:
    assert "not yet inspected" not in texts(FORMS[form](shire_alone()))

"""Table, alt text and events: the picture's story in words, with nothing left out."""

from __future__ import annotations

import re
from datetime import date

from ratings.charts.timeline import timeline
from ratings.charts.timeline.labels import spell_sentence
from ratings.charts.timeline.layout import tell
from ratings.rules.spells import headline_spells
from ratings.rules.types import Authority
from tests.charts.builders import (
    EVENTS,
    GOOD,
    MIDDLE,
    SHIRE_INSPECTIONS,
    WEST_INSPECTIONS,
    graded,
    shire_alone,
    texts,
    timeline_data,
    with_three_predecessors,
)

CHART = timeline(timeline_data())
ROWS = {row[0]: row for row in CHART.table.rows}
"""By date; of two on a day the last."""
WHAT = " ".join(row[2] for row in CHART.table.rows)


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
    events = tell(timeline_data()).events
    assert [e.number for e in events] == [1, 2, 3]
    assert [(e.authority, e.date) for e in events[:2]] == [("Shire", "October 2014"), ("", "2022")]
    assert [e.number for e in tell(timeline_data(as_at=date(2022, 1, 15))).events] == [1, 2]


def test_a_grade_its_areas_and_the_reason_for_a_gap_are_in_one_row() -> None:
    row = ROWS["4 March 2014"]
    assert row[1:5] == ("Shire", "Standard inspection", "OLD", "inadequate")
    assert "Leadership: requires improvement" in row[5]
    assert "Adoption: not graded" in row[5]
    assert "not a judgement then: Protection" in row[5]


def test_a_visit_states_its_direction_theme_and_priority_action() -> None:
    assert ROWS["February 2019"][2:5] == (
        "Monitoring visit, theme: front door", "MID 2018", "improved",
    )  # fmt: skip
    assert ROWS["3 June 2019"][2] == "Monitoring visit, with areas for priority action"
    assert ROWS["9 November 2021"][4] == "letter not read yet"


def test_an_inspection_without_overall_grade_says_so() -> None:
    assert ROWS["13 May 2024"][4] == "no overall grade"


def test_every_framework_in_the_picture_is_in_the_table() -> None:
    for code in ("EARLY", "OLD", "MID 2018", "NEW 2023"):
        assert f"({code})" in WHAT
        assert code in texts(CHART.svg)


def test_predecessors_successors_and_completeness_are_in_the_table() -> None:
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

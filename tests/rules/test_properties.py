"""What holds of any record whatever: properties of lines, trends and spells."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ratings.rules.line import Line, build_line, merge_visits
from ratings.rules.spells import area_spells, headline_spells, spell_on
from ratings.rules.trend import Change
from ratings.rules.types import Inspection, on_record
from tests.rules.builders import COMPARABILITY, GRADES, KENT, LAST, NEW, OLD, SLAC, graded, visit

FIRST, LAST_DAY = date(2009, 4, 1), date(2026, 8, 20)
days = st.dates(FIRST, LAST_DAY)


@st.composite
def inspections(draw: st.DrawFn) -> Inspection:
    """Dated to the day, the month or the year, published within 200 days or not."""
    start = draw(days).isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    key = f"kent-{draw(st.integers(0, 10**6))}"
    framework = draw(st.sampled_from([SLAC, OLD, NEW, LAST]))
    if draw(st.booleans()):
        grades = {area.key: draw(st.none() | st.sampled_from(GRADES)) for area in framework.areas}
        given_only = {area: grade for area, grade in grades.items() if grade}
        made = graded(start, framework, id=key, **given_only)
    else:
        directions = ["", "improved", "declined", "mixed", "unchanged"]
        made = visit(start, draw(st.sampled_from(directions)), id=key)
        made = replace(made, framework=framework)
    later = draw(st.none() | st.integers(0, 200))
    published = None if later is None else made.first_day + timedelta(days=later)
    return replace(made, published=published)


stories = st.lists(inspections(), max_size=12, unique_by=lambda i: i.id)


def line(story: list[Inspection], as_at: date, known_by: date | None = None) -> Line:
    return build_line(KENT, story, COMPARABILITY, as_at, known_by)


@given(stories, days)
def test_nodes_as_at_a_day_are_those_begun_by_then_merged_afterwards(
    story: list[Inspection], day: date
) -> None:
    begun = [i for i in story if i.first_day <= day]
    assert line(story, day).nodes == merge_visits(sorted(begun, key=lambda i: i.order_key))


@given(stories, days, days)
def test_what_comes_after_the_day_changes_nothing_that_was_known_by_then(
    story: list[Inspection], as_at: date, known_by: date
) -> None:
    known = on_record(story, as_at, known_by)
    unknown = [i for i in story if i not in known]
    assert all(i.first_day > as_at or i.known_from > known_by for i in unknown)
    assert line(list(known), as_at, known_by) == line(story, as_at, known_by)


@given(stories, days)
def test_the_order_in_which_inspections_are_given_does_not_matter(
    story: list[Inspection], day: date
) -> None:
    assert line(story, day) == line(list(reversed(story)), day)


@given(stories, days)
def test_every_word_of_a_line_comes_from_an_inspection_of_its_years_and_visits_never_repeat_it(
    story: list[Inspection], day: date
) -> None:
    nodes = line(story, day).nodes
    for one, other in itertools.pairwise(nodes):
        assert one.is_graded or other.is_graded or one.word != other.word
    for node in nodes:
        years = {inspection.first_day.year for inspection in node.inspections}
        assert node.years == "–".join(str(y) for y in sorted({min(years), max(years)}))
        assert all(
            i.headline is None or i.headline.word == node.word
            for i in node.inspections
            if i.is_graded
        )


@given(stories, days)
def test_spells_never_overlap_and_leave_no_hole(story: list[Inspection], day: date) -> None:
    nodes = line(story, day).graded
    for spells in (
        headline_spells(nodes, KENT, LAST_DAY),
        area_spells(NEW.areas[1], nodes, KENT, LAST_DAY, COMPARABILITY),
    ):
        for one, following in itertools.pairwise(spells):
            assert one.start <= one.end
            assert following.start == one.end + timedelta(days=1)
            assert not one.is_open
        assert not spells or spells[-1].is_open
        assert not spells or spells[0].start == nodes[0].first_day


@given(stories, days, days)
def test_the_spell_on_a_day_is_of_the_latest_node_begun_by_then(
    story: list[Inspection], as_at: date, day: date
) -> None:
    nodes = line(story, as_at).graded
    spell = spell_on(headline_spells(nodes, KENT, LAST_DAY), day)
    begun = [i for i in nodes if i.first_day <= day]
    assert (spell.inspection if spell else None) == (begun[-1] if begun else None)


@given(stories, days)
def test_there_is_a_trend_where_there_is_a_graded_node_and_an_earlier_grade_where_none_is_held(
    story: list[Inspection], day: date
) -> None:
    found = line(story, day)
    assert (found.trend is None) == (not found.graded)
    if found.trend:
        assert (found.trend.change is Change.FIRST) == (len(found.graded) == 1)
    headline = found.headline
    if headline.last_overall is not None:
        assert headline.grade is None
        assert headline.last_overall.headline is not None
        assert headline.inspection is not None
        assert headline.last_overall.order_key < headline.inspection.order_key

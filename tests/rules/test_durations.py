"""How long grades are held: spells (domain §3), runs, the Kaplan-Meier estimator; the range in
which the next inspection has come so far. What holds of any record: properties of lines, spells."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.rules.durations import (
    GradeSpell,
    all_spells,
    by_grade,
    runs_held,
    spells_held,
)
from ratings.rules.kaplan_meier import Duration, in_years_and_months, kaplan_meier, median
from ratings.rules.line import Line, build_line, merge_visits
from ratings.rules.next_inspection import Due, Waiting, current_frameworks, due, spreads
from ratings.rules.questions.context import QuestionContext
from ratings.rules.spells import area_spells, headline_spells, spell_on
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection, NoGradeReason, on_record
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    GRADES,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    SLAC,
    graded,
    inspected,
    visit,
)
from tests.rules.questions.small import KENT as COUNCIL
from tests.rules.questions.small import LEEDS, known

COMPLETE = date(2026, 8, 20)


def test_a_spell_ends_the_day_before_the_next_graded_node() -> None:
    first, second = inspected("2018-03-05 inadequate", "2020-02-29 good")
    closed, opened = headline_spells([first, second], KENT, COMPLETE)
    assert (closed.start, closed.end) == (date(2018, 3, 5), date(2020, 2, 28))
    assert (opened.start, opened.end) == (date(2020, 2, 29), COMPLETE)
    assert (closed.is_open, opened.is_open) == (False, True)
    assert closed.days == 726


def test_an_authoritys_end_closes_the_last_spell_as_open() -> None:
    ended = Authority("kent", "Kent", end=date(2021, 3, 31))
    (spell,) = headline_spells(inspected("2019-01-01 good"), ended, COMPLETE)
    assert (spell.end, spell.is_open) == (date(2021, 3, 31), True)
    # One begun after the record is complete has a spell of its first day.
    (spell,) = headline_spells(inspected("2026-10-01 good"), KENT, COMPLETE)
    assert (spell.start, spell.end, spell.days) == (date(2026, 10, 1), date(2026, 10, 1), 1)


def test_a_node_without_a_headline_starts_a_spell_of_no_overall_grade() -> None:
    nodes = inspected("2022-01-01 good", "2026-05-01 good last")
    good, none = headline_spells(nodes, KENT, COMPLETE)
    assert (good.grade, good.end) == (GOOD, date(2026, 4, 30))
    assert none.grade is None
    # Of two that begin on one day only the later has one.
    nodes = inspected("2019-01-01 good", "2019-01-01 inadequate")
    (spell,) = headline_spells(nodes, KENT, COMPLETE)
    assert spell.grade is INADEQUATE


def test_an_area_that_the_next_framework_does_not_judge_is_not_carried_on() -> None:
    nodes = [
        graded("2014-01-01", OLD, overall=GOOD),
        graded("2019-01-01", leaders=GOOD, overall=GOOD),
        graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD),
    ]
    before, leaders, after = area_spells(LAST.areas[0], nodes, KENT, COMPLETE, COMPARABILITY)
    assert (before.grade, before.missing) == (None, NoGradeReason.NOT_A_JUDGEMENT)
    assert (leaders.grade, after.grade) == (GOOD, OUTSTANDING)
    _, care, _ = area_spells(LAST.areas[1], nodes, KENT, COMPLETE, COMPARABILITY)
    assert care.missing == NoGradeReason.NOT_A_JUDGEMENT
    # One that could not be graded says so.
    nodes = inspected("2019-01-01 good")
    (spell,) = area_spells(NEW.areas[1], nodes, KENT, COMPLETE, COMPARABILITY)
    assert (spell.grade, spell.missing) == (None, "not-graded")


Told = list[tuple[str, int, bool]]


def told(held: tuple[GradeSpell, ...]) -> Told:
    return [(each.grade.key, each.duration.days, each.ended) for each in held]


def both(*nodes: Inspection, authority: Authority = KENT) -> tuple[Told, Told]:
    """Spells, then runs."""
    spells = headline_spells(nodes, authority, COMPLETE)
    return told(spells_held(spells)), told(runs_held(spells))


def test_a_run_lasts_through_inspections_that_find_the_same() -> None:
    spells, runs = both(*inspected("2018-01-01 good", "2019-01-01 good", "2020-01-01 inadequate"))
    assert spells == [("good", 365, True), ("good", 365, True), ("inadequate", 2423, False)]
    assert runs == [("good", 730, True), ("inadequate", 2423, False)]


def test_without_an_overall_grade_a_spell_ends_and_a_run_is_censored_as_by_the_end() -> None:
    spells, runs = both(*inspected("2024-01-01 good", "2026-05-01 good last"))
    assert spells == [("good", 851, True)]
    assert runs == [("good", 850, False)]
    gone = Authority("kent", "Kent", None, date(2021, 3, 31))
    assert both(*inspected("2021-03-01 good"), authority=gone)[1] == [("good", 30, False)]


@pytest.mark.parametrize(
    ("story", "ended"),
    [
        # A grade that cannot be compared censors a run.
        (("2012-06-01 adequate old", "2014-06-01 requires-improvement", "2016-06-01 good"),
         [("adequate", False), ("requires-improvement", True), ("good", False)]),
        # The same grade twice is two runs where another was between.
        (("2014-01-01 inadequate", "2015-01-01 good", "2016-01-01 inadequate"),
         [("inadequate", True), ("good", True), ("inadequate", False)]),
        ((), []),
    ],
)  # fmt: skip
def test_runs_end_with_another_grade(story: list[str], ended: list[tuple[str, bool]]) -> None:
    _, runs = both(*inspected(*story))
    assert [(key, has_ended) for key, _, has_ended in runs] == ended


def test_times_have_a_curve_a_number_and_what_is_censored() -> None:
    spells = headline_spells(inspected("2018-01-01 good", "2019-01-01 inadequate"), KENT, COMPLETE)
    groups = by_grade(spells_held(spells))
    (good,), (bad,) = groups[GOOD], groups[INADEQUATE]
    assert (good.ended, median(kaplan_meier([good.duration])).days) == (True, 365)
    assert (bad.ended, median(kaplan_meier([bad.duration])).days) == (False, None)


def test_only_authorities_with_graded_nodes_have_spells() -> None:
    lines = {"kent": inspected("2018-01-01 good")}
    assert set(all_spells(lines, [KENT, Authority("hull", "Hull")], COMPLETE)) == {"kent"}


# Freireich and others (1963), remission in weeks under 6-mercaptopurine: the example that
# textbooks use. Survival at the end of each step as printed there.
REMISSION = [
    Duration(6, True), Duration(6, True), Duration(6, True), Duration(6, False),
    Duration(7, True), Duration(9, False), Duration(10, True), Duration(10, False),
    Duration(11, False), Duration(13, True), Duration(16, True), Duration(17, False),
    Duration(19, False), Duration(20, False), Duration(22, True), Duration(23, True),
    Duration(25, False), Duration(32, False), Duration(32, False), Duration(34, False),
    Duration(35, False),
]  # fmt: skip


def test_the_textbook_example_comes_out() -> None:
    steps = kaplan_meier(REMISSION)
    assert [(s.days, s.at_risk, s.ended) for s in steps] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    assert [round(s.surviving, 3) for s in steps] == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert median(steps).days == 23
    assert (round(steps[0].low, 2), round(steps[0].high, 2)) == (0.62, 0.95)
    assert (median(steps).low, median(steps).high) == (13, None)


def test_without_censoring_it_is_the_plain_share_and_where_none_ended_there_is_no_median() -> None:
    steps = kaplan_meier(Duration(days, True) for days in (1, 2, 3, 4))
    assert [s.surviving for s in steps] == pytest.approx([0.75, 0.5, 0.25, 0.0])
    assert median(steps).days == 2
    none = kaplan_meier([Duration(5, False), Duration(9, False)])
    assert none == ()
    assert (median(none).days, median(none).low, median(none).high) == (None, None, None)


durations = st.lists(st.builds(Duration, st.integers(0, 5000), st.booleans()), max_size=40)


@given(durations)
def test_the_curve_only_falls_and_its_interval_holds_it(found: list[Duration]) -> None:
    steps = kaplan_meier(found)
    shares = [1.0, *(s.surviving for s in steps)]
    assert shares == sorted(shares, reverse=True)
    for step in steps:
        assert 0 <= step.low <= step.surviving <= step.high <= 1
        assert step.at_risk == sum(d.days >= step.days for d in found)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"), (1, "1 day"), (15, "15 days"), (31, "1 month"), (365, "1 year"),
        (372, "1 year"), (400, "1 year 1 month"), (1826, "5 years"), (913, "2 years 6 months"),
    ],
)  # fmt: skip
def test_days_are_said_in_years_and_months(days: int, words: str) -> None:
    assert in_years_and_months(days) == words


NEW_ERA = (NEW, LAST)


def all_due(country: QuestionContext) -> dict[str, Due]:
    return {one.council.slug: one for one in due(country, spreads(country, NEW_ERA))}


def test_an_interval_is_from_first_day_to_first_day_by_the_grade_of_the_first() -> None:
    country = known(
        *inspected("2018-01-01 good", "2021-01-01 inadequate", "2023-01-01 good"),
        *inspected("2018-01-01 good", "2022-01-01 good", authority="leeds"),
    )
    found = {s.grade.key if s.grade else "": s for s in spreads(country, NEW_ERA)}
    good, inadequate = found["good"], found["inadequate"]
    assert [i.days for i in good.intervals] == [1096, 1461]
    assert (good.number, good.middle) == (2, 1278.5)
    assert good.shortest is not None
    assert good.longest is not None
    assert [each.now.authority for each in (good.shortest, good.longest)] == ["kent", "leeds"]
    assert [i.days for i in inadequate.intervals] == [730]
    assert found["outstanding"].middle is None


def test_an_interval_into_no_overall_grade_counts_and_one_out_of_it_stands_apart() -> None:
    country = known(
        *inspected("2023-01-01 good", "2026-05-01 good last", "2029-05-01 good last"),
        as_at="2030-01-01",
    )
    *by_grade, without = spreads(country, NEW_ERA)
    assert sum(spread.number for spread in by_grade) == 1
    assert without.grade is None
    assert [i.days for i in without.intervals] == [1096]
    # Those of another group do not count.
    country = known(*inspected("2015-01-01 good old", "2019-01-01 good"))
    assert sum(spread.number for spread in spreads(country, NEW_ERA)) == 0


@pytest.mark.parametrize(
    ("as_at", "waiting"),
    [
        ("2024-03-31", Waiting.EARLY), ("2024-12-31", Waiting.EARLY),
        ("2025-01-01", Waiting.WITHIN), ("2025-01-02", Waiting.LATE),
    ],
)  # fmt: skip
def test_the_range_is_the_last_first_day_and_what_has_been_seen(
    as_at: str, waiting: Waiting
) -> None:
    country = known(
        *inspected("2018-01-01 good", "2021-01-01 inadequate", authority="leeds"),
        *inspected("2022-01-01 good"),
        as_at=as_at,
    )
    window = all_due(country)["kent"].window
    assert window is not None
    assert window.first == window.middle == window.last == date(2025, 1, 1)
    assert window.waiting is waiting


def test_without_an_overall_grade_the_old_one_gives_no_range() -> None:
    country = known(
        *inspected("2018-01-01 good", "2021-01-01 good", "2026-05-01 good last"), as_at="2026-08-01"
    )
    kent = all_due(country)["kent"]
    assert kent.window is None
    assert (kent.group, kent.words) == ("no-overall-grade", "no overall grade")


def test_ranks_are_shared_and_who_was_never_inspected_has_none_and_comes_last() -> None:
    york, gone = Authority("york", "York"), Authority("gone", "Gone", end=date(2020, 3, 31))
    country = known(
        *inspected("2020-01-01 good", authority="leeds"),
        *inspected("2020-01-01 good", authority="hull"),
        *inspected("2021-01-01 good", authority="york"),
        *inspected("2019-01-01 good", authority="gone"),
        councils=(COUNCIL, LEEDS, Authority("hull", "Hull"), york, gone),
    )
    *others, kent = due(country, ())
    assert [one.rank for one in others] == [1, 1, 3], "not of one that was abolished"
    assert (kent.council, kent.rank, kent.days) == (COUNCIL, None, None)
    assert kent.words == "not yet inspected"


def test_visits_since_are_counted_by_kind() -> None:
    country = known(
        visit("2019-01-01"),
        *inspected("2020-01-01 inadequate"),
        visit("2020-06-01"),
        visit("2020-12-01"),
    )
    assert all_due(country)["kent"].visits_by_kind == (("monitoring visit", 2),)


def test_the_group_is_that_of_the_newest_framework_in_force() -> None:
    new, last = replace(NEW, group="ilacs"), replace(LAST, group="ilacs")
    frameworks = (OLD, new, last)
    assert current_frameworks(frameworks, date(2026, 8, 1)) == (new, last)
    assert current_frameworks(frameworks, date(2024, 8, 1)) == (new,)
    assert current_frameworks(frameworks, date(2015, 8, 1)) == (OLD,)
    assert current_frameworks((), date(2024, 8, 1)) == ()


FIRST = date(2009, 4, 1)
days = st.dates(FIRST, COMPLETE)


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
        headline_spells(nodes, KENT, COMPLETE),
        area_spells(NEW.areas[1], nodes, KENT, COMPLETE, COMPARABILITY),
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
    spell = spell_on(headline_spells(nodes, KENT, COMPLETE), day)
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

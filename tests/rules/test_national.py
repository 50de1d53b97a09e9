"""National shares, repeats, transitions and recoveries (domain §3 and §4), and their series; edges
of the questions that the record of today does not show."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from ratings.rules.national import (
    CountBasis,
    CountCriteria,
    counted_as_one,
    frameworks_that_count,
    recoveries,
    repeats,
    shares,
    transitions,
    whole_percent,
)
from ratings.rules.national_shares import Country, GroupedAuthority
from ratings.rules.questions.context import QuestionAuthority, QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.registry import BY_KEY, QUESTIONS
from ratings.rules.questions.results import Answer, Finding, Percentage, Timespan, number_of
from ratings.rules.spells import headline_spells
from ratings.rules.time_series import days_of, points, year_ends
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import (
    COMPARABILITY,
    COUNCIL,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    SLAC,
    asked,
    graded,
    inspected,
    known,
    visit,
    who,
)

NATIONAL = CountCriteria(frozenset({"new", "last"}))
OVERALL = {"overall"}


def test_each_existing_authority_counts_once_by_its_latest_graded_inspection() -> None:
    begun = [
        *inspected("2018-02-01 inadequate", "2021-02-01 good", authority="a"),
        *inspected("2019-02-01 outstanding", authority="b"),
        *inspected("2026-05-01 good last", authority="c"),
        *inspected("2012-01-01 adequate old", authority="d"),
        *inspected("2019-02-01 outstanding", authority="gone"),
        visit("2022-01-01", "improved", authority="a"),
    ]
    found = shares({"a", "b", "c", "d"}, begun, OVERALL, NATIONAL)
    assert (found.existing, found.inspected, found.with_grade) == (4, 3, 2)
    held = {grade.key: len(holders) for grade, holders in found.holders.items()}
    assert list(held.items()) == [("outstanding", 1), ("good", 1)]
    assert [i.authority for i in found.without] == ["c"]
    assert found.of_graded(found.count(GOOD)) == 0.5
    assert found.of_existing(found.count(GOOD)) == 0.25
    assert found.count(INADEQUATE) == 0
    # Before anything was inspected there is nothing to divide by.
    none = shares({"a"}, [], OVERALL, NATIONAL)
    assert (none.with_grade, none.of_graded(0), none.of_existing(0)) == (0, None, 0.0)
    assert shares(set(), [], OVERALL, NATIONAL).of_existing(0) is None


def test_areas_that_are_counted_as_one_share_a_count() -> None:
    begun = [
        graded("2018-02-01", authority="a", leaders=GOOD),
        graded("2018-02-01", authority="b", care=GOOD),
    ]
    assert shares({"a", "b"}, begun, {"leaders", "care"}, NATIONAL).count(GOOD) == 2
    pairs = [("a", "b"), ("b", "c"), ("x", "y")]
    assert counted_as_one("a", pairs) == counted_as_one("c", pairs) == {"a", "b", "c"}
    assert counted_as_one("z", pairs) == {"z"}


@pytest.mark.parametrize(
    ("counted", "days"),
    [
        (CountCriteria(frozenset({"new"})), ["2021-02-01"]),
        (CountCriteria(frozenset({"new"}), CountBasis.FIRST), ["2018-02-01"]),
        (CountCriteria(frozenset({"new"}), CountBasis.ALL), ["2018-02-01", "2021-02-01"]),
        (
            CountCriteria(frozenset({"new"}), CountBasis.ALL, begun_from=date(2018, 2, 2)),
            ["2021-02-01"],
        ),
        (
            CountCriteria(frozenset({"new"}), CountBasis.ALL, begun_to=date(2018, 2, 1)),
            ["2018-02-01"],
        ),
        (CountCriteria(frozenset({"old"})), ["2012-01-01"]),
    ],
)
def test_what_counts_can_be_narrowed(counted: CountCriteria, days: list[str]) -> None:
    story = inspected("2021-02-01 good", "2018-02-01 inadequate", "2012-01-01 adequate old")
    assert [i.first_day.isoformat() for i in counted.of(story)] == days


def test_repeats_set_the_latest_grade_against_the_first() -> None:
    story = [
        *inspected("2018-01-01 inadequate", "2020-01-01 outstanding", "2022-01-01 good",
                   authority="up"),
        *inspected("2018-01-01 good", "2022-01-01 inadequate", authority="down"),
        *inspected("2018-01-01 good", "2022-01-01 good", authority="kept"),
        *inspected("2018-01-01 requires-improvement", "2022-01-01 requires-improvement",
                   authority="stuck"),
        *inspected("2018-01-01 good", authority="once"),
        *inspected("2018-01-01 good", "2019-01-01 good", authority="gone"),
    ]  # fmt: skip
    found = repeats({"up", "down", "kept", "stuck", "once"}, story, OVERALL, NATIONAL)
    assert (found.improved, found.declined) == (("up",), ("down",))
    assert (found.kept_good_plus, found.unchanged_below_good) == (("kept",), ("stuck",))
    assert found.more_than_one == 4


def test_transitions_are_the_steps_between_graded_nodes() -> None:
    nodes = inspected(
        "2012-01-01 adequate old", "2018-01-01 requires-improvement", "2021-01-01 good",
        "2026-05-01 good last",
    )  # fmt: skip
    found = transitions([nodes, nodes[:1]], COMPARABILITY)
    assert [t.trend.change for t in found] == [
        Change.NOT_COMPARABLE, Change.IMPROVED, Change.NOT_COMPARABLE,
    ]  # fmt: skip
    assert (found[1].before, found[1].now) == (nodes[1], nodes[2])


COMPLETE = date(2026, 8, 20)
TWICE_INADEQUATE = inspected(
    "2018-01-01 inadequate", "2019-01-01 inadequate", "2020-01-01 requires-improvement",
    "2021-01-01 good",
)  # fmt: skip


@pytest.mark.parametrize(
    ("nodes", "goal", "found"),
    [
        pytest.param(TWICE_INADEQUATE, 3, [(730, True)], id="the first better one"),
        pytest.param(TWICE_INADEQUATE, 2, [(1096, True)], id="the first good one"),
        pytest.param(inspected("2024-01-01 inadequate", "2026-05-01 good last"), 3, [(851, False)],
                     id="no overall grade censors"),
        pytest.param(inspected("2026-08-10 inadequate"), 3, [(10, False)],
                     id="not ended on the day that the record reaches"),
        pytest.param(inspected("2014-01-01 inadequate", "2015-01-01 good", "2018-01-01 inadequate",
                               "2019-01-01 good"), 3, [(365, True), (365, True)], id="two falls"),
    ],
)  # fmt: skip
def test_recovery_runs_from_the_first_inadequate_day(
    nodes: tuple[Inspection, ...], goal: int, found: list[tuple[int, bool]]
) -> None:
    """In days, and whether it has ended."""
    episodes = recoveries(headline_spells(nodes, KENT, COMPLETE), worst=4, goal=goal)
    assert [(each.duration.days, each.duration.ended) for each in episodes] == found


@pytest.mark.parametrize(
    ("count", "of", "percent"), [(1, 8, 13), (1, 200, 1), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_a_whole_percentage_is_rounded_half_up(count: int, of: int, percent: int | None) -> None:
    assert whole_percent(count, of) == percent


def test_the_frameworks_that_count_follow_from_the_area_or_the_programme() -> None:
    national = [replace(f, in_national=f in (NEW, LAST)) for f in (SLAC, OLD, NEW, LAST)]
    codes = [f.code for f in frameworks_that_count(national, {"leaders"})]
    assert codes == ["new", "last"]
    assert [f.code for f in frameworks_that_count(national, {"safeguarding"})] == ["slac"]
    assert [f.code for f in frameworks_that_count(national, {"leaders"}, {"old"})] == ["old"]
    assert frameworks_that_count(national, {"nothing"}) == ()


NORTH = GroupedAuthority(Authority("north", "North"), "North East", "county council")
SOUTH = GroupedAuthority(
    Authority("south", "South", None, date(2020, 3, 31)), "London", "unitary authority"
)
LATER = GroupedAuthority(Authority("new", "New", date(2020, 4, 1)), "London", "unitary authority")
BEGUN = (
    *inspected("2015-01-01 good", authority="north"),
    *inspected("2016-01-01 good", authority="south"),
    graded("2016-02-01", SLAC, authority="south", safeguarding=GOOD),
    *inspected("2021-01-01 good", authority="new"),
)
COUNTRY = Country((NORTH, SOUTH, LATER), BEGUN)


def test_a_part_holds_its_authorities_and_their_inspections() -> None:
    london = COUNTRY.within(["London"])
    assert [c.slug for c in london.councils] == ["south", "new"]
    assert {i.authority for i in london.inspections} == {"south", "new"}
    assert COUNTRY.within(["London"], "county council").councils == ()
    assert COUNTRY.within() == COUNTRY


def test_authorities_exist_between_two_days_and_have_lines_of_graded_nodes_only() -> None:
    assert COUNTRY.existing_on(date(2020, 3, 31)) == {"north", "south"}
    assert COUNTRY.existing_on(date(2020, 4, 1)) == {"north", "new"}
    lines = COUNTRY.lines()
    assert {slug: len(nodes) for slug, nodes in lines.items()} == {"north": 1, "south": 1, "new": 1}


A = GroupedAuthority(Authority("a", "A"), "London", "unitary authority")
B = GroupedAuthority(Authority("b", "B", date(2019, 4, 1)), "London", "unitary authority")
INSPECTIONS = (
    *inspected("2018-03-31 inadequate", authority="a"),
    *inspected("2019-06-01 good", authority="b"),
    *inspected("2020-01-01 good", authority="a"),
)


def test_each_day_counts_who_existed_by_what_had_begun() -> None:
    days = [date(2018, 3, 30), date(2018, 3, 31), date(2019, 6, 1), date(2020, 1, 1)]
    found = points(
        Country((A, B), INSPECTIONS), {"overall"}, CountCriteria(frozenset({"new"})), days
    )
    counts = [(p.shares.existing, p.shares.count(INADEQUATE), p.shares.count(GOOD)) for p in found]
    assert counts == [(1, 0, 0), (1, 1, 0), (2, 1, 1), (2, 0, 2)]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2018-03-31", "2020-03-31", [2018, 2019, 2020]),
        ("2018-04-01", "2020-03-30", [2019]),
        ("2019-04-01", "2019-09-01", []),
    ],
)
def test_a_year_ends_on_31_march(first: str, last: str, years: list[int]) -> None:
    found = year_ends(date.fromisoformat(first), date.fromisoformat(last))
    assert found == [date(year, 3, 31) for year in years]


def test_a_series_runs_from_the_first_inspection_to_the_day() -> None:
    found = days_of(INSPECTIONS, [NEW], date(2020, 6, 1))
    assert found == [*year_ends(date(2018, 3, 31), date(2020, 3, 31)), date(2020, 6, 1)]
    ends = [date(2018, 3, 31), date(2019, 3, 31)]
    assert days_of(INSPECTIONS, [NEW], date(2019, 3, 31))[-2:] == ends
    assert days_of((), [NEW], date(2010, 1, 1)) == [date(2010, 1, 1)]


def test_rules_that_ended_are_followed_to_the_end_of_their_year() -> None:
    old = replace(OLD, last_day=date(2013, 8, 31))
    found = days_of([graded("2012-05-01", old, overall=GOOD)], [old], date(2026, 9, 1))
    assert found == [date(2013, 3, 31), date(2014, 3, 31), date(2026, 9, 1)]


LEADERS = QuestionJudgement(COMPARABILITY, LAST.area("leaders"))


def ask(key: str, country: QuestionContext, **values: object) -> Answer:
    return BY_KEY[key].ask(country, asked(**values))


def test_each_question_has_its_own_key_and_is_complete_data() -> None:
    """And an empty record is answered in a sentence."""
    assert len(BY_KEY) == len(QUESTIONS) >= 14
    for question in QUESTIONS:
        assert question.title.endswith("?"), question.key
        assert question.lead.endswith("."), question.key
        assert question.method.endswith("."), question.key
        assert set(question.names) <= {field.name for field in fields(QuestionParams)} | {
            "area",
            "region",
        }
        keys = [column.key for column in question.columns]
        assert len(keys) == len(set(keys)), question.key
        sentence = ask(question.key, known(), on="2019-03-31").sentence
        assert sentence.endswith("."), question.key
        assert sentence[0].isupper() or sentence[0].isdigit(), question.key


def test_a_row_has_a_cell_for_each_column() -> None:
    country = known(
        graded("2019-01-01", overall=INADEQUATE, leaders=GOOD, care=GOOD),
        graded("2022-01-01", overall=GOOD, leaders=OUTSTANDING, care=GOOD),
        visit("2023-01-01", "declined"),
    )
    for question in QUESTIONS:
        for row in ask(question.key, country, on="2020-01-01", reached="good").rows:
            assert len(row) == len(question.columns), question.key


def test_there_and_back_again_is_neither_improved_nor_declined() -> None:
    country = known(*inspected("2018-01-01 good", "2020-01-01 inadequate", "2023-01-01 good"))
    for key in ("improved", "declined"):
        assert who(ask(key, country, since="2019-01-01")) == []
    assert len(ask("moved", country, steps=2).rows) == 2


def test_adequate_is_not_compared_with_requires_improvement() -> None:
    country = known(*inspected("2012-06-01 adequate old", "2019-01-01 requires-improvement"))
    answer = ask("declined", country, since="2015-01-01")
    assert answer.rows == ()
    assert "1 cannot be compared with before" in answer.sentence


def test_the_end_of_the_overall_grade_is_not_a_fall() -> None:
    country = known(
        *inspected("2019-01-01 outstanding", "2026-05-01 good last"), as_at="2026-08-01"
    )
    assert who(ask("declined", country, since="2025-01-01")) == []
    assert ask("fell-from-outstanding", country).rows == ()


def test_an_area_is_compared_where_the_record_says_that_it_may_be() -> None:
    country = known(
        graded("2019-01-01", overall=GOOD, leaders=GOOD, care=INADEQUATE),
        graded("2026-05-01", under=LAST, leaders=OUTSTANDING, care=GOOD),
        as_at="2026-08-01",
    )
    assert who(ask("improved", country, since="2025-01-01", subject=LEADERS)) == ["kent"]
    care = QuestionJudgement(COMPARABILITY, LAST.area("care"))
    assert who(ask("improved", country, since="2025-01-01", subject=care)) == []


def test_a_first_inspection_and_a_day_still_to_come_are_said() -> None:
    first = ask("improved", known(*inspected("2023-01-01 good")), since="2022-01-01")
    assert first.sentence == (
        "Of the 1 authority with a graded inspection since 1 January 2022, none has improved; "
        "1 was inspected for the first time."
    )
    assert ask("improved", known(), since="2024-04-01").sentence == (
        "1 April 2024 is after 31 March 2024, the day of this page, so there is nothing to "
        "answer yet."
    )


def test_grades_that_follow_one_another_are_held_once_across_frameworks() -> None:
    country = known(
        *inspected("2013-01-01 inadequate old", "2019-01-01 inadequate", "2021-01-01 good")
    )
    (row,) = ask("longest-inadequate", country).rows
    assert row[3:5] == (Timespan(date(2013, 1, 1), 2922), 2)


@pytest.mark.parametrize(
    ("country", "until", "held"),
    [
        (known(*inspected("2023-01-01 inadequate"), complete_to="2023-12-31"),
         "still inadequate as far as is known", Timespan(date(2023, 1, 1), 365, is_open=True)),
        (known(*inspected("2020-03-01 inadequate"),
               councils=(QuestionAuthority("kent", "Kent", end=date(2020, 3, 31)),)),
         "abolished 31 March 2020", Timespan(date(2020, 3, 1), 31, is_open=True)),
    ],
    ids=["to the day the record reaches", "to the end of the authority"],
)  # fmt: skip
def test_an_open_time_is_counted_to_a_day(
    country: QuestionContext, until: str, held: Timespan
) -> None:
    (row,) = ask("longest-inadequate", country).rows
    assert row[2:4] == (Finding(until), held)


def test_no_overall_grade_is_never_the_old_one_held_on() -> None:
    country = known(*inspected("2019-01-01 good", "2026-05-01 good last"), as_at="2026-08-01")
    assert ask("held-longest", country).rows == ()
    assert who(ask("no-overall-grade", country)) == ["kent"]


def test_recovery_starts_with_the_first_of_several_inadequate_grades() -> None:
    country = known(*inspected(
        "2014-01-01 inadequate", "2018-01-01 inadequate", "2020-01-01 requires-improvement",
        "2023-01-01 good",
    ))  # fmt: skip
    for goal, days in (("good", 3287), ("requires-improvement", 2191)):
        (row,) = ask("since-inadequate", country, on="2019-01-01", reached=goal).rows
        assert row[3] == Timespan(date(2014, 1, 1), days)


def test_an_inspection_without_a_grade_and_an_end_are_no_recovery() -> None:
    gone = QuestionAuthority("leeds", "Leeds", end=date(2020, 3, 31))
    country = known(
        *inspected("2018-01-01 inadequate", "2026-05-01 good last"),
        *inspected("2018-06-01 inadequate", authority="leeds"),
        as_at="2026-08-01",
        councils=(COUNCIL, gone),
    )
    kent, leeds = ask("since-inadequate", country, on="2019-01-01", reached="good").rows
    assert (kent[2].words, kent[2].inspection, kent[3].is_open) == (
        "no overall grade since", country.inspections["kent"][-1], True,
    )  # fmt: skip
    assert leeds[2] == Finding("abolished 31 March 2020")


def test_the_wait_is_counted_from_the_first_day_to_the_day_of_the_page() -> None:
    country = known(*inspected("2024-03-01 good"), complete_to="2024-03-15")
    answer = ask("longest-since-inspection", country)
    assert [row[2] for row in answer.rows] == [Timespan(date(2024, 3, 1), 30, is_open=True)]
    assert "1 authority not yet inspected" in answer.sentence


def test_never_below_good_needs_a_grade_and_counts_adequate_as_below() -> None:
    country = known(
        *inspected("2012-06-01 adequate old", "2019-01-01 good"),
        *inspected("2026-05-01 inadequate last", authority="leeds"),
        as_at="2026-08-01",
    )
    assert who(ask("never-below-good", country)) == []


def test_a_decline_before_the_last_grade_does_not_count() -> None:
    country = known(
        visit("2018-06-01", "declined"),
        *inspected("2019-01-01 good"),
        visit("2020-06-01", "improved"),
    )
    assert ask("decline-since-inspection", country).rows == ()
    later = known(*inspected("2019-01-01 good"), visit("2020-06-01", "declined"))
    assert who(ask("decline-since-inspection", later)) == ["kent"]


def test_that_no_visit_found_decline_is_never_said_without_how_many_were_read() -> None:
    joint = replace(visit("2020-03-01"), kind="jtai", asks_direction=False)
    read = replace(visit("2020-02-01"), direction_read="letter")
    country = known(*inspected("2019-01-01 good"), visit("2020-01-01"), read, joint)
    counted = "of the 2 focused and monitoring visits, the letter or an account of 1 was read."
    assert ask("decline-since-inspection", country).sentence == (
        f"No visit finds decline after the last graded inspection: {counted}"
    )
    assert ask("priority-action", country).sentence == (
        f"No visit names areas for priority action: {counted}"
    )


def test_a_region_narrows_everything() -> None:
    country = known(*inspected("2019-01-01 good"), *inspected("2019-01-01 good", authority="leeds"))
    where = {"regions": ("South East",), "place": "in the South East"}
    answer = ask("never-below-good", country, **where)
    assert who(answer) == ["kent"]
    assert answer.sentence == "1 authority in the South East has never been graded below good."


@pytest.mark.parametrize(
    ("start", "days", "words"),
    [
        ("2019-04-01", 12, "12 days"),
        ("2019-04-01", 1, "1 day"),
        ("2019-01-31", 28, "28 days"),
        ("2019-01-31", 29, "1 month"),
        ("2016-02-29", 366, "1 year"),
        ("2017-04-25", 748, "2 years"),
        ("2014-10-21", 3800, "10 years 4 months"),
    ],
)
def test_a_span_is_said_in_whole_months_of_the_calendar(start, days, words) -> None:
    assert Timespan(date.fromisoformat(start), days).words == words


def test_numbers_keep_their_grammar_and_a_share_of_nothing_is_no_percentage() -> None:
    assert number_of(1, "day", "days") == "1 day"
    assert number_of(1203, "day", "days") == "1,203 days"
    assert number_of(0, "visit", "visits", "no visit") == "no visit"
    assert (Percentage(0, 0).percent, Percentage(1, 8).percent) == (None, 13)
    assert ask("outstanding-by-region", known()).rows == ()


def test_an_area_of_the_newest_framework_is_followed_back() -> None:
    assert LEADERS.area_in(NEW) == NEW.area("leaders")
    assert LEADERS.area_in(OLD) is None
    finding = LEADERS.finding(graded("2012-06-01", under=OLD, overall=GOOD))
    assert finding.words == "not a judgement then"

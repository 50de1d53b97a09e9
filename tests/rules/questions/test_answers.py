"""Edges of the questions' rules that the record of today does not show."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.registry import BY_KEY, QUESTIONS
from ratings.rules.questions.results import Answer, Finding, Percentage, Timespan, number_of
from ratings.rules.types import Authority
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    graded,
    inspected,
    visit,
)
from tests.rules.questions.small import KENT, asked, known, who

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
        params = {field.name for field in fields(QuestionParams)}
        assert set(question.names) <= params | {"area", "region"}
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
               councils=(Authority("kent", "Kent", end=date(2020, 3, 31)),)),
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
    gone = Authority("leeds", "Leeds", end=date(2020, 3, 31))
    country = known(
        *inspected("2018-01-01 inadequate", "2026-05-01 good last"),
        *inspected("2018-06-01 inadequate", authority="leeds"),
        as_at="2026-08-01",
        councils=(KENT, gone),
    )
    kent, leeds = ask("since-inadequate", country, on="2019-01-01", reached="good").rows
    assert (kent[2].words, kent[2].inspection, kent[3].is_open) == (
        "no overall grade since", country.statuses["kent"].inspections[-1], True,
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
        ("2019-04-01", 12, "12 days"), ("2019-04-01", 1, "1 day"), ("2019-01-31", 28, "28 days"),
        ("2019-01-31", 29, "1 month"), ("2016-02-29", 366, "1 year"),
        ("2017-04-25", 748, "2 years"), ("2014-10-21", 3800, "10 years 4 months"),
    ],
)  # fmt: skip
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

"""Where an authority stands: grade, since when, what came last, what it is counted under."""

from datetime import date

from ratings.rules.status import standing_of, standings, tally
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    REQUIRES_IMPROVEMENT,
    SLAC,
    graded,
    visit,
)

DAY = date(2026, 9, 1)


def stands(*inspections, as_at=DAY, known_by=None):
    return standing_of(KENT, inspections, COMPARABILITY, as_at, known_by)


def test_the_grade_is_held_since_the_first_day_of_the_latest_graded_inspection() -> None:
    found = stands(graded("2019-05", overall=GOOD), graded("2022-03-07", overall=GOOD))
    assert (found.grade, found.group, found.words) == (GOOD, "good", "good")
    assert found.since == graded("2022-03-07").start


def test_a_visit_is_the_last_visit_and_changes_no_grade() -> None:
    found = stands(graded("2019-05-01", overall=GOOD), visit("2021-06-01", "declined"))
    assert found.grade == GOOD
    assert found.last_visit == visit("2021-06-01", "declined")
    assert found.last_graded == graded("2019-05-01", overall=GOOD)


def test_without_an_overall_grade_it_keeps_the_profile_and_the_last_overall_one() -> None:
    found = stands(
        graded("2022-05-01", overall=REQUIRES_IMPROVEMENT),
        graded("2026-05-01", LAST, leaders=GOOD, care=INADEQUATE),
    )
    assert (found.group, found.words) == ("no-overall-grade", "no overall grade")
    assert found.last_overall == "requires improvement (2022)"
    assert found.profile == "leaders good · care inadequate"


def test_not_yet_inspected_and_no_grade_on_record_are_two_facts() -> None:
    assert stands().group == "not-yet-inspected"
    assert stands(visit("2020-01-01", "improved")).group == "not-yet-inspected"
    assert stands(graded("2010-01-01", SLAC, safeguarding=GOOD)).group == "no-grade-on-record"


def test_only_what_had_begun_and_was_known_counts() -> None:
    later = graded("2022-03-07", published="2022-05-01", overall=INADEQUATE)
    earlier = graded("2019-05-01", overall=GOOD)
    assert stands(earlier, later, as_at=date(2022, 3, 6)).grade == GOOD
    assert stands(earlier, later, as_at=date(2022, 4, 1)).grade == INADEQUATE
    known = stands(earlier, later, as_at=date(2022, 4, 1), known_by=date(2022, 4, 30))
    assert known.grade == GOOD


def test_inspections_of_others_are_left_aside() -> None:
    others = [graded("2020-01-01", authority="surrey", overall=INADEQUATE)]
    (found,) = standings([KENT], others, COMPARABILITY, DAY)
    assert tally([found]) == {"not-yet-inspected": 1}

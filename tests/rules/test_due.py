"""Time since the last graded inspection, and the range in which the next has come so far."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.rules.next_inspection import Due, Waiting, current_programme, due, spreads
from ratings.rules.questions.context import Council
from tests.rules.builders import GOOD, GRADES, INADEQUATE, LAST, NEW, OLD, graded, inspected, visit
from tests.rules.questions.small import KENT, LEEDS, known

NEW_ERA = frozenset({"new", "last"})


def all_due(country, era=NEW_ERA) -> dict[str, Due]:
    return {one.council.slug: one for one in due(country, spreads(country, era, GRADES))}


def test_an_interval_is_from_first_day_to_first_day_by_the_grade_of_the_first() -> None:
    country = known(
        *inspected("2018-01-01 good", "2021-01-01 inadequate", "2023-01-01 good"),
        *inspected("2018-01-01 good", "2022-01-01 good", authority="leeds"),
    )
    found = {s.grade.key if s.grade else "": s for s in spreads(country, NEW_ERA, GRADES)}
    good, inadequate = found["good"], found["inadequate"]
    assert [i.days for i in good.intervals] == [1096, 1461]
    assert (good.number, good.middle) == (2, 1278.5)
    assert good.shortest
    assert good.shortest.now.authority == "kent"
    assert good.longest
    assert good.longest.now.authority == "leeds"
    assert [i.days for i in inadequate.intervals] == [730]
    assert found["outstanding"].middle is None


def test_an_interval_into_no_overall_grade_counts_and_one_out_of_it_stands_apart() -> None:
    country = known(
        *inspected("2023-01-01 good", "2026-05-01 good last", "2029-05-01 good last"),
        as_at="2030-01-01",
    )
    *by_grade, without = spreads(country, NEW_ERA, GRADES)
    assert sum(spread.number for spread in by_grade) == 1
    assert without.grade is None
    assert [i.days for i in without.intervals] == [1096]


def test_intervals_of_another_programme_do_not_count() -> None:
    country = known(*inspected("2015-01-01 good old", "2019-01-01 good"))
    assert sum(spread.number for spread in spreads(country, NEW_ERA, GRADES)) == 0


@pytest.mark.parametrize(
    ("as_at", "waiting"),
    [
        ("2024-03-31", Waiting.EARLY),
        ("2024-12-31", Waiting.EARLY),
        ("2025-01-01", Waiting.WITHIN),
        ("2025-01-02", Waiting.LATE),
    ],
)
def test_the_range_is_the_last_first_day_and_what_has_been_seen(
    as_at: str, waiting: Waiting
) -> None:
    country = known(
        *inspected("2018-01-01 good", "2021-01-01 inadequate", authority="leeds"),
        graded("2022-01-01", overall=GOOD),
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


def test_ranks_are_shared_and_count_everybody_before() -> None:
    york = Council("york", "York")
    country = known(
        graded("2020-01-01", overall=GOOD),
        graded("2020-01-01", overall=GOOD, authority="leeds"),
        graded("2021-01-01", overall=GOOD, authority="york"),
        councils=(KENT, LEEDS, york),
    )
    assert [one.rank for one in due(country, ())] == [1, 1, 3]


def test_who_was_never_inspected_has_no_rank_and_comes_last() -> None:
    country = known(graded("2020-01-01", overall=GOOD, authority="leeds"))
    leeds, kent = due(country, ())
    assert (leeds.rank, kent.rank, kent.days) == (1, None, None)
    assert kent.words == "not yet inspected"


def test_an_abolished_authority_is_not_due() -> None:
    gone = Council("leeds", "Leeds", end=date(2020, 3, 31))
    country = known(graded("2019-01-01", overall=GOOD, authority="leeds"), councils=(KENT, gone))
    assert set(all_due(country)) == {"kent"}


def test_visits_since_are_counted_by_kind() -> None:
    country = known(
        visit("2019-01-01"),
        graded("2020-01-01", overall=INADEQUATE),
        visit("2020-06-01"),
        visit("2020-12-01"),
    )
    assert all_due(country)["kent"].visits_by_kind == (("monitoring visit", 2),)


def test_the_programme_is_that_of_the_newest_framework_in_force() -> None:
    programmes = {"old": "sif", "new": "ilacs", "last": "ilacs"}
    frameworks = (OLD, NEW, LAST)
    assert current_programme(frameworks, programmes, date(2026, 8, 1)) == {"new", "last"}
    assert current_programme(frameworks, programmes, date(2024, 8, 1)) == {"new"}
    assert current_programme(frameworks, programmes, date(2015, 8, 1)) == {"old"}
    assert current_programme(frameworks, {}, date(2024, 8, 1)) == {"new"}
    assert current_programme((), {}, date(2024, 8, 1)) == frozenset()

"""How far the record reaches, in words."""

from datetime import date

import pytest

from ratings.rules.completeness import Basis, Completeness

GRADED = Completeness(
    "graded", "graded inspections", Basis.PUBLISHED, None, date(2026, 8, 20)
)  # fmt: skip
VISITS = Completeness("visits", "visits", Basis.BEGUN, date(2021, 4, 1), date(2025, 3, 31))

NOT_YET = "Reports published after 20 August 2026 are not in this record yet."


def test_it_says_what_is_on_record_between_which_days() -> None:
    assert GRADED.in_words == "reports of graded inspections published to 20 August 2026"
    assert VISITS.in_words == "visits begun from 1 April 2021 to 31 March 2025"


@pytest.mark.parametrize(
    ("known_by", "day"),
    [
        (None, "20 August 2026"),
        (date(2026, 8, 21), "20 August 2026"),
        (date(2019, 3, 31), "31 March 2019"),
    ],
)
def test_a_sentence_rests_on_reports_to_the_earlier_of_two_days(
    known_by: date | None, day: str
) -> None:
    assert GRADED.on_reports(known_by) == f"on reports published to {day}"


@pytest.mark.parametrize(
    ("as_at", "lacks", "ends"),
    [
        ("2019-03-31", False, False),
        ("2026-06-11", False, False),
        ("2026-06-12", True, False),
        ("2026-08-20", True, False),
        ("2026-08-21", True, True),
        ("2026-12-01", True, True),
    ],
)
def test_a_day_says_what_may_not_be_on_record(as_at: str, lacks: bool, ends: bool) -> None:
    said = GRADED.may_lack_in_words(date.fromisoformat(as_at))
    assert ("Inspections begun between 11 June 2026 and " in said) is lacks
    assert said.startswith(NOT_YET) is ends
    assert bool(said) is lacks


def test_what_is_counted_by_its_beginning_waits_for_no_report() -> None:
    assert VISITS.sure_to == VISITS.last_day
    assert not VISITS.may_lack(date(2025, 3, 31))
    assert "Reports" not in VISITS.may_lack_in_words(date(2025, 4, 1))

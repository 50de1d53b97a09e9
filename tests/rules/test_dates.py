"""Partial dates, and how far the record reaches: said as precisely as known, and no more."""

from datetime import date

import pytest

from ratings.rules.completeness import Basis, Completeness
from ratings.rules.dates import PartialDate, dates_in_words, day_in_words


@pytest.mark.parametrize(
    ("text", "first_day", "words"),
    [
        ("2018-10-17", date(2018, 10, 17), "17 October 2018"),
        ("2018-07", date(2018, 7, 1), "July 2018"),
        ("2018", date(2018, 1, 1), "2018"),
        (" 2020-02-29 ", date(2020, 2, 29), "29 February 2020"),
    ],
)
def test_a_partial_date_counts_as_its_first_day_and_is_said_as_known(
    text: str, first_day: date, words: str
) -> None:
    partial = PartialDate.parse(text)
    assert (partial.first_day, partial.in_words()) == (first_day, words)
    assert partial.isoformat() == text.strip()
    assert partial.year == first_day.year


@pytest.mark.parametrize(
    "text", ["", "18", "2018-13", "2018-02-30", "17/10/2018", "2018-10-17T00:00", "٢٠١٨", "2018-1"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_day_that_does_not_fit_its_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="first of that month"):
        PartialDate(date(2018, 7, 2), "month")
    with pytest.raises(ValueError, match="1 January"):
        PartialDate(date(2018, 7, 1), "year")
    assert PartialDate(date(2018, 7, 2), "day").isoformat() == "2018-07-02"
    assert day_in_words(date(2021, 3, 1)) == "1 March 2021"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2014-03-27 to 2015", "27 March 2014 to 2015"),
        ("2014-06 to 2016-05", "June 2014 to May 2016"),
        ("begun 2018-09-01 to 2019-08-31", "begun 1 September 2018 to 31 August 2019"),
        ("2018-02-30, 2018-13", "2018-02-30, 2018-13"),
        ("kent-ilacs-2018-2022-05-09", "kent-ilacs-2018-2022-05-09"),
        ("2017-18", "2017-18"),
        ("2011-12", "December 2011"),
        ("inspections in 2011-12", "inspections in 2011-12"),
        ("2009-10 to 2018-19", "2009-10 to 2018-19"),
        ("https://example.org/2018-07/a.pdf", "https://example.org/2018-07/a.pdf"),
        ("", ""),
    ],
)
def test_dates_within_a_text_are_said_in_words(text: str, words: str) -> None:
    assert dates_in_words(text) == words


GRADED = Completeness("graded", "graded inspections", Basis.PUBLISHED, None, date(2026, 8, 20))
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

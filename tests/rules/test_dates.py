"""Partial dates are shown as precisely as they are known, and no more."""

from datetime import date

import pytest

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


def test_a_day_in_words_has_no_leading_zero() -> None:
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

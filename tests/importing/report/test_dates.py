"""Dates as reports print them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.report.period import Stretch, stretches


def read(text: str) -> list[tuple[str, str]]:
    return [(str(part.first), str(part.last)) for part in stretches(text)[0]]


FEBRUARY = [("2018-02-05", "2018-02-16")]
TWO_PARTS = [("2018-02-05", "2018-02-09"), ("2018-02-26", "2018-03-02")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 to 16 February 2018", FEBRUARY),
        ("5 February 2018 to 16 February 2018", FEBRUARY),
        ("5-16 February 2018", FEBRUARY),
        ("5 February - 16 February 2018", FEBRUARY),
        ("5 February 2018\n- 16 February 2018", FEBRUARY),
        ("5th to 16th February 2018", FEBRUARY),
        ("Monday 5 to Friday 16 February 2018", FEBRUARY),
        ("5 Feb until 16 Feb 2018", FEBRUARY),
        ("05/02/2018 - 16/02/2018", FEBRUARY),
        ("5.2.18 to 16.2.18", FEBRUARY),
        ("05-02-2018 to 16-02-2018", FEBRUARY),
        ("5 to 16\nFebruary 2018\nReport published: 3 May 2018", FEBRUARY),
        ("5 to 16 February 2018\n1. Children who need help", FEBRUARY),
        ("5 to 16 February 2018 2", FEBRUARY),
        ("5 February to 9 February and 26 February to 2 March 2018", TWO_PARTS),
        ("5 to 9 February 2018 and 26 February to 2 March 2018", TWO_PARTS),
        ("5-9 February 2018, 26 February-2 March 2018", TWO_PARTS),
        ("19 November-11 December 2013 and 28 - 30\nJanuary 2014",
         [("2013-11-19", "2013-12-11"), ("2014-01-28", "2014-01-30")]),
        ("28 November to 9 January 2015", [("2014-11-28", "2015-01-09")]),
        ("3 and 4 May 2022", [("2022-05-03", "2022-05-03"), ("2022-05-04", "2022-05-04")]),
        ("28 July 2016", [("2016-07-28", "2016-07-28")]),
    ],
)  # fmt: skip
def test_ranges_and_parts(text: str, days: list[tuple[str, str]]) -> None:
    assert read(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "", "to be confirmed", "5 to 16", "5 to 16 February", "February 2018", "31 February 2018",
        "16 to 5 February 2018", "5 February 2017 to 16 February 2018", "45 to 50 May 2018",
        "Lead inspector: 5 to 16 February 2018", "5 to 16 ▮▮▮ 2018",
    ],
)  # fmt: skip
def test_what_is_no_date_of_an_inspection_gives_none(text: str) -> None:
    assert stretches(text) == ((), 0)


def test_days_are_counted_from_first_to_last() -> None:
    assert Stretch(date(2018, 2, 5), date(2018, 2, 9)).days == 5


DAYS = st.dates(date(2012, 1, 1), date(2029, 12, 31))


@given(first=DAYS, length=st.integers(1, 60), form=st.integers(0, 2))
def test_every_range_is_read_back(first: date, length: int, form: int) -> None:
    last = first + timedelta(days=length)
    full = f"{first:%-d %B %Y} to {last:%-d %B %Y}"
    shorter = f"{first:%-d %B} – {last:%-d %B %Y}".replace("–", "-")
    short = f"{first:%-d}-{last:%-d %B %Y}" if first.month == last.month else shorter
    assert read((full, shorter, short)[form]) == [(str(first), str(last))]


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    parts, reach = stretches(text)
    assert bool(parts) == bool(reach)

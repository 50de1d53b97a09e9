"""What a report's front says: which council, in every form that titles take, and which dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.report import ReferenceData
from ratings.importing.report.authority import authority_of
from ratings.importing.report.document_type import title_of
from ratings.importing.report.period import stretches
from ratings.importing.report.text import PageText
from ratings.importing.types import ParsedValue
from ratings.rules.dates import Period


def named(vocabulary: ReferenceData, day: date | None, *front: str) -> str:
    title = title_of([PageText.of(1, [(line,) for line in front])])
    assert not isinstance(title, str), title
    found = authority_of(title, day, vocabulary)
    return found.value if isinstance(found, ParsedValue) else found


CARE = "Inspection of children’s social care services"
DATES = "Inspection dates: 3 to 7 June 2019"
TODAY = date(2019, 6, 3)


@pytest.mark.parametrize(
    ("council", "slug"),
    [
        ("London Borough of Ealing", "ealing"),
        ("EALING", "ealing"),
        ("Royal Borough of Greenwich", "greenwich"),
        ("The Royal Borough of Kensington and Chelsea", "kensington-and-chelsea"),
        ("Leicester City Council", "leicester"),
        ("Leicestershire County Council", "leicestershire"),
        ("City of York Council", "york"),
        ("North Yorkshire County Council", "north-yorkshire"),
        ("Council of the Isles of Scilly", "isles-of-scilly"),
        ("City of London Corporation", "city-of-london"),
        ("St. Helens Metropolitan Borough\nCouncil", "st-helens"),
        ("Stoke-on-\nTrent City Council", "stoke-on-trent"),
        ("Hull City Council", "kingston-upon-hull"),
        ("Royal Borough of Kingston upon Thames", "kingston-upon-thames"),
        ("Medway Children’s Services", "medway"),
        ("Redcar & Cleveland Borough Council", "redcar-and-cleveland"),
        ("Bath and North East Somerset Council", "bath-and-north-east-somerset"),
        ("North East Lincolnshire Council", "north-east-lincolnshire"),
        ("Children’s services in Doncaster, delivered by a trust", "doncaster"),
        ("Slough Children First", "slough"),
        ("Bournemouth, Christchurch and Poole Council", "bournemouth-christchurch-and-poole"),
    ],
)
def test_a_council_above_the_title(vocabulary: ReferenceData, council: str, slug: str) -> None:
    assert named(vocabulary, TODAY, *council.split("\n"), CARE, DATES) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Inspection of the London Borough of\nEaling local authority children’s services",
         "ealing"),
        ("Inspection of City of Wolverhampton\nlocal authority children’s services",
         "wolverhampton"),
        ("Inspection of Kent County Council\nchildren’s services", "kent"),
        ("Inspection of Bath and North East\nSomerset local authority children’s\nservices",
         "bath-and-north-east-somerset"),
    ],
)  # fmt: skip
def test_a_council_within_the_title(vocabulary: ReferenceData, title: str, slug: str) -> None:
    assert named(vocabulary, TODAY, *title.split("\n"), DATES) == slug


@pytest.mark.parametrize(
    ("day", "front", "slug"),
    [
        (date(2018, 11, 5), ("Dorset", CARE, DATES), "dorset-county"),
        (date(2021, 9, 27), ("Dorset", CARE, DATES), "dorset"),
        # The sentence on the whole helps where the title names nobody.
        (TODAY, (CARE, DATES, "Children’s services in Torbay are good"), "torbay"),
    ],
)
def test_the_council_of_that_name_that_existed_then(
    vocabulary: ReferenceData, day: date, front: tuple[str, ...], slug: str
) -> None:
    assert named(vocabulary, day, *front) == slug


@pytest.mark.parametrize(
    ("day", "council", "why"),
    [
        (date(2022, 1, 1), "Northamptonshire", "did not exist"),
        (TODAY, "Kent and Medway", "more than one"),
        (None, "Dorset", "more than one"),
        (None, "Poole", "no date"),
        (TODAY, "Barsetshire", "names no council"),
        # A longer name is not cut to one that is known.
        (TODAY, "East Surrey Council", "names no council"),
        (TODAY, "South\nSomerset Council", "names no council"),
        (TODAY, "Nort Yorkshire", "names no council"),
        (TODAY, "Mid Kent", "names no council"),
    ],
)
def test_a_council_that_is_not_sure_is_not_taken(
    vocabulary: ReferenceData, day: date | None, council: str, why: str
) -> None:
    assert why in named(vocabulary, day, *council.split("\n"), CARE, DATES)


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
    assert Period(date(2018, 2, 5), date(2018, 2, 9)).days == 5


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

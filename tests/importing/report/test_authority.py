"""Which council a title names, in every form that titles take."""

from datetime import date

import pytest

from ratings.importing.report import Vocabulary
from ratings.importing.report.authority import authority_of
from ratings.importing.report.document_type import title_of
from ratings.importing.report.parsed_report import Read
from ratings.importing.report.text import Page


def named(vocabulary: Vocabulary, day: date | None, *front: str) -> str:
    title = title_of([Page.of(1, [(line,) for line in front])])
    assert not isinstance(title, str), title
    found = authority_of(title, day, vocabulary)
    return found.value if isinstance(found, Read) else found


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
def test_a_council_above_the_title(vocabulary: Vocabulary, council: str, slug: str) -> None:
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
def test_a_council_within_the_title(vocabulary: Vocabulary, title: str, slug: str) -> None:
    assert named(vocabulary, TODAY, *title.split("\n"), DATES) == slug


@pytest.mark.parametrize(
    ("day", "slug"),
    [(date(2018, 11, 5), "dorset-county"), (date(2021, 9, 27), "dorset")],
)
def test_the_council_of_that_name_that_existed_then(
    vocabulary: Vocabulary, day: date, slug: str
) -> None:
    assert named(vocabulary, day, "Dorset", CARE, DATES) == slug


def test_the_sentence_on_the_whole_helps_where_the_title_names_nobody(
    vocabulary: Vocabulary,
) -> None:
    front = (CARE, DATES, "Children’s services in Torbay are good")
    assert named(vocabulary, TODAY, *front) == "torbay"


def test_a_council_that_had_ended_is_not_taken(vocabulary: Vocabulary) -> None:
    assert "did not exist" in named(vocabulary, date(2022, 1, 1), "Northamptonshire", CARE, DATES)


def test_one_of_two_is_never_guessed(vocabulary: Vocabulary) -> None:
    assert "more than one" in named(vocabulary, TODAY, "Kent and Medway", CARE, DATES)
    assert "more than one" in named(vocabulary, None, "Dorset", CARE, DATES)


@pytest.mark.parametrize(
    "council", ["East Surrey Council", "South\nSomerset Council", "Nort Yorkshire", "Mid Kent"]
)
def test_a_longer_name_is_not_cut_to_one_that_is_known(
    vocabulary: Vocabulary, council: str
) -> None:
    assert "names no council" in named(vocabulary, TODAY, *council.split("\n"), CARE, DATES)


def test_without_a_date_a_council_that_has_ended_is_not_taken(vocabulary: Vocabulary) -> None:
    assert "no date" in named(vocabulary, None, "Poole", CARE, DATES)


def test_a_name_that_the_record_does_not_know(vocabulary: Vocabulary) -> None:
    assert "names no council" in named(vocabulary, TODAY, "Barsetshire", CARE, DATES)

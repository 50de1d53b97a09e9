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
    ("day", "front", "slug"),
    [
        (date(2018, 11, 5), ("Dorset", CARE, DATES), "dorset-county"),
        (date(2021, 9, 27), ("Dorset", CARE, DATES), "dorset"),
        # The sentence on the whole helps where the title names nobody.
        (TODAY, (CARE, DATES, "Children’s services in Torbay are good"), "torbay"),
    ],
)
def test_the_council_of_that_name_that_existed_then(
    vocabulary: Vocabulary, day: date, front: tuple[str, ...], slug: str
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
    vocabulary: Vocabulary, day: date | None, council: str, why: str
) -> None:
    assert why in named(vocabulary, day, *council.split("\n"), CARE, DATES)

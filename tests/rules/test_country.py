"""The country and its parts."""

from datetime import date

from ratings.rules.national_shares import Council, Country
from ratings.rules.types import Authority
from tests.rules.builders import GOOD, SLAC, graded

NORTH = Council(Authority("north", "North"), "North East", "county council")
SOUTH = Council(Authority("south", "South", None, date(2020, 3, 31)), "London", "unitary authority")
NEW = Council(Authority("new", "New", date(2020, 4, 1)), "London", "unitary authority")
INSPECTIONS = (
    graded("2015-01-01", published="2015-03-01", authority="north", overall=GOOD),
    graded("2016-01-01", published="2016-03-01", authority="south", overall=GOOD),
    graded("2016-02-01", SLAC, authority="south", safeguarding=GOOD),
    graded("2021-01-01", published="2021-03-01", authority="new", overall=GOOD),
)
COUNTRY = Country((NORTH, SOUTH, NEW), INSPECTIONS)


def test_a_part_holds_its_authorities_and_their_inspections() -> None:
    london = COUNTRY.within(["London"])
    assert [c.slug for c in london.councils] == ["south", "new"]
    assert {i.authority for i in london.inspections} == {"south", "new"}
    assert COUNTRY.within(["London"], "county council").councils == ()
    assert COUNTRY.within() == COUNTRY


def test_authorities_exist_between_their_first_and_last_day() -> None:
    assert COUNTRY.existing_on(date(2020, 3, 31)) == {"north", "south"}
    assert COUNTRY.existing_on(date(2020, 4, 1)) == {"north", "new"}


def test_lines_hold_graded_nodes_only() -> None:
    lines = COUNTRY.lines()
    assert {slug: len(nodes) for slug, nodes in lines.items()} == {"north": 1, "south": 1, "new": 1}

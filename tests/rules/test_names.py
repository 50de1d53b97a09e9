"""Names as people type them; who became whom (domain §3.7); where authorities stand on the tile map
and what they are called there. Partial dates, and how far the record reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.rules import name_matching as rules
from ratings.rules.completeness import Basis, Completeness
from ratings.rules.dates import PartialDate, dates_in_words, day_in_words
from ratings.rules.name_matching import LONGEST, closest_matches, normalise
from ratings.rules.succession import ancestry, predecessors, successors
from ratings.rules.tile_map import UNFIT, abbreviations, distance, placed
from ratings.rules.types import Authority, GridCell, Succession


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kingston upon Hull, City of", "KINGSTON-UPON  HULL city of"), ("St. Helens", "st helens"),
        ("Bath & North East Somerset", "Bath and North East Somerset"),
        ("King’s Lynn", "kings lynn"), ("Réading", "READING"), ("Straße", "STRASSE"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_name_fold_to_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_the_nearest_names_come_best_first() -> None:
    names = [("kent", "kent"), ("essex", "essex"), ("brent", "brent")]
    assert closest_matches("Kentt", names) == ["kent", "brent"]
    assert closest_matches("zzzz", names) == closest_matches("", names) == []


def test_of_a_text_that_goes_on_and_on_no_more_is_compared_than_a_name_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(rules, "similarity", lambda text, _: compared.append(text) or 0.0)
    assert closest_matches("birmingham" * 400, [("birmingham", "birmingham")]) == []
    assert [len(text) for text in compared] == [LONGEST]


SPLIT = [
    Succession("cumbria", "westmorland", date(2023, 4, 1), "split"),
    Succession("cumbria", "cumberland", date(2023, 4, 1), "split"),
    Succession("westmorland", "lakes", date(2027, 4, 1), "merged"),
    Succession("lancaster", "lakes", date(2027, 4, 1), "merged"),
]


def test_predecessors_and_successors_stand_in_order_and_chains_are_followed_but_no_loop() -> None:
    assert [s.predecessor for s in predecessors("lakes", SPLIT)] == ["lancaster", "westmorland"]
    assert [s.successor for s in successors("cumbria", SPLIT)] == ["cumberland", "westmorland"]
    assert predecessors("cumbria", SPLIT) == ()
    found = ancestry("lakes", SPLIT)
    assert [(s.predecessor, generation) for generation, s in found] == [
        ("lancaster", 1), ("westmorland", 1), ("cumbria", 2),
    ]  # fmt: skip
    loop = [
        Succession("a", "b", date(2020, 1, 1), "merged"),
        Succession("b", "a", date(2021, 1, 1), "merged"),
    ]
    assert [s.predecessor for _, s in ancestry("a", loop)] == ["b"]


def lies(slug: str, region: str, cell: GridCell | None = None) -> Authority:
    return Authority(slug, slug, region=region, cell=cell)


def at(
    slug: str, column: int | None, row: int = 0, north: float = 52, east: float = 0
) -> Authority:
    cell = None if column is None else GridCell(column, row)
    return replace(lies(slug, "Here", cell), latitude=north, longitude=east)


def test_an_authority_stands_on_its_own_tile_unless_it_is_taken_that_day() -> None:
    places = [at("a", 3, 4), at("b", 0, 1), at("c", 0, 1)]
    cells = placed(places, places)
    assert (cells["a"], cells["b"]) == (GridCell(3, 4), GridCell(0, 1))
    assert cells["c"] not in (cells["a"], cells["b"])


def test_one_without_a_tile_gets_the_nearest_free_cell_to_where_it_lies() -> None:
    north, south = at("north", 0, 0, north=55), at("south", 0, 5, north=51)
    other = at("east", 4, 5, north=51, east=3)
    new = at("new", None, north=51.1)
    everyone = [north, south, other, new]
    assert distance_between(placed(everyone, everyone)["new"], GridCell(0, 5)) == 1


def test_a_successor_takes_the_cell_that_its_predecessor_left_and_two_stand_side_by_side() -> None:
    old = at("old", 2, 2, north=52, east=1)
    rest = [at("a", 1, 2, east=0), at("b", 3, 2, east=2), at("c", 2, 1, north=53, east=1)]
    one, two = (at(slug, None, north=52, east=1) for slug in ("new-1", "new-2"))
    assert placed([*rest, one], [*rest, one, old])["new-1"] == GridCell(2, 2)
    cells = placed([one, two], [one, two, old])
    assert cells["new-1"] == GridCell(2, 2)
    assert distance_between(cells["new-1"], cells["new-2"]) == 1


def test_without_coordinates_it_stands_with_its_region() -> None:
    here = [lies("a", "Here", GridCell(5, 5)), lies("b", "Here", GridCell(6, 5))]
    there = [lies("c", "There", GridCell(0, 0))]
    new = lies("new", "Here")
    cell = placed([*here, *there, new], [*here, *there, new])["new"]
    assert min(distance_between(cell, GridCell(5, 5)), distance_between(cell, GridCell(6, 5))) == 1
    # The first authority of all has a place too.
    assert placed([new], [new]) == {"new": GridCell(0, 0)}


@given(st.integers(1, 40))
def test_any_number_of_new_authorities_find_cells_of_their_own(number: int) -> None:
    new = [at(f"new-{i}", None) for i in range(number)]
    cells = placed(new, [*new, at("old", 3, 3)])
    assert len(set(cells.values())) == number
    assert max(cell.column for cell in cells.values()) <= 3


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    assert distance(at("a", 0), at("b", 0, north=53)) == pytest.approx(1)
    assert distance(at("a", 0), at("b", 0, east=1)) == pytest.approx(0.6, abs=0.01)
    assert distance(at("a", 0), lies("b", "Here")) is None


def distance_between(one: GridCell, other: GridCell) -> int:
    return abs(one.column - other.column) + abs(one.row - other.row)


def short(*names: str) -> list[str]:
    found = abbreviations({name: name for name in names})
    return [found[name] for name in names]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kent", "Ken"), ("North Yorkshire", "NYo"), ("East Riding of Yorkshire", "ERY"),
        ("Bournemouth, Christchurch and Poole", "BCP"), ("Southend-on-Sea", "SSe"),
        ("St Helens", "SHe"), ("King's Lynn", "KLy"), ("Poole", "Pol"), ("Ö", "Ö00"), ("", "X00"),
    ],
)  # fmt: skip
def test_a_name_gives_its_first_letters_or_initials(name: str, letters: str) -> None:
    assert short(name) == [letters]


def test_where_two_begin_alike_the_longer_name_takes_later_letters_in_any_order() -> None:
    assert short("Barnsley", "Barnet") == ["Brn", "Bar"]
    assert short("Leicestershire", "Leicester") == ["Lcs", "Lei"]
    names = {"a": "Barnet", "b": "Barnsley", "c": "Barking"}
    assert abbreviations(names) == abbreviations(dict(reversed(names.items())))


@given(st.sets(st.text(alphabet="ab cÄ-", max_size=8), max_size=30))
def test_no_two_names_are_shortened_alike_and_none_unfitly(names: set[str]) -> None:
    found = [letters.casefold() for letters in short(*names)]
    assert len(set(found)) == len(names)
    assert not set(found) & UNFIT
    assert {len(letters) for letters in found} <= {3}


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
        ("2017-18", "2017-18"), ("2011-12", "December 2011"), ("", ""),
        ("inspections in 2011-12", "inspections in 2011-12"),
        ("2009-10 to 2018-19", "2009-10 to 2018-19"),
        ("https://example.org/2018-07/a.pdf", "https://example.org/2018-07/a.pdf"),
    ],
)  # fmt: skip
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
        (None, "20 August 2026"), (date(2026, 8, 21), "20 August 2026"),
        (date(2019, 3, 31), "31 March 2019"),
    ],
)  # fmt: skip
def test_a_sentence_rests_on_reports_to_the_earlier_of_two_days(
    known_by: date | None, day: str
) -> None:
    assert GRADED.on_reports(known_by) == f"on reports published to {day}"


@pytest.mark.parametrize(
    ("as_at", "lacks", "ends"),
    [
        ("2019-03-31", False, False), ("2026-06-11", False, False), ("2026-06-12", True, False),
        ("2026-08-20", True, False), ("2026-08-21", True, True), ("2026-12-01", True, True),
    ],
)  # fmt: skip
def test_a_day_says_what_may_not_be_on_record(as_at: str, lacks: bool, ends: bool) -> None:
    said = GRADED.may_lack_in_words(date.fromisoformat(as_at))
    assert ("Inspections begun between 11 June 2026 and " in said) is lacks
    assert said.startswith(NOT_YET) is ends
    assert bool(said) is lacks


def test_what_is_counted_by_its_beginning_waits_for_no_report() -> None:
    assert VISITS.sure_to == VISITS.last_day
    assert not VISITS.may_lack(date(2025, 3, 31))
    assert "Reports" not in VISITS.may_lack_in_words(date(2025, 4, 1))

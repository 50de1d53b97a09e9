"""The tile map: places, outlines and the names of regions."""

from __future__ import annotations

from ratings.charts.tilemap import DrawnRegion, Tile, tile_map
from ratings.rules.tile_map import GridCell
from ratings.rules.types import Grade
from tests.rules.builders import ADEQUATE, GOOD

NEW_TONE = Grade("fair", "fair", "F", 3, "tartan")


def tile(column: int, row: int, region: str = "London", grade: Grade | None = GOOD) -> Tile:
    words = grade.word if grade else "not yet inspected"
    slug = f"a{column}-{row}"
    return Tile(slug, slug.title(), "Abc", region, GridCell(column, row), grade, words)


def drawn(*tiles: Tile) -> dict[str, DrawnRegion]:
    return {region.name: region for region in tile_map(tiles)}


def cells(classes: str) -> set[tuple[int, int]]:
    """The cells that the place of a region's name covers."""
    names = classes.split()
    (column,), (row,) = ([int(n[1:]) for n in names if n[0] == c and n[1:].isdigit()] for c in "cr")
    width = next((int(n[1:]) for n in names if n[0] == "w"), 1)
    return {(column + i, row) for i in range(width)}


def test_a_tile_has_a_letter_a_tone_and_its_whole_name() -> None:
    found = tile(0, 0)
    assert (found.letter, found.tone, found.label) == ("G", "blue", "A0-0: good")
    assert tile(0, 0, grade=ADEQUATE).tone == "amber-hatched"
    assert tile(0, 0, grade=NEW_TONE).tone == "neutral", "one that the theme does not know"
    none = tile(0, 0, grade=None)
    assert (none.letter, none.tone, none.label) == ("…", "waiting", "A0-0: not yet inspected")


def test_an_outline_runs_where_the_region_ends() -> None:
    region = drawn(tile(0, 0), tile(1, 0), tile(0, 1), tile(1, 1, "Kent"))["London"]
    assert [d.classes for d in region.tiles] == ["c0 r0 t l", "c1 r0 t r b", "c0 r1 r b l"]


def test_regions_come_by_name_and_tiles_from_north_to_south() -> None:
    found = tile_map([tile(3, 3, "B"), tile(0, 1, "A"), tile(5, 0, "A"), tile(1, 0, "A")])
    assert [region.name for region in found] == ["A", "B"]
    assert [d.tile.slug for d in found[0].tiles] == ["a1-0", "a5-0", "a0-1"]
    assert tile_map([]) == ()


def test_a_region_is_named_beside_itself_on_free_cells() -> None:
    block = [tile(x, y, "North") for x in range(4, 7) for y in range(3)]
    wall = [tile(x, 4, "South") for x in range(12)]
    found = drawn(*block, *wall)
    taken = {(t.cell.column, t.cell.row) for t in (*block, *wall)}
    for region in found.values():
        assert not cells(region.classes) & taken
    assert not cells(found["North"].classes) & cells(found["South"].classes)


def test_a_name_on_the_left_ends_at_its_region() -> None:
    assert "name-end" in drawn(tile(9, 0, "North"), tile(10, 0, "North"))["North"].classes


def test_a_region_with_no_room_around_it_is_only_read_out() -> None:
    square = [tile(x, y, "Inner" if x == y == 1 else "Outer") for x in range(3) for y in range(3)]
    assert drawn(*square)["Inner"].classes == "visually-hidden"

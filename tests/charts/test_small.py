"""The timeline at the size of a word, and as its component prints it; room for text; the map."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from ratings.charts.sparkline import sparkline
from ratings.charts.text import Box, first_free, pack, text_width, wrap
from ratings.charts.tilemap import DrawnRegion, Tile, tile_map
from ratings.charts.timeline import timeline
from ratings.rules.tile_map import GridCell
from ratings.rules.types import Grade
from tests.charts.builders import AS_AT, SVG, WEST, parse, texts, timeline_data
from tests.rules.builders import ADEQUATE, GOOD


def west() -> str:
    return sparkline(timeline_data().line, WEST, AS_AT, date(2025, 3, 31))


def test_a_sparkline_is_as_large_as_a_word_and_says_only_its_title() -> None:
    root = parse(west().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert (root.get("width"), root.get("height")) == ("120", "24")
    assert [child.text for child in root.iter(f"{SVG}title")] == [
        "West <Shire> & “Co”: improved (2021) → good (2022) → no overall grade (2024)"
    ]
    assert not texts(west())


def test_its_bars_have_the_tone_and_the_place_of_the_grade_without_style_or_id() -> None:
    assert re.search(r'class="tl-fill-blue"', west())
    assert "tl-dashed" in west()
    assert not re.search(r"style=|<style|<script| id=", west())


def test_a_grade_below_the_known_scale_makes_room_for_itself() -> None:
    line = timeline_data().line
    assert sparkline(line, WEST, AS_AT, AS_AT, positions=1) != sparkline(line, WEST, AS_AT, AS_AT)


def test_an_authority_without_a_grade_has_an_empty_one() -> None:
    empty = timeline_data(WEST, ()).line
    assert "<rect" not in sparkline(empty, WEST, AS_AT, AS_AT)


@pytest.fixture(scope="module")
def page() -> str:
    chart = timeline(timeline_data())
    context = {"chart": chart, "plotly_url": "/static/plotly.js"}
    return render_to_string("components/timeline.html", context)


def test_the_component_prints_both_pictures_once_and_the_table_with_headings(page: str) -> None:
    assert page.count('class="tl tl-wide"') == page.count('class="tl tl-narrow"') == 1
    assert '<th scope="col">Date</th>' in page
    assert '<th scope="row">4 March 2014</th>' in page


def test_the_component_carries_the_figure_as_data_that_cannot_end_its_element(page: str) -> None:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == timeline(timeline_data()).figure


def test_the_component_has_no_inline_code_or_style_and_names_are_escaped(page: str) -> None:
    inline = r"<script(?! type=\"application/json\")|<style| style=| on[a-z]+="
    assert re.findall(inline, page) == []
    assert "<Shire>" not in page
    assert "<is>" not in page


def test_the_component_does_without_plotly() -> None:
    bare = render_to_string("components/timeline.html", {"chart": timeline(timeline_data())})
    assert 'data-plotly=""' in bare


def test_wider_letters_take_more_room() -> None:
    assert text_width("www", 12) > text_width("iii", 12)
    assert text_width("I 2013", 12, bold=True) > text_width("I 2013", 12)


def test_lines_are_no_wider_than_asked() -> None:
    words = "requires improvement to be good across the whole of it"
    lines = wrap(words, 12, 110)
    assert " ".join(lines) == words
    assert all(text_width(line, 12) <= 110 for line in lines)
    # But for a word that is too long: it has a line of its own.
    assert wrap("a Northamptonshire b", 12, 20) == ["a", "Northamptonshire", "b"]
    assert wrap("I\u00a0inadequate", 12, 20) == ["I\u00a0inadequate"], "no-break space"


def test_boxes_that_touch_do_not_overlap_and_places_must_be_free() -> None:
    near, far = Box(0, 0, 10, 10), Box(20, 0, 30, 10)
    assert not near.overlaps(Box(10, 0, 20, 10))
    assert near.overlaps(Box(9, 9, 20, 20))
    # The first free place is taken, and the last where none is.
    assert first_free([near, far], [Box(5, 5, 6, 6)]) == far
    assert first_free([near, near], [near]) == near


def test_overlapping_extents_go_on_rows_of_their_own() -> None:
    assert pack([(0, 10), (5, 15), (10, 20), (16, 30)]) == [0, 1, 0, 1]
    assert pack([(0, 10), (10, 20)], gap=1) == [0, 1]
    assert pack([(50, 60), (0, 10)]) == [0, 0]


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

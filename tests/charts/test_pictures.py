"""Shares of grades through time, and Kaplan-Meier curves, drawn; the timeline at the size of a
word, and as its component prints it; room for text; the tile map."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string

from ratings.charts.picture_address import Picture
from ratings.charts.sparkline import sparkline
from ratings.charts.stacked_bars import FrameworkSpan, Slice, StackedBar, shares_picture
from ratings.charts.survival import Curve, survival_picture
from ratings.charts.text import Box, first_free, pack, text_width, wrap
from ratings.charts.tilemap import Tile, tile_map
from ratings.charts.timeline import timeline
from ratings.rules.kaplan_meier import Duration, kaplan_meier, median
from ratings.rules.types import Authority, Grade, GridCell
from tests.charts.builders import (
    ADEQUATE,
    AS_AT,
    GOOD,
    INADEQUATE,
    OUTSTANDING,
    SVG,
    WEST,
    assert_named_and_safe,
    assert_own_ids,
    parse,
    texts,
    timeline_data,
)

COLUMNS = (
    StackedBar("2024", "31 Mar", (Slice(2, "inadequate", INADEQUATE), Slice(0, "good", GOOD),
                              Slice(7, "not yet inspected"))),
    StackedBar("2025", "31 Mar", (Slice(1, "inadequate", INADEQUATE), Slice(6, "good", GOOD),
                              Slice(2, "no grade", dashed=True))),
)  # fmt: skip
WORDS = {"title": "Shares <of> grades", "description": "2024: 2 & 2025: 1"}


def shares_drawn(*columns: StackedBar) -> Picture:
    eras = (FrameworkSpan("OLD", 0, 1), FrameworkSpan("NEW", 1, 2, "no grade"))
    key = (("inadequate", INADEQUATE, False), ("good", GOOD, False), ("no grade", None, True))
    return shares_picture(columns, eras[: len(columns)], key, uid="shares", **WORDS)


def test_both_forms_are_images_that_say_letters_and_counts_without_styles() -> None:
    shown = shares_drawn(*COLUMNS)
    for svg in (shown.svg, shown.svg_narrow):
        assert {"I 2", "7", "G 6", "2024", "2025", "31 Mar"} <= set(texts(svg))
        assert "G 0" not in texts(svg)
        titles = {title.text for title in parse(svg).iter(f"{SVG}title")}
        assert {"2 inadequate", "7 not yet inspected", "6 good", "2 no grade"} <= titles, "on hover"
        assert "NEW: no grade" in texts(svg), "the end of a grade is marked and named"
        assert 'class="tl-dashed"' in svg
        assert_named_and_safe(svg, **WORDS)
        assert "<of>" not in svg
    assert_own_ids(shown.svg, shown.svg_narrow)


def test_a_column_is_as_high_as_all_that_existed() -> None:
    reds = r'<rect [^>]*height="([0-9.]+)"[^>]*class="tl-bar tl-fill-red"'
    heights = [float(number) for number in re.findall(reds, shares_drawn(*COLUMNS).svg)]
    assert [height for height in heights if height > 16] == [
        pytest.approx(300 * 2 / 9 - 1, abs=0.1), pytest.approx(300 / 9 - 1, abs=0.1),
    ]  # fmt: skip


def test_a_hatched_grade_keeps_its_hatching() -> None:
    column = StackedBar(
        "2012", "1 May", (Slice(5, "adequate", ADEQUATE), Slice(5, "x", OUTSTANDING))
    )
    assert 'fill="url(#shares-wide-amber-hatched)"' in shares_drawn(column).svg


def test_nobody_at_all_draws_an_empty_picture() -> None:
    assert "2024" in texts(shares_drawn(StackedBar("2024", "31 Mar", ())).svg)


DURATIONS = [Duration(365, True), Duration(731, True), Duration(1096, False), Duration(5000, True)]
STEPS = kaplan_meier(DURATIONS)
CURVE = Curve("Good", "4 periods", STEPS, 5000, median(STEPS), "blue", "G")
SIZES = ["svg", "svg_narrow"]


def picture(*curves: Curve, form: str = "svg") -> str:
    words = {"title": "How <long>", "description": "Half & half"}
    return str(getattr(survival_picture(curves, uid="times", **words, years=10), form))


def curve_of(svg: str) -> str:
    found = re.search(r'<path d="([^"]*)" class="tl-riser nat-curve nat-curve-blue"', svg)
    assert found
    return found[1]


@pytest.mark.parametrize("form", SIZES)
def test_a_curve_goes_across_and_down_only(form: str) -> None:
    d = curve_of(picture(CURVE, form=form))
    assert re.fullmatch(r"M[0-9. ]+(H[0-9.]+V[0-9.]+)*H[0-9.]+", d)
    across = [float(x) for x in re.findall(r"H([0-9.]+)", d)]
    down = [float(y) for y in re.findall(r"V([0-9.]+)", d)]
    assert across == sorted(across)
    assert down == sorted(down)
    assert len(down) == 2, "a step beyond the axis is left out, not drawn at its end"


def test_the_band_is_closed_and_the_median_marked() -> None:
    svg = picture(CURVE)
    assert re.search(r'd="M[^"]*Z" class="tl-strip nat-band"', svg)
    assert "<circle" in svg


def test_nothing_seen_to_end_says_so_and_no_curve_at_all_is_an_empty_picture() -> None:
    svg = picture(Curve("Outstanding", "2 periods", (), 900, median(()), "deep-blue", "O"))
    assert "none of these has been seen to end" in texts(svg)
    assert "nat-curve" not in svg
    assert texts(picture()) == []


@pytest.mark.parametrize("form", SIZES)
def test_it_is_an_image_with_words_and_without_styles(form: str) -> None:
    svg = picture(CURVE, CURVE, form=form)
    assert_named_and_safe(svg, "How <long>", "Half & half")
    assert {"Good", "4 periods", "G", "50%", "10 years"} <= set(texts(svg))


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


def test_a_grade_below_the_known_scale_makes_room_and_without_a_grade_it_is_empty() -> None:
    line, empty = timeline_data().line, timeline_data(WEST, ()).line
    assert sparkline(line, WEST, AS_AT, AS_AT, positions=1) != sparkline(line, WEST, AS_AT, AS_AT)
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
    inline = r"<script(?! type=\"application/json\")|<style| style=| on[a-z]+="
    assert re.findall(inline, page) == [], "no code or style within the page"
    assert "<Shire>" not in page
    assert "<is>" not in page


def test_the_component_carries_the_figure_as_data_that_cannot_end_its_element(page: str) -> None:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == timeline(timeline_data()).figure


def test_the_component_does_without_plotly() -> None:
    bare = render_to_string("components/timeline.html", {"chart": timeline(timeline_data())})
    assert 'data-plotly=""' in bare


def test_wider_letters_take_more_room_and_lines_are_no_wider_than_asked() -> None:
    assert text_width("www", 12) > text_width("iii", 12)
    assert text_width("I 2013", 12, bold=True) > text_width("I 2013", 12)
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
    authority = Authority(slug, slug.title(), region=region)
    return Tile(authority, "Abc", GridCell(column, row), grade, words)


def drawn(*tiles: Tile) -> dict[str, tuple[str, list[tuple[Tile, str]]]]:
    """By the name of the region: the classes of its name, and its tiles with theirs."""
    return {name: (classes, own) for name, classes, own in tile_map(tiles)}


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
    ungraded = replace(none, words="no overall grade")
    assert (ungraded.letter, ungraded.tone) == ("–", "none"), "it does not wait"


def test_an_outline_runs_where_the_region_ends() -> None:
    _, own = drawn(tile(0, 0), tile(1, 0), tile(0, 1), tile(1, 1, "Kent"))["London"]
    assert [classes for _, classes in own] == ["c0 r0 t l", "c1 r0 t r b", "c0 r1 r b l"]


def test_regions_come_by_name_and_tiles_from_north_to_south() -> None:
    found = tile_map([tile(3, 3, "B"), tile(0, 1, "A"), tile(5, 0, "A"), tile(1, 0, "A")])
    assert [name for name, *_ in found] == ["A", "B"]
    assert [each.authority.slug for each, _ in found[0][2]] == ["a1-0", "a5-0", "a0-1"]
    assert tile_map([]) == []


def test_a_region_is_named_beside_itself_on_free_cells() -> None:
    block = [tile(x, y, "North") for x in range(4, 7) for y in range(3)]
    wall = [tile(x, 4, "South") for x in range(12)]
    found = drawn(*block, *wall)
    taken = {(t.cell.column, t.cell.row) for t in (*block, *wall)}
    for classes, _ in found.values():
        assert not cells(classes) & taken
    assert not cells(found["North"][0]) & cells(found["South"][0])


def test_a_name_on_the_left_ends_at_its_region_and_without_room_it_is_only_read_out() -> None:
    assert "name-end" in drawn(tile(9, 0, "North"), tile(10, 0, "North"))["North"][0]
    square = [tile(x, y, "Inner" if x == y == 1 else "Outer") for x in range(3) for y in range(3)]
    assert drawn(*square)["Inner"][0] == "visually-hidden"

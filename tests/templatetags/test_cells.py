"""Cells of long lists: the same HTML as a template would write, nothing unescaped."""

from dataclasses import dataclass

import pytest

from ratings.charts.tilemap import DrawnTile, Tile
from ratings.rules.coverage import State
from ratings.rules.tile_map import Cell as Place
from ratings.rules.types import Grade
from ratings.templatetags.cells import (
    board_cells,
    feed_links,
    listing_cells,
    matrix_cells,
    share_cell,
    tiles,
)
from ratings.views.changes.coverage import BoardCell
from ratings.views.national.groups import ShareCell
from ratings.views.national.transitions import Number

GOOD = Grade("good", "good", "G", 2, "blue")


@dataclass(frozen=True)
class Cell:
    words: str
    href: str = ""
    grade: Grade | None = None
    is_grade: bool = False


def test_the_first_cell_heads_the_row_and_leads_on() -> None:
    html = listing_cells([("Authority", Cell("Kent", "/authorities/kent/"))])
    assert html == '<th scope="row" role="rowheader"><a href="/authorities/kent/">Kent</a></th>'


@pytest.mark.parametrize(
    ("cell", "within"),
    [
        (Cell("2018"), "2018"),
        (Cell("2018", "/i/?a=1&b=2"), '<a href="/i/?a=1&amp;b=2">2018</a>'),
        (Cell("good", grade=GOOD, is_grade=True), "mark-blue"),
        (Cell("no grade", is_grade=True), "no grade"),
        (Cell('<b>"&'), "&lt;b&gt;&quot;&amp;"),
        (Cell("x", '"><script>'), '<a href="&quot;&gt;&lt;script&gt;">x</a>'),
    ],
)
def test_a_cell_says_its_words_and_under_what(cell: Cell, within: str) -> None:
    html = listing_cells([("A", Cell("Kent", "/")), ('B"', cell)])
    assert html.count("<td") == 1
    assert 'data-label="B&quot;"' in html
    assert within in html


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (ShareCell("good", 0, None), "0"),
        (ShareCell("good", 7, 5), '7 <span class="percent">5%</span>'),
        (ShareCell("good", 7, 0, "/?a&b"),
         '<a href="/?a&amp;b">7</a> <span class="percent">0%</span>'),
    ],
)  # fmt: skip
def test_a_share_leads_on_where_it_can_and_has_its_percentage(cell: ShareCell, html: str) -> None:
    assert share_cell(cell) == html


def test_a_count_of_nobody_leads_nowhere() -> None:
    html = matrix_cells([Number(0, 0, "/none/"), Number(3, 60, "/three/")])
    assert html == (
        '<td class="number">0</td><td class="number"><a href="/three/">3</a> '
        '<span class="percent">60%</span></td>'
    )


def test_a_place_on_the_board_says_its_state_and_leads_to_what_it_lacks() -> None:
    lacking = BoardCell(State.MISSING, "○", "2 missing", "<ILACS>", "/?a&b")
    complete = BoardCell(State.COMPLETE, "●", "complete", "<ILACS>", "")
    first, second = board_cells("<Kent>", [lacking, complete]).split("</td>")[:2]
    mark = '<span class="state-mark" aria-hidden="true">○</span>'
    assert first == (
        f'<td class="state state-missing">{mark} <a href="/?a&amp;b">2 missing'
        '<span class="visually-hidden">: &lt;Kent&gt;, &lt;ILACS&gt;</span></a>'
    )
    assert second.endswith("</span> complete")


def test_a_feed_has_two_forms_that_say_whose_they_are() -> None:
    html = feed_links("feed-authority-atom", "feed-authority-json", "<Kent>", "kent")
    assert html.count("&lt;Kent&gt;") == 2
    assert 'href="/feeds/authorities/kent.atom"' in html
    assert 'href="/feeds/authorities/kent.json"' in html
    assert 'href="/feeds/all.atom"' in feed_links("feed-all-atom", "feed-all-json", "All")


def test_a_tile_is_a_link_that_names_authority_and_grade() -> None:
    tile = Tile("kent", "Kent & co", "Ken", "South East", Place(5, 3), GOOD, "good")
    assert tiles([DrawnTile(tile, "c5 r3")], "?a=1&b=2") == (
        '<li class="c5 r3"><a class="mark-blue" href="/authorities/kent/?a=1&amp;b=2" '
        'aria-label="Kent &amp; co: good"><b>G</b>Ken</a></li>'
    )


def test_a_tile_that_waits_for_its_inspection_is_not_one_without_an_overall_grade() -> None:
    words = ("no overall grade", "not yet inspected")
    drawn = [
        DrawnTile(Tile("kent", "Kent", "Ken", "South East", Place(5, 3), None, each), "c5 r3")
        for each in words
    ]
    ungraded, waiting = tiles(drawn, "").split("</li>")[:2]
    assert 'class="mark-none"' in ungraded
    assert "<b>–</b>" in ungraded
    assert 'class="mark-waiting"' in waiting
    assert "<b>…</b>" in waiting

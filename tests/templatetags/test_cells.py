"""Cells of long lists: the same HTML as a template would write, nothing unescaped."""

from dataclasses import dataclass

import pytest

from ratings.rules.records import Grade
from ratings.templatetags.cells import listing_cells

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

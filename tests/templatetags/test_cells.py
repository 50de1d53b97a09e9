"""Marks, cells and rows of long lists: every place filled, nothing unescaped."""

from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context
from django.utils.safestring import SafeString

from ratings.charts.tilemap import Tile
from ratings.rules.coverage import CoverageState
from ratings.rules.next_inspection import Due, Waiting, Window
from ratings.rules.status import get_status
from ratings.rules.trend import Comparability
from ratings.rules.types import FINDING_WORDS, Authority, Grade, GridCell, Inspection
from ratings.tables import AuthorityTable
from ratings.templatetags.cells import (
    board_cells,
    feed_links,
    listing_cells,
    matrix_cells,
    share_cell,
    tiles,
)
from ratings.templatetags.grades import direction, grade
from ratings.templatetags.rows import authority_row, due_row
from tests.rules.builders import GOOD, graded, visit

HOSTILE = '<b>"&'
DAY = date(2024, 3, 31)


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


def counted(count: int, percent: int | None, href: str = "") -> dict[str, Any]:
    return {"count": count, "percent": percent, "href": href}


def on_board(state: CoverageState, mark: str, words: str, address: str) -> dict[str, Any]:
    about = {"framework": "<ILACS>", "address": address}
    return {"state": state, "mark": mark, "words": words} | about


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (counted(0, None), "0"),
        (counted(7, 5), '7 <span class="percent">5%</span>'),
        (counted(7, 0, "/?a&b"),
         '<a href="/?a&amp;b">7</a> <span class="percent">0%</span>'),
    ],
)  # fmt: skip
def test_a_share_leads_on_where_it_can_and_has_its_percentage(
    cell: dict[str, Any], html: str
) -> None:
    assert share_cell(cell) == html


def test_a_count_of_nobody_leads_nowhere() -> None:
    html = matrix_cells([counted(0, 0, "/none/"), counted(3, 60, "/three/")])
    assert html == (
        '<td class="number">0</td><td class="number"><a href="/three/">3</a> '
        '<span class="percent">60%</span></td>'
    )


def test_a_place_on_the_board_says_its_state_and_leads_to_what_it_lacks() -> None:
    lacking = on_board(CoverageState.MISSING, "○", "2 missing", "/?a&b")
    complete = on_board(CoverageState.COMPLETE, "●", "complete", "")
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
    tile = Tile(Authority("kent", "Kent & co"), "Ken", GridCell(5, 3), GOOD, "good")
    assert tiles([(tile, "c5 r3")], "?a=1&b=2") == (
        '<li class="c5 r3"><a class="mark-blue" href="/authorities/kent/?a=1&amp;b=2" '
        'aria-label="Kent &amp; co: good"><b>G</b>Ken</a></li>'
    )


# Marks


@pytest.mark.parametrize(
    ("words", "mark", "letter"),
    [
        ("no overall grade", "none", "–"), ("not judged", "none", "–"),
        ("not yet inspected", "waiting", "…"),
        ("not yet inspected under these rules", "waiting", "…"),
    ],
)  # fmt: skip
def test_mark_and_words_stand_side_by_side(words: str, mark: str, letter: str) -> None:
    assert grade(None, words) == (
        f'<span class="grade"><span class="mark mark-{mark}" aria-hidden="true">{letter}</span>'
        f"<span>{words}</span></span>"
    )


def test_every_finding_of_a_visit_has_a_mark_of_its_own() -> None:
    marks = {direction(finding).split(">")[2][:1] for finding in FINDING_WORDS}
    assert len(marks) == len(FINDING_WORDS) == 7
    assert direction("not-read").endswith("letter not read yet</span>")


# Rows


class Cells(HTMLParser):
    """The text of each cell, by its label."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.labels: list[str] = []
        self.words: dict[str, str] = {}
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag != "b"
        if tag in ("th", "td"):
            self.labels.append(given.get("data-label") or given.get("class") or "")
            self.words[self.labels[-1]] = ""
        if tag == "a":
            self.addresses.append(given["href"] or "")

    def handle_data(self, data: str) -> None:
        if self.labels:
            self.words[self.labels[-1]] += data.strip()


def council(name: str = "Kent") -> Authority:
    return Authority("kent", name, region=HOSTILE, type="county", la_code="886")


def row_of(who: Authority, *found: Inspection, carry: str = "") -> SafeString:
    record = SimpleNamespace(complete_to={})
    context = Context({"record": record, "carry": carry, "table": AuthorityTable([], "")})
    return authority_row(context, get_status(who, found, Comparability(), DAY))


def test_an_authority_without_inspections_says_so_in_every_cell() -> None:
    cells = Cells(row_of(replace(council(HOSTILE), end=date(2021, 4, 1)), carry="?a=1&b=2"))
    assert cells.words["lead-left"] == f"{HOSTILE}abolished 1 April 2021"
    assert cells.addresses == ["/authorities/kent/?a=1&b=2"]
    assert cells.words["Graded since"] == cells.words["Trend"] == "no grade yet"
    assert cells.words["Last visit"] == "none on record"
    assert cells.words["Region"] == HOSTILE
    assert len(cells.labels) == 9


def test_an_authority_has_its_grade_its_line_and_its_last_visit() -> None:
    found = graded("2019-05-13", overall=GOOD), visit("2021-06-01")
    cells = Cells(row_of(council(), *found))
    assert cells.words["table-line"] == "good (2019)"
    assert cells.words["Overall grade"].endswith("good")
    assert cells.words["Graded since"] == "13 May 2019"
    assert cells.words["Trend"] == "first"
    assert cells.words["Last visit"] == "1 June 2021"


def test_who_waits_is_told_with_rank_days_estimate_and_visits() -> None:
    last, seen = graded("2019-05-13", overall=GOOD), visit("2021-06-01")
    window = Window(date(2021, 5, 1), date(2022, 6, 1), date(2023, 7, 1), Waiting.LATE)
    due = Due(council(), last, 1784, (seen, seen), window, rank=3)
    cells = Cells(due_row(due, "", "as_at=2024-03-31"))
    assert cells.words["number lead-date due-rank"] == "3"
    assert cells.words["Last graded"].endswith("good13 May 2019")
    assert cells.words["Time since"] == "1,784 days4 years 10 months"
    assert cells.words["Estimate"].startswith("May 2021 to July 2023longer than any seen")
    assert cells.words["Estimate"].endswith("median June 2022")
    assert cells.words["Visits since"] == f"2 {seen.kind_name}s"
    visits = "q=886&result=visit&begun_from=2019-05-13&as_at=2024-03-31"
    assert cells.addresses[-1].endswith(f"?{visits}")


def test_who_was_never_inspected_has_neither_rank_nor_estimate() -> None:
    cells = Cells(due_row(Due(council(), None, None, (), None), "", ""))
    assert cells.words["number lead-date due-rank"] == "none"
    assert cells.words["Time since"] == "not yet inspected"
    assert cells.words["Estimate"] == "no observed spread yet"
    assert cells.words["Visits since"] == "none on record"
    assert cells.addresses == ["/authorities/kent/"]

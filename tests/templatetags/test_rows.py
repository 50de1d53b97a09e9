"""Rows of the long tables: every place filled or said to be empty, nothing unescaped."""

from datetime import date
from html.parser import HTMLParser

from ratings.rules.next_inspection import Due, Waiting, Window
from ratings.rules.questions.context import Council
from ratings.rules.row_types import AuthorityRow
from ratings.rules.status import standing_of
from ratings.rules.trend import Comparability
from ratings.templatetags.rows import authority_row, due_row
from tests.rules.builders import GOOD, graded, visit

HOSTILE = '<b>"&'
DAY = date(2024, 3, 31)


class Cells(HTMLParser):
    """The text of each cell, by its label; every tag that was opened is counted."""

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


def council(name: str = "Kent") -> Council:
    return Council("kent", name, region=HOSTILE, type="county", la_code="886")


def row_of(name: str, *found: object, **more: object) -> AuthorityRow:
    who = council(name)
    standing = standing_of(who, found, Comparability(), DAY)  # type: ignore[arg-type]
    fields = {"gss_code": "", "la_code": "", "ofsted_urn": "", "region": who.region,
              "type": who.type, "start": None, "end": None, "abolished": None}  # fmt: skip
    return AuthorityRow(slug="kent", name=name, standing=standing, **fields | more)  # type: ignore[arg-type]


def test_an_authority_without_inspections_says_so_in_every_cell() -> None:
    cells = Cells(authority_row(row_of(HOSTILE, abolished=date(2021, 4, 1)), "?a=1&b=2"))
    assert cells.words["lead-left"] == f"{HOSTILE}abolished 1 April 2021"
    assert cells.addresses == ["/authorities/kent/?a=1&b=2"]
    assert cells.words["Graded since"] == cells.words["Trend"] == "no grade yet"
    assert cells.words["Last visit"] == "none on record"
    assert cells.words["Region"] == HOSTILE
    assert len(cells.labels) == 9


def test_an_authority_has_its_grade_its_line_and_its_last_visit() -> None:
    found = graded("2019-05-13", overall=GOOD), visit("2021-06-01")
    cells = Cells(authority_row(row_of("Kent", *found, sparkline="<svg></svg>"), ""))
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

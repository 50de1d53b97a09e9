"""The coverage board: every number counted again from the files of the record."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection, Rating
from tests.csv_files import Row, lines
from tests.views.histories import KENT, disputed, drafted, save
from tests.views.pages import csv_at, json_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

BOARD = "/changes/coverage"
ASKED = {"focused-visit", "monitoring-visit"}
VISITS = {"focused-visit", "monitoring-visit", "jtai"}
WEAK = {"registry", "council", "news", "weak"}
TODAY = "2026-09-01"


class Files:
    """The record as its files have it."""

    def __init__(self, record: Path) -> None:
        self.authorities, self.frameworks, self.inspections, self.missing, read = (
            lines(record / f"{name}.csv")
            for name in ("authorities", "frameworks", "inspections", "missing", "read_none_stated")
        )
        self.read_ids = {row["inspection_id"] for row in read}

    def of(self, scope: str) -> list[Row]:
        wanted = {"graded": (False,), "visits": (True,), "all": (False, True)}[scope]
        return [row for row in self.inspections if (row["kind"] in VISITS) in wanted]

    def is_unread(self, row: Row) -> bool:
        """A visit that is asked for a direction, of which nothing was read."""
        is_asked = row["kind"] in ASKED and not row["direction"]
        return is_asked and row["inspection_id"] not in self.read_ids

    def letters(self, of: Callable[[Row], str]) -> dict[str, tuple[int, int]]:
        """Visits that are asked, by what `of` makes of each: all of them, and those not read."""
        asked = [row for row in self.inspections if row["kind"] in ASKED]
        unread = Counter(of(row) for row in asked if self.is_unread(row))
        return {key: (n, unread[key]) for key, n in Counter(map(of, asked)).items()}

    def gaps(self, scope: str) -> Iterator[tuple[str, str]]:
        """Inspection and what it lacks, counted without the site's rules."""
        for row in self.of(scope):
            key, day = row["inspection_id"], row["start_date"]
            lacks = {
                "first-day": not day,
                "first-day-in-part": day and row["start_precision"] != "day",
                "publication-date": not row["published"],
                "report-address": not row["report_url"],
                "evidence": row["verified"] in WEAK,
                "letter": self.is_unread(row),
            }
            yield from ((key, lack) for lack, is_so in lacks.items() if is_so)
        looked_at = {row["inspection_id"] for row in self.of(scope)}
        for row in self.missing:
            if row["reason"] == "not-recorded" and row["inspection_id"] in looked_at:
                yield row["inspection_id"], "area"

    def states(self, scope: str) -> Counter[tuple[str, str]]:
        """How many authorities stand in each state, by framework."""
        held: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.of(scope):
            held[row["authority_slug"], row["framework"]].add(row["inspection_id"])
        strong, weak = set(), set()
        for key, lack in self.gaps(scope):
            (weak if lack == "evidence" else strong).add(key)
        return Counter(
            (framework["code"], self._state(
                authority, framework, held[authority["slug"], framework["code"]], strong, weak))
            for authority in self.authorities
            for framework in self.frameworks
        )  # fmt: skip

    def _state(
        self, authority: Row, framework: Row, held: set[str], strong: set[str], weak: set[str]
    ) -> str:
        if held:
            return "missing" if strong & held else "weak" if weak & held else "complete"
        first, last = framework["first_day"], framework["last_day"] or TODAY
        gone = authority["end_date"] and authority["end_date"] < first
        later = authority["start_date"] and authority["start_date"] > last
        return "did-not-exist" if gone or later else "not-inspected"


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json_at(client, f"{BOARD}.json{query}")


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"{BOARD}/{query}")


@pytest.fixture
def files(sources: Path) -> Files:
    return Files(sources / "record")


@pytest.mark.parametrize("scope", ["graded", "visits", "all"])
def test_gaps_and_states_are_those_of_the_files(client: Client, files: Files, scope: str) -> None:
    found = data(client, f"?inspections={scope}")
    shown = Counter((gap["inspection"], gap["gap"]) for gap in found["gaps"])
    assert shown == Counter(files.gaps(scope))
    expected = files.states(scope)
    assert Counter((cell["framework"], cell["state"]) for cell in found["cells"]) == expected
    assert len(found["cells"]) == 158 * len(files.frameworks)
    for column in found["frameworks"]:
        counts = {s: n for s, n in column["authorities"].items() if n}
        code = column["framework"]
        assert counts == {s: n for (c, s), n in expected.items() if c == code}
        assert column["inspections"] == sum(r["framework"] == code for r in files.of(scope))


def test_the_page_prints_the_sums_and_what_is_known_to_be_missing(
    client: Client, files: Files
) -> None:
    page = text_of(html(client))
    states = Counter[str]()
    for (_, state), number in files.states("graded").items():
        states[state] += number
    assert f"○ missing {states['missing']}" in page
    assert f"● complete {states['complete']}" in page
    assert f"– not inspected {states['not-inspected']}" in page
    assert f"× did not exist {states['did-not-exist']}" in page
    assert f"158 authorities, {len(list(files.gaps('graded')))} gaps" in page
    assert "reports of graded inspections published to 20 August 2026." in page
    assert "Complete for visits begun from 1 April 2021 to 31 March 2025." in page
    assert "A regional body counts 325 focused visits published to November 2024; about 80" in page


def test_a_cell_says_its_state_and_leads_to_what_is_lacking(client: Client) -> None:
    link = f"{BOARD}/?authority=barking-and-dagenham&amp;framework=slac#gaps"
    words = '2 missing<span class="visually-hidden">: Barking and Dagenham, SLAC'
    assert f'<a href="{link}">{words}' in html(client)
    detail = html(client, "?authority=barking-and-dagenham&framework=slac")
    first, second = rows_of(detail.partition('id="sums"')[0])
    for row in (first, second):
        assert row.startswith("Barking and Dagenham, 27 July 2012")
    assert "The first day is not recorded: publication stands for it." in first
    assert "No address of the report is recorded." in second


@pytest.mark.parametrize(
    "query",
    ["", "?framework=slac", "?authority=kent&inspections=all", "?state=weak&inspections=visits",
     "?region=London", "?as_at=2015-03-31", "?as_at=2020-03-31&known_by=2019-12-31"],
)  # fmt: skip
def test_page_csv_and_json_agree(client: Client, query: str) -> None:
    found = data(client, query)
    gaps = found["gaps"]
    table = csv_at(client, f"{BOARD}.csv{query}")
    assert [list(row.values()) for row in table] == [[v or "" for v in r.values()] for r in gaps]
    page = html(client, query)
    assert f", {len(gaps):,} gap" in text_of(page)
    if "authority" in query or "framework" in query:
        assert min(len(gaps), 100) == len(rows_of(page.partition('id="sums"')[0]))
    words = Counter(re.findall(r'<td class="state state-([a-z-]+)">', page))
    assert words == Counter(cell["state"] for cell in found["cells"])


def test_the_address_narrows_the_board(client: Client) -> None:
    every = data(client, "?inspections=all")
    london = data(client, "?inspections=all&region=London")
    assert london["gaps"] == [gap for gap in every["gaps"] if gap["region"] == "London"]
    weak = data(client, "?inspections=all&state=weak")
    assert {gap["state"] for gap in weak["gaps"]} == {"weak"}
    named = data(client, "?authority=E10000016")
    assert {cell["authority"] for cell in named["cells"]} == {"kent"}
    assert data(client, "?framework=cpi")["gaps"] == [
        gap for gap in data(client)["gaps"] if gap["framework"] == "cpi"
    ]


def test_the_gaps_of_a_framework_are_paged(client: Client) -> None:
    total = len(data(client, "?framework=slac")["gaps"])
    sizes = []
    for number in range(1, total // 100 + 2):
        page = html(client, f"?framework=slac&page={number}")
        sizes.append(len(rows_of(page.partition('id="sums"')[0])))
    assert sum(sizes) == total
    assert max(sizes) == 100


def test_an_open_discrepancy_disputes_a_cell_and_a_settled_one_does_not(client: Client) -> None:
    def state() -> str:
        cells = data(client, "?authority=kent&framework=ilacs-2018")["cells"]
        return str(cells[0]["state"])

    assert state() == "complete"
    row = disputed()
    assert state() == "disputed"
    page = html(client, "?authority=kent&framework=ilacs-2018")
    assert "Two sources disagree on the grade for Leaders" in page
    assert "/changes/discrepancies/kent-ilacs-2018-2022-05-09/grade-leaders-official-2025-" in page
    row.status, row.why = "settled", "read"
    save(row, "read")
    assert state() == "complete"


def test_a_draft_is_never_counted_and_one_without_an_inspection_is_said_beside_the_board(
    client: Client,
) -> None:
    before = data(client, "?authority=essex&framework=ilacs-2026")["cells"]
    drafted("essex", Inspection.objects.latest("first_day").first_day)
    disputed(inspection=None, field="event:trust start")
    assert data(client, "?authority=essex&framework=ilacs-2026")["cells"] == before
    assert "1 open discrepancy is about no inspection" in text_of(html(client))


def test_weak_evidence_for_a_grade_counts(client: Client) -> None:
    Rating.objects.filter(inspection__key=KENT, area__key="leaders").update(verified="council")
    DataVersion.bump()
    cells = data(client, "?authority=kent&framework=ilacs-2018&state=weak")
    assert [gap["gap"] for gap in cells["gaps"]] == ["area-evidence"]
    assert "The grade for Leaders rests on neither" in cells["gaps"][0]["sentence"]


def test_a_day_in_the_past_knows_what_was_known(client: Client) -> None:
    found = data(client, "?as_at=2016-03-31")
    assert [column["framework"] for column in found["frameworks"]] == [
        "slac", "cpi", "tlac", "lscb-review", "sif",
    ]  # fmt: skip
    assert "dorset" not in {cell["authority"] for cell in found["cells"]}
    assert "dorset-county" in {cell["authority"] for cell in found["cells"]}
    assert "0 gaps" in text_of(html(client, "?as_at=2001-01-01"))


def test_the_board_is_made_once_a_data_version_whatever_narrows_it(
    client: Client, django_assert_num_queries: Any
) -> None:
    every = data(client)["cells"]
    with django_assert_num_queries(2):
        kent = data(client, "?authority=kent&framework=ilacs-2023")["cells"]
    assert kent == [c for c in every if (c["authority"], c["framework"]) == ("kent", "ilacs-2023")]
    disputed()
    assert data(client)["cells"] != every


# Letters that nobody has read yet


def test_unread_letters_are_counted_by_year_and_by_authority(client: Client, files: Files) -> None:
    found = data(client)
    years = {str(y["year"]): (y["visits"], y["not_read"]) for y in found["letters_by_year"]}
    assert years == files.letters(lambda row: (row["start_date"] or row["published"])[:4])
    councils = {
        row["authority"]: (row["visits"], row["not_read"]) for row in found["letters_by_authority"]
    }
    assert councils == files.letters(lambda row: row["authority_slug"])
    assert sum(unread for _, unread in years.values()) == 283
    assert all(y["visits"] == y["read"] + y["not_read"] for y in found["letters_by_year"])
    page = text_of(html(client))
    visits, unread = years["2019"]
    assert f"2019 {visits} {visits - unread} {unread} 2020" in page
    found = data(client, "?authority=kent&as_at=2019-12-31")
    assert {row["authority"] for row in found["letters_by_authority"]} <= {"kent"}
    assert all(row["year"] < 2020 for row in found["letters_by_year"])
    assert 'id="letters"' not in html(client, "?as_at=2010-01-01")


def test_an_unread_letter_leads_to_the_councils_page_at_ofsted(client: Client) -> None:
    row = Inspection.objects.public().found("not-read").select_related("authority").first()
    council = row.authority
    at_ofsted = f"https://reports.ofsted.gov.uk/provider/44/{council.ofsted_urn}"
    query = f"?authority={council.slug}&inspections=visits"
    detail = html(client, query).partition('id="sums"')[0]
    assert f'<a href="{at_ofsted}">Letters to {council.name} at Ofsted</a>' in detail
    letters = [gap for gap in data(client, query)["gaps"] if gap["gap"] == "letter"]
    assert {gap["ofsted_page"] for gap in letters} == {at_ofsted}
    others = [gap for gap in csv_at(client, f"{BOARD}.csv{query}") if gap["gap"] != "letter"]
    assert {gap["ofsted_page"] for gap in others} == {""}

"""The coverage board: every number counted again from the files of the record."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection, Rating
from tests.views.coverage_files import BOARD, Files, data, html
from tests.views.histories import KENT, disputed, drafted, save
from tests.views.pages import csv_at, read_beforehand, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def files(sources: Path) -> Files:
    return Files.of_record(sources)


@pytest.mark.parametrize("scope", ["graded", "visits", "all"])
def test_every_gap_is_in_the_files_and_every_one_of_theirs_is_there(
    client: Client, files: Files, scope: str
) -> None:
    found = data(client, f"?inspections={scope}")["gaps"]
    shown = Counter((gap["inspection"], gap["gap"]) for gap in found)
    assert shown == Counter(files.gaps(scope))


@pytest.mark.parametrize("scope", ["graded", "visits", "all"])
def test_the_states_are_those_of_the_files(client: Client, files: Files, scope: str) -> None:
    found = data(client, f"?inspections={scope}")
    expected = files.states(scope)
    cells = Counter((cell["framework"], cell["state"]) for cell in found["cells"])
    assert cells == expected
    assert len(found["cells"]) == 158 * len(files.frameworks)
    for column in found["frameworks"]:
        counts = {s: n for s, n in column["authorities"].items() if n}
        code = column["framework"]
        assert counts == {s: n for (c, s), n in expected.items() if c == code}
        assert column["inspections"] == sum(r["framework"] == code for r in files.of(scope))


def test_the_page_prints_the_sums(client: Client, files: Files) -> None:
    page = text_of(html(client))
    states = Counter[str]()
    for (_, state), number in files.states("graded").items():
        states[state] += number
    assert f"○ missing {states['missing']}" in page
    assert f"● complete {states['complete']}" in page
    assert f"– not inspected {states['not-inspected']}" in page
    assert f"× did not exist {states['did-not-exist']}" in page
    assert f"158 authorities, {len(list(files.gaps('graded')))} gaps" in page


def test_a_cell_says_its_state_and_leads_to_what_is_lacking(client: Client) -> None:
    page = html(client)
    link = f"{BOARD}/?authority=barking-and-dagenham&amp;framework=slac#gaps"
    assert (
        f'<a href="{link}">2 missing<span class="visually-hidden">: Barking and Dagenham, SLAC'
        in page
    )
    detail = html(client, "?authority=barking-and-dagenham&framework=slac")
    rows = rows_of(detail.partition('id="sums"')[0])
    assert len(rows) == 2
    assert all(row.startswith("Barking and Dagenham, 27 July 2012") for row in rows)
    assert "The first day is not recorded: publication stands for it." in rows[0]
    assert "No address of the report is recorded." in rows[1]


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


def test_an_open_one_without_an_inspection_is_said_beside_the_board(client: Client) -> None:
    disputed(inspection=None, field="event:trust start")
    assert "1 open discrepancy is about no inspection" in text_of(html(client))


def test_weak_evidence_for_a_grade_counts(client: Client) -> None:
    Rating.objects.filter(inspection__key=KENT, area__key="leaders").update(verified="council")
    DataVersion.bump()
    cells = data(client, "?authority=kent&framework=ilacs-2018&state=weak")
    assert [gap["gap"] for gap in cells["gaps"]] == ["area-evidence"]
    assert "The grade for Leaders rests on neither" in cells["gaps"][0]["sentence"]


def test_a_draft_is_never_counted(client: Client) -> None:
    before = data(client, "?authority=essex&framework=ilacs-2026")["cells"]
    drafted("essex", Inspection.objects.latest("first_day").first_day)
    assert data(client, "?authority=essex&framework=ilacs-2026")["cells"] == before


def test_a_day_in_the_past_knows_what_was_known(client: Client) -> None:
    found = data(client, "?as_at=2016-03-31")
    assert [column["framework"] for column in found["frameworks"]] == [
        "slac", "cpi", "tlac", "lscb-review", "sif",
    ]  # fmt: skip
    assert "dorset" not in {cell["authority"] for cell in found["cells"]}
    assert "dorset-county" in {cell["authority"] for cell in found["cells"]}
    early = text_of(html(client, "?as_at=2001-01-01"))
    assert "0 gaps" in early


@pytest.mark.parametrize("path", [f"{BOARD}/", f"{BOARD}.json", f"{BOARD}.csv"])
@pytest.mark.parametrize("query", ["", "?framework=slac", "?inspections=all"])
def test_more_gaps_ask_no_more_queries(
    client: Client, path: str, query: str, django_assert_num_queries: Any
) -> None:
    for number in (0, 10):
        for value in range(number):
            disputed(value_b=str(value))
        DataVersion.bump()
        read_beforehand()
        with django_assert_num_queries(7):  # the version twice: middleware and page
            client.get(path + query)


def test_the_board_is_made_once_a_data_version_whatever_narrows_it(
    client: Client, django_assert_num_queries: Any
) -> None:
    every = data(client)["cells"]
    with django_assert_num_queries(2):
        kent = data(client, "?authority=kent&framework=ilacs-2023")["cells"]
    assert kent == [c for c in every if (c["authority"], c["framework"]) == ("kent", "ilacs-2023")]
    disputed()
    assert data(client)["cells"] != every


def test_an_unchanged_page_is_a_304(client: Client) -> None:
    etag = client.get(f"{BOARD}/").headers["ETag"]
    assert client.get(f"{BOARD}/", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?state=lost", "state"),
        ("?inspections=few", "inspections"),
        ("?region=Wales", "region"),
        ("?framework=send", "framework"),
        ("?authority=atlantis", "authority"),
        ("?framework=slac&page=99", "page"),
        ("?what=entered", "what"),
    ],
)
def test_nonsense_is_refused_by_name(client: Client, query: str, named: str) -> None:
    response = client.get(f"{BOARD}/{query}")
    assert response.status_code == 400
    assert named in response.content.decode()


def test_the_method_leads_there(client: Client) -> None:
    assert f'href="{BOARD}/"' in client.get("/about/").content.decode()

"""What a comparison says: by dates, the same on page, JSON and CSV, in few queries."""

from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion, Grade
from tests.views.compare.reading import TEN, Query, data, page, rows, section, slugs, table_rows
from tests.views.pages import read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

DATES = ["2012-06-30", "2014-12-31", "2018-12-31", "2019-03-31", "2021-03-31", "2022-09-30",
         "2023-03-31", "2024-03-31", "2026-03-31", ""]  # fmt: skip
OTHERS = ["northamptonshire", "west-northamptonshire", "birmingham", "rotherham", "doncaster",
          "slough", "haringey", "sunderland", "poole", "dorset"]  # fmt: skip


def test_one_that_did_not_yet_exist_says_so_everywhere(client: Client) -> None:
    query: Query = {"authority": ["kent", "cumberland"], "as_at": "2022-03-31"}
    html = page(client, **query)
    assert table_rows(section(html, "lines"))[1][2] == "– did not yet exist"
    assert set(table_rows(section(html, "areas"))[1][1:]) == {"did not yet exist"}
    found = data(client, **query)
    cumberland = found["authorities"][1]
    assert cumberland["standing"] == cumberland["line"] == "did not yet exist"
    cells = [cell for area in found["areas"] for cell in area["cells"]]
    missing = {cell["missing"] for cell in cells if cell["authority"] == "cumberland"}
    assert missing == {"did-not-yet-exist"}


def test_a_predecessor_is_noted_and_never_merged(client: Client) -> None:
    html = text_of(page(client, authority="west-northamptonshire"))
    line = "inadequate (2013) → requires improvement (2016) → declined (2018) → inadequate (2019)"
    assert f"Northamptonshire until 31 March 2021 (split into West Northamptonshire and " \
           f"others): {line}" in html  # fmt: skip
    found = data(client, authority="west-northamptonshire")["authorities"][0]
    assert not found["line"].startswith("inadequate")
    assert [each["slug"] for each in found["predecessors"]] == ["northamptonshire"]
    assert found["predecessors"][0]["last_day"] == "2021-03-31"


def test_what_was_not_published_by_then_is_not_known(client: Client) -> None:
    begun: Query = {"authority": "northamptonshire", "as_at": "2020-01-01"}
    assert "→ inadequate (2019)" in data(client, **begun)["authorities"][0]["line"]
    known = data(client, **begun, known_by="2019-06-24")["authorities"][0]
    assert "inadequate (2019)" not in known["line"]
    assert {spell["grade"] for spell in known["spells"]} == {"inadequate", "requires-improvement"}
    words = text_of(page(client, **begun, known_by="2019-06-24"))
    assert "as at 1 January 2020, as published by 24 June 2019" in words


@pytest.mark.parametrize("as_at", DATES)
@pytest.mark.parametrize("chosen", [TEN, OTHERS], ids=["ten", "others"])
def test_page_json_csv_and_the_list_agree(client: Client, chosen: list[str], as_at: str) -> None:
    query: Query = {"authority": chosen, "as_at": as_at}
    html, found, sheet = page(client, **query), data(client, **query), rows(client, **query)
    assert slugs(found) == chosen
    listed = client.get("/authorities.json", {"as_at": as_at, "abolished": "yes"}).json()
    on_list = {each["slug"]: each for each in listed["authorities"]}
    printed = table_rows(section(html, "lines"))
    for each, cells in zip(found["authorities"], printed, strict=True):
        of_csv = [row for row in sheet if row["authority"] == each["slug"]]
        assert {row["line"] for row in of_csv} == {each["line"]}
        assert {row["headline"] for row in of_csv} == {each["headline"]["grade"] or ""}
        assert {row["trend"] for row in of_csv} == {each["trend"] or ""}
        assert cells[1].startswith(each["line"])
        assert each["standing"] in cells[2]
        if each["slug"] in on_list:
            for key in ("line", "headline", "trend", "last_overall", "last_visit"):
                assert each[key] == on_list[each["slug"]][key]
    assert_areas_agree(html, found, sheet)


def assert_areas_agree(html: str, found: dict[str, Any], sheet: list[dict[str, str]]) -> None:
    """Page, JSON and CSV name the same grade or reason in every cell: none is blank."""
    if not found["areas"]:
        assert "no judgement areas" in text_of(html)
        return
    words = dict(Grade.objects.values_list("key", "word"))
    printed = table_rows(section(html, "areas"))
    given = {(row["authority"], row["area"], row["area_name"]): row for row in sheet}
    assert len(given) == len(sheet)
    for i, area in enumerate(found["areas"]):
        for j, cell in enumerate(area["cells"]):
            row, text = given[cell["authority"], area["area"], area["name"]], printed[j][i + 1]
            assert row["grade"] == (cell["grade"] or "")
            assert row["missing"] == (cell["missing"] or "")
            assert bool(cell["grade"]) != bool(cell["missing"])
            assert text
            assert text.endswith(words[cell["grade"]] if cell["grade"] else "")


@pytest.mark.parametrize("slug", ["kent", "croydon", "isles-of-scilly", "west-northamptonshire"])
@pytest.mark.parametrize("as_at", ["2017-12-31", "2022-12-31", "2026-09-01"])
def test_the_areas_are_those_of_the_latest_grades(client: Client, slug: str, as_at: str) -> None:
    alone = client.get(f"/authorities/{slug}.json", {"as_at": as_at}).json()
    graded = [each for each in alone["inspections"] if each["is_graded"]]
    found = data(client, authority=[slug, "leeds", "cumbria"], as_at=as_at)
    cells = {
        a["key"]: area["cells"][0]["grade"]
        for area in found["areas"]
        for a in area["areas"]
        if graded and a["framework"] == graded[-1]["framework"]
    }
    wanted = {**graded[-1]["ratings"], **dict.fromkeys(graded[-1]["missing"])} if graded else {}
    assert cells == wanted


def test_comparable_areas_share_a_column_and_others_do_not(client: Client) -> None:
    found = data(client, authority=["cumbria", "kent", "west-northamptonshire"])
    columns = {area["area"]: {a["framework"] for a in area["areas"]} for area in found["areas"]}
    assert columns["leaders"] == {"ilacs-2018", "ilacs-2023", "ilacs-2026"}
    assert columns["children-in-care"] == {"ilacs-2023", "ilacs-2026"}
    assert columns["children-in-care-and-care-leavers"] == {"ilacs-2018"}


def test_where_no_overall_grade_is_given_the_last_one_is_told(client: Client) -> None:
    cells = table_rows(section(page(client, authority=["kent", "west-northamptonshire"]), "areas"))
    assert cells[1][1] == "no overall grade last: requires improvement (2022)"


def test_the_picture_and_its_table_say_the_spells_of_the_json(client: Client) -> None:
    query: Query = {"authority": TEN, "as_at": "2024-03-31"}
    html, found = page(client, **query), data(client, **query)
    picture = section(html, "multiples")
    assert picture.count('class="tl tl-wide"') == picture.count('class="tl tl-narrow"') == 1
    cells = table_rows(picture)
    for each in found["authorities"]:
        own = [row for row in cells if row[0] == each["name"]]
        graded = [row for row in own if row[4] and row[1]]
        assert len(graded) == len(each["spells"])
        visits = [row for row in own if row[1] and not row[4] and row[5]]
        assert len(visits) == len(each["visits"])


@pytest.mark.parametrize(
    "query",
    [
        *({"authority": chosen} for chosen in (TEN[:2], TEN)),
        {"authority": OTHERS, "as_at": "2024-03-31", "known_by": "2024-06-30"},
        *({"of": "kent", "preset": each} for each in ("region", "neighbours-2025", "month")),
    ],
)
@pytest.mark.parametrize("address", ["/compare/", "/compare.json", "/compare.csv"])
def test_the_number_of_queries_is_fixed(
    client: Client, django_assert_num_queries, address: str, query: Query
) -> None:
    read_beforehand()
    with django_assert_num_queries(2):  # the version twice: middleware and page
        assert client.get(address, query).status_code == 200


def test_downloads_carry_the_authorities_and_the_dates(client: Client) -> None:
    html = page(client, authority=["kent", "surrey"], as_at="2024-03-31")
    query = "as_at=2024-03-31&amp;authority=kent&amp;authority=surrey"
    assert f'href="/compare.csv?{query}"' in html
    assert f'href="/compare.json?{query}"' in html


def test_a_name_cannot_break_the_page(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(name="Kent <b>&</b>")
    DataVersion.bump()
    html = page(client, authority=["kent", "surrey"])
    assert "<b>&" not in html

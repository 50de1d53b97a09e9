"""Authorities side by side: whom an address means, and that page, JSON and CSV say the same."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.forms import Moment
from ratings.models import Authority, DataVersion
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.models.whole import Whole
from ratings.views.compare.presets import choose
from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

TEN = ["kent", "surrey", "essex", "croydon", "leeds", "cumbria", "cumberland", "somerset",
       "isles-of-scilly", "bournemouth-christchurch-and-poole"]  # fmt: skip
DATES = ["2012-06-30", "2014-12-31", "2018-12-31", "2019-03-31", "2021-03-31", "2022-09-30",
         "2023-03-31", "2024-03-31", "2026-03-31", ""]  # fmt: skip
OTHERS = ["northamptonshire", "west-northamptonshire", "birmingham", "rotherham", "doncaster",
          "slough", "haringey", "sunderland", "poole", "dorset"]  # fmt: skip

Query = dict[str, str | list[str]]


def page(client: Client, **query: str | list[str]) -> str:
    return page_at(client, "/compare/", query)


def data(client: Client, **query: str | list[str]) -> dict[str, Any]:
    response = client.get("/compare.json", query)
    assert response.status_code == 200, response.content[:500]
    found: dict[str, Any] = response.json()
    return found


def rows(client: Client, **query: str | list[str]) -> list[dict[str, str]]:
    response = client.get("/compare.csv", query)
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode())))


def slugs(found: dict[str, Any]) -> list[str]:
    return [each["slug"] for each in found["authorities"]]


def refusal(client: Client, **query: str | list[str]) -> dict[str, Any]:
    response = client.get("/compare.json", query)
    assert response.status_code == 400
    assert client.get("/compare/", query).status_code == 400
    assert client.get("/compare.csv", query).status_code == 400
    found: dict[str, Any] = response.json()
    return found


def section(html: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    assert found
    return found[1]


def table_rows(html: str) -> list[list[str]]:
    """The words of each cell of each row of the body of a table."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    assert body
    return [
        [unescape(text_of(cell)) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[ >].*?</tr>", body[1], re.DOTALL)
    ]


# Whom an address means


def test_without_anybody_it_says_how_to_begin(client: Client) -> None:
    html = page(client)
    assert "Start from one authority" in text_of(html)
    assert html.count("<option") == 158 + 1 + 6 + 1
    assert data(client)["authorities"] == []
    assert rows(client) == []


def test_every_example_of_the_empty_page_leads_to_a_comparison(client: Client) -> None:
    examples = section(page(client, as_at="2024-03-31"), "examples")
    found = re.findall(r'<a href="(/compare/[^"]+)">', examples)
    assert len(found) == 4
    for address in found:
        assert "as_at=2024-03-31" in address
        html = client.get(unescape(address)).content.decode()
        assert html.count('class="compare-remove"') >= 3


def test_authorities_stand_in_the_order_of_the_address(client: Client) -> None:
    html = page(client, authority=["surrey", "kent", "essex"])
    assert "Surrey, Kent and Essex" in text_of(html)
    assert slugs(data(client, authority=["surrey", "kent", "essex"])) == ["surrey", "kent", "essex"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kent", "kent"),
        ("KENT", "kent"),
        ("E10000016", "kent"),
        ("e10000016", "kent"),
        ("886", "kent"),
        ("Kent County Council", "kent"),
        ("E10000027", "somerset"),
        ("Hull City Council", "kingston-upon-hull"),
        ("Dorset", "dorset"),
        ("dorset-county", "dorset-county"),
        (" kent ", "kent"),
    ],
)
def test_a_slug_a_name_an_alias_or_a_code_will_do(client: Client, text: str, slug: str) -> None:
    assert slugs(data(client, authority=text)) == [slug]
    assert slugs(data(client, of=text)) == [slug]


def test_duplicates_are_one_and_blanks_are_nobody(client: Client) -> None:
    asked = ["kent", "", "886", "Kent", "surrey"]
    assert slugs(data(client, authority=asked)) == ["kent", "surrey"]
    assert slugs(data(client, authority=asked, of="surrey")) == ["surrey", "kent"]


@pytest.mark.parametrize("name", ["authority", "of"])
def test_an_unknown_one_is_refused_with_near_names(client: Client, name: str) -> None:
    found = refusal(client, **{name: "Yorkk"})
    assert found["parameter"] == name
    assert "york" in found["allowed"]
    assert "Did you mean" in found["error"]


def test_nonsense_is_refused_though_nothing_is_near(client: Client) -> None:
    found = refusal(client, authority="000")
    assert "slug, name or code" in found["error"]


def test_more_than_ten_are_refused_and_ten_are_not(client: Client) -> None:
    assert len(slugs(data(client, authority=TEN))) == 10
    found = refusal(client, authority=[*TEN, "durham"])
    assert found["parameter"] == "authority"
    assert "up to ten" in found["error"]
    assert len(slugs(data(client, authority=[*TEN, "886", "kent"]))) == 10


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ({"preset": "friends", "of": "kent"}, "preset", "neighbours-2025"),
        ({"preset": "neighbours-2019", "of": "kent"}, "preset", "neighbours-2021"),
        ({"preset": "region"}, "preset", "given together with of"),
        ({"preset": "region", "of": "kent", "authority": "surrey"}, "preset", "without authority"),
        ({"as_at": "soon", "authority": "kent"}, "as_at", "2024-03-31"),
        ({"area": "leaders"}, "area", "authority"),
        ({"of": ["kent", "surrey"]}, "of", "one value"),
    ],
)
def test_what_it_does_not_understand_is_refused_by_name(
    client: Client, query: Query, parameter: str, allowed: str
) -> None:
    found = refusal(client, **query)
    assert found["parameter"] == parameter
    assert any(allowed in each for each in found["allowed"])


# Presets


def neighbours_by_hand(sources: Path) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    with (sources / "record" / "neighbours.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["model_year"], row["la_slug"])
            found.setdefault(key, []).append((int(row["rank"]), row["neighbour_slug"]))
    return {key: [slug for _, slug in sorted(pairs)] for key, pairs in found.items()}


def test_neighbours_are_those_of_the_record_in_order_of_rank(sources: Path) -> None:
    by_hand, moment = neighbours_by_hand(sources), Moment(date(2026, 9, 1))
    every = {a.slug: a for a in Authority.objects.order_by("name")}
    for year in ("2021", "2025"):
        for slug, authority in every.items():
            choice = choose(f"neighbours-{year}", authority, every, moment)
            assert list(choice.slugs) == by_hand.get((year, slug), [])


@pytest.mark.parametrize("year", ["2021", "2025"])
def test_the_model_year_is_always_named(client: Client, year: str) -> None:
    found = data(client, of="kent", preset=f"neighbours-{year}")
    assert len(slugs(found)) == 11
    assert slugs(found)[0] == "kent"
    assert [each.get("rank") for each in found["authorities"]] == [None, *range(1, 11)]
    html = page(client, of="kent", preset=f"neighbours-{year}")
    assert f"<h1>Kent and its statistical neighbours, {year} model</h1>" in html


def test_an_authority_without_a_model_that_year_says_so(client: Client) -> None:
    query: Query = {"of": "cumberland", "preset": "neighbours-2021"}
    assert slugs(data(client, **query)) == ["cumberland"]
    assert "2021 model has no neighbours for Cumberland" in text_of(page(client, **query))


def test_abolished_neighbours_stay_with_their_last_day(client: Client) -> None:
    query: Query = {"of": "norfolk", "preset": "neighbours-2021"}
    abolished = [each for each in data(client, **query)["authorities"] if each["abolished"]]
    assert abolished
    words = text_of(page(client, **query))
    assert [each["slug"] for each in abolished] == ["cumbria"]
    assert "Cumbria abolished 31 March 2023" in words


def by_hand(sources: Path) -> list[dict[str, str]]:
    with (sources / "record" / "authorities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("of", "preset", "as_at"),
    [
        ("durham", "region", "2024-03-31"),
        ("cumberland", "region-type", "2024-03-31"),
        ("cumbria", "region-type", "2022-03-31"),
        ("kent", "region", ""),
        ("kent", "region-type", ""),
        ("northamptonshire", "type", "2020-01-01"),
        ("camden", "type", ""),
    ],
)
def test_region_and_type_are_those_existing_on_the_day_by_name(
    client: Client, sources: Path, of: str, preset: str, as_at: str
) -> None:
    found = data(client, of=of, preset=preset, as_at=as_at)
    names = {each.slug: each for each in Authority.objects.all()}
    me, day = names[of], date.fromisoformat(as_at or "2026-09-01")
    alike = sorted(
        each["name"]
        for each in by_hand(sources)
        if each["slug"] != of
        and (preset == "type" or each["region"] == me.region)
        and (preset == "region" or each["authority_type"] == me.authority_type)
        and (not each["start_date"] or each["start_date"] <= day.isoformat())
        and (not each["end_date"] or each["end_date"] >= day.isoformat())
    )
    assert [each["name"] for each in found["authorities"]][1:] == alike[:10]
    assert (found["note"] is not None) == (len(alike) > 10)
    if len(alike) > 10:
        assert found["note"].startswith(f"{len(alike)} other")
        assert "the first ten by name are shown" in found["note"]


@pytest.mark.parametrize(
    ("of", "as_at"),
    [
        ("kent", ""),
        ("west-northamptonshire", ""),
        ("birmingham", "2019-03-31"),
        ("leeds", "2023-01-01"),
    ],
)
def test_the_same_month_is_that_of_the_latest_graded_inspection(
    client: Client, sources: Path, of: str, as_at: str
) -> None:
    day = as_at or "2026-09-01"
    with (sources / "record" / "inspections.csv").open(encoding="utf-8", newline="") as file:
        graded = [
            (row["authority_slug"], row["start_date"] or row["published"])
            for row in csv.DictReader(file)
            if row["framework"] in {"cpi", "sif", "ilacs-2018", "ilacs-2023", "ilacs-2026"}
            and row["kind"] not in {"focused-visit", "monitoring-visit", "jtai"}
            and row["start_precision"] != "year"
            and (row["start_date"] or row["published"]) <= day
        ]
    month = max(first for slug, first in graded if slug == of)[:7]
    then = {slug for slug, first in graded if first[:7] == month} - {of}
    found = slugs(data(client, of=of, preset="month", as_at=as_at))
    assert found[0] == of
    assert set(found[1:]) <= then
    assert len(found) == 1 + min(len(then), 10)


def test_without_a_graded_inspection_there_is_no_month(client: Client) -> None:
    query: Query = {"of": "cumberland", "preset": "month", "as_at": "2023-04-30"}
    assert slugs(data(client, **query)) == ["cumberland"]
    assert "there is no month" in text_of(page(client, **query))


@pytest.mark.parametrize(
    "preset", ["neighbours-2025", "neighbours-2021", "region", "region-type", "type", "month"]
)
def test_a_preset_links_to_the_same_list_spelt_out(client: Client, preset: str) -> None:
    query: Query = {"of": "kent", "preset": preset, "as_at": "2024-03-31"}
    found = re.search(r'<a href="([^"]+)">These authorities as a list', page(client, **query))
    assert found
    address = unescape(found[1])
    assert "preset" not in address
    html = client.get(address).content.decode()
    same = client.get(address.replace("/compare/", "/compare.json")).json()
    assert slugs(same) == slugs(data(client, **query))
    assert "These authorities as a list" not in html


def test_the_page_of_an_authority_leads_here_and_carries_its_dates(client: Client) -> None:
    html = client.get("/authorities/cumberland/", {"as_at": "2024-03-31"}).content.decode()
    found = [unescape(a) for a in re.findall(r'href="(/compare/[^"]+)"', html)]
    assert found == [
        "/compare/?as_at=2024-03-31",
        "/compare/?of=cumberland&preset=neighbours-2025&as_at=2024-03-31",
        "/compare/?of=cumberland&preset=region&as_at=2024-03-31",
        "/compare/?of=cumberland&as_at=2024-03-31",
    ]
    assert all(client.get(address).status_code == 200 for address in found)


# Choosing


def test_one_can_be_added_and_every_one_removed(client: Client) -> None:
    html = page(client, authority=["kent", "surrey"], as_at="2024-03-31")
    form = html.partition('class="compare-add"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', form)
    assert hidden == [("authority", "kent"), ("authority", "surrey"), ("as_at", "2024-03-31")]
    assert '<option value="essex">Essex</option>' in html
    assert '<option value="kent">' not in html
    assert '<option value="cumbria">Cumbria (until 2023)</option>' in html
    removals = re.findall(r'class="compare-remove" href="([^"]+)"', html)
    assert [unescape(each) for each in removals] == [
        "/compare/?authority=surrey&as_at=2024-03-31",
        "/compare/?authority=kent&as_at=2024-03-31",
    ]


def test_ten_leave_no_room_for_another(client: Client) -> None:
    html = page(client, authority=TEN)
    assert 'name="authority"><option' not in html.replace("\n", "")
    assert "Ten is the most" in text_of(html)


def test_removing_what_the_others_are_compared_with_leaves_the_others(client: Client) -> None:
    html = page(client, of="kent", authority=["surrey", "essex"])
    removals = [unescape(a) for a in re.findall(r'class="compare-remove" href="([^"]+)"', html)]
    assert removals[0] == "/compare/?authority=surrey&authority=essex"
    assert removals[1] == "/compare/?of=kent&authority=essex"


# Dates, existence, predecessors


def test_one_that_did_not_yet_exist_says_so_everywhere(client: Client) -> None:
    query: Query = {"authority": ["kent", "cumberland"], "as_at": "2022-03-31"}
    html = page(client, **query)
    assert table_rows(section(html, "lines"))[1][2] == "– did not yet exist"
    assert set(table_rows(section(html, "areas"))[1][1:]) == {"did not yet exist"}
    found = data(client, **query)
    assert found["authorities"][1]["standing"] == "did not yet exist"
    assert found["authorities"][1]["line"] == "did not yet exist"
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


# Page, JSON and CSV agree


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
        for key in ("line", "headline", "trend", "last_overall", "last_visit") if (
            each["slug"] in on_list) else ():  # fmt: skip
            assert each[key] == on_list[each["slug"]][key]


@pytest.mark.parametrize("as_at", DATES)
@pytest.mark.parametrize("chosen", [TEN, OTHERS], ids=["ten", "others"])
def test_the_areas_agree_and_no_cell_is_blank(
    client: Client, chosen: list[str], as_at: str
) -> None:
    query: Query = {"authority": chosen, "as_at": as_at}
    html, found, sheet = page(client, **query), data(client, **query), rows(client, **query)
    words = {grade.key: grade.word for grade in Reference.current().grades.values()}
    if not found["areas"]:
        assert "no judgement areas" in text_of(html)
        return
    printed = table_rows(section(html, "areas"))
    for i, area in enumerate(found["areas"]):
        for j, cell in enumerate(area["cells"]):
            text = printed[j][i + 1]
            (row,) = (
                r
                for r in sheet
                if (r["authority"], r["area"]) == (cell["authority"], area["area"])
                and r["area_name"] == area["name"]
            )
            assert row["grade"] == (cell["grade"] or "")
            assert row["missing"] == (cell["missing"] or "")
            assert bool(cell["grade"]) != bool(cell["missing"])
            assert text
            if cell["grade"]:
                assert text.endswith(words[cell["grade"]])


@pytest.mark.parametrize("slug", ["kent", "croydon", "isles-of-scilly", "west-northamptonshire"])
@pytest.mark.parametrize("as_at", ["2017-12-31", "2022-12-31", "2026-09-01"])
def test_the_areas_are_those_of_the_latest_graded_inspection(
    client: Client, slug: str, as_at: str
) -> None:
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


# How it is made


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ({"authority": TEN[:2]}, 0),
        ({"authority": TEN}, 0),
        ({"authority": OTHERS, "as_at": "2024-03-31", "known_by": "2024-06-30"}, 0),
        ({"of": "kent", "preset": "region"}, 0),
        ({"of": "kent", "preset": "neighbours-2025"}, 1),
        ({"of": "kent", "preset": "month"}, 1),
    ],
)
@pytest.mark.parametrize("address", ["/compare/", "/compare.json", "/compare.csv"])
def test_the_number_of_queries_is_fixed(
    client: Client, django_assert_num_queries, address: str, query: Query, queries: int
) -> None:
    Reference.current()
    Names.current()
    Whole.current()
    with django_assert_num_queries(queries + 2):  # the version twice: middleware and page
        assert client.get(address, query).status_code == 200


def test_downloads_carry_the_authorities_and_the_dates(client: Client) -> None:
    html = page(client, authority=["kent", "surrey"], as_at="2024-03-31")
    query = "authority=kent&amp;authority=surrey&amp;as_at=2024-03-31"
    assert f'href="/compare.csv?{query}"' in html
    assert f'href="/compare.json?{query}"' in html


def test_a_name_cannot_break_the_page(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(name="Kent <b>&</b>")
    DataVersion.bump()
    html = page(client, authority=["kent", "surrey"])
    assert "<b>&" not in html

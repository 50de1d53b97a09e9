"""The data of one authority, and the URLs that lead to it."""

from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, Event, FormerCode
from tests.views.pages import csv_at, json_at

pytestmark = pytest.mark.usefixtures("record")

KEYS = {
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
    "start_date", "end_date", "as_at", "known_by", "line", "headline", "last_overall", "trend",
    "trend_across_frameworks", "predecessors", "successors", "inspections", "events",
    "neighbours", "region_peers", "discrepancies", "complete_to", "completeness",
    "data_version", "version", "licence", "url", "ofsted_page",
}  # fmt: skip

INSPECTION_KEYS = {
    "id", "framework", "kind", "is_graded", "start_date", "end_date", "published", "direction",
    "direction_status", "direction_read", "direction_source_url", "theme", "priority_action",
    "report_url", "source_url", "sources", "verified", "note", "ratings", "missing", "trend",
    "trend_across_frameworks",
}  # fmt: skip


def data(client: Client, slug: str, query: str = "") -> dict[str, Any]:
    return json_at(client, f"/authorities/{slug}.json{query}")


def test_the_json_has_its_keys(client: Client) -> None:
    found = data(client, "kent")
    assert set(found) == KEYS
    for inspection in found["inspections"]:
        assert set(inspection) == INSPECTION_KEYS
    assert found["complete_to"] == {"graded": "2026-08-20", "visits": "2025-03-31"}
    assert found["headline"] == {
        "grade": "good", "inspection": "kent-ilacs-2023-2025-11-03", "date": "2025-11-03",
    }  # fmt: skip
    assert found["last_overall"] is None
    assert [peer["rank"] for peer in found["neighbours"]["2025"]] == list(range(1, 11))


def test_dates_in_the_json_are_as_precise_as_known(client: Client) -> None:
    found = {each["id"]: each for each in data(client, "northamptonshire")["inspections"]}
    assert found["northamptonshire-sif-2016-02"]["start_date"] == "2016-02"
    assert found["northamptonshire-slac-2011-05-06"]["start_date"] is None


def test_a_missing_grade_has_its_reason(client: Client) -> None:
    found = {each["id"]: each for each in data(client, "isles-of-scilly")["inspections"]}
    sif = found["isles-of-scilly-sif-2016-04-11"]
    assert sif["ratings"]["overall-effectiveness"] == "good"
    assert sif["missing"]["sif-adoption"] == "not-graded"


def test_where_the_headline_is_null_the_last_overall_is_given(client: Client) -> None:
    found = data(client, "west-northamptonshire")
    key = "west-northamptonshire-ilacs-2026-2026-05-11"
    assert found["headline"] == {"grade": None, "inspection": key, "date": "2026-05-11"}
    assert found["last_overall"] == {
        "grade": "requires-improvement",
        "inspection": "west-northamptonshire-ilacs-2018-2022-10-03",
        "date": "2022-10-03",
    }
    assert found["trend"] == "not comparable"


def test_without_a_node_the_headline_is_empty(client: Client) -> None:
    found = data(client, "cumberland", "?as_at=2020-01-01")
    assert found["line"] == "did not yet exist"
    assert found["headline"] == {"grade": None, "inspection": None, "date": None}
    assert (found["last_overall"], found["trend"], found["inspections"]) == (None, None, [])
    (cumbria,) = found["predecessors"]
    assert (cumbria["slug"], cumbria["last_day"]) == ("cumbria", "2023-03-31")


def test_successors_are_given_by_slug_name_date_and_kind(client: Client) -> None:
    assert data(client, "northamptonshire")["successors"] == [
        {"slug": f"{side.lower()}-northamptonshire", "name": f"{side} Northamptonshire",
         "date": "2021-04-01", "kind": "split"}
        for side in ("North", "West")
    ]  # fmt: skip


def test_events_are_those_begun_by_then(client: Client) -> None:
    assert Event.objects.filter(authority__slug="birmingham", start_date__gt="2015-01-01").exists()
    found = data(client, "birmingham", "?as_at=2015-01-01")["events"]
    assert found
    assert all(event["start_date"] <= "2015-01-01" for event in found)


def test_the_csv_is_tidy(client: Client) -> None:
    address = "/authorities/kent.csv?as_at=2026-08-20"
    rows = csv_at(client, address)
    found = data(client, "kent", "?as_at=2026-08-20")["inspections"]
    assert len(rows) == sum(len(i["ratings"]) + len(i["missing"]) or 1 for i in found)
    assert {row["gss_code"] for row in rows} == {"E10000016"}
    leaders = [r for r in rows if (r["inspection"], r["area"]) == (found[-1]["id"], "leaders")]
    assert [row["grade"] for row in leaders] == ["good"]
    visits = [row for row in rows if row["is_graded"] == "no"]
    assert all((row["area"], row["grade"]) == ("", "") for row in visits)
    assert 'filename="kent-as-at-2026-08-20.csv"' in client.get(address)["Content-Disposition"]


# URLs


@pytest.mark.parametrize("text", ["KENT", "Kent", "E10000016", "e10000016", "886", "80476"])
@pytest.mark.parametrize("form", ["/", ".json", ".csv"])
def test_a_code_leads_to_the_authority(client: Client, text: str, form: str) -> None:
    response = client.get(f"/authorities/{text}{form}?as_at=2020-01-01")
    assert response.status_code == 302
    assert response["Location"] == f"/authorities/kent{form}?as_at=2020-01-01"


@pytest.mark.parametrize(("code", "slug"), [("E08000016", "barnsley"), ("E10000027", "somerset")])
def test_a_code_of_before_leads_there_too(client: Client, code: str, slug: str) -> None:
    assert client.get(f"/authorities/{code}/")["Location"] == f"/authorities/{slug}/"


def test_a_slug_of_before_leads_to_the_new_one(client: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    FormerCode.objects.create(authority=kent, scheme="slug", value="kent-county")
    assert client.get("/authorities/kent-county.csv")["Location"] == "/authorities/kent.csv"


def test_an_unknown_name_is_a_404_that_helps(client: Client) -> None:
    page, answer, sheet = (
        client.get(f"/authorities/northhamptonshire{form}") for form in ("/", ".json", ".csv")
    )
    assert {each.status_code for each in (page, answer, sheet)} == {404}
    assert "Northamptonshire" in page.content.decode()
    assert "northamptonshire" in answer.json()["near"]

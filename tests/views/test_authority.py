"""The page of one authority and its data."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import (
    Authority,
    Completeness,
    Discrepancy,
    Event,
    FormerCode,
    Inspection,
    Neighbour,
    Succession,
)
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.models.whole import Whole
from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

KEYS = {
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
    "start_date", "end_date", "as_at", "known_by", "line", "headline", "last_overall", "trend",
    "trend_across_frameworks", "predecessors", "successors", "inspections", "events",
    "neighbours", "region_peers", "discrepancies", "complete_to", "data_version", "version",
    "licence", "url",
}  # fmt: skip
INSPECTION_KEYS = {
    "id", "framework", "kind", "is_graded", "start_date", "end_date", "published", "direction",
    "direction_source_url", "theme", "priority_action", "report_url", "source_url", "sources",
    "verified", "note", "ratings", "missing", "trend", "trend_across_frameworks",
}  # fmt: skip


def html(client: Client, slug: str, query: str = "") -> str:
    return page_at(client, f"/authorities/{slug}/{query}")


def words(client: Client, slug: str, query: str = "") -> str:
    return text_of(html(client, slug, query))


def data(client: Client, slug: str, query: str = "") -> dict[str, Any]:
    response = client.get(f"/authorities/{slug}.json{query}")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


# The page


def test_it_says_who_where_and_how_it_was_rated(client: Client) -> None:
    page = html(client, "kent")
    said = text_of(page)
    assert "<h1>Kent</h1>" in page
    assert "County council, South East" in said
    assert "adequate (2013) → good (2017) → outstanding (2022) → good (2025)" in said
    assert "GSS E10000016, DfE 886, Ofsted URN 80476" in said
    assert "declined from outstanding" in said


def test_the_line_can_be_cited_with_both_dates(client: Client) -> None:
    page = html(client, "kent", "?as_at=2024-03-31")
    assert "as at 31 March 2024, as published by 1 September 2026" in text_of(page)
    assert "/authorities/kent/?as_at=2024-03-31&amp;known_by=2026-09-01" in page
    again = html(client, "kent", "?as_at=2024-03-31&known_by=2026-09-01")
    assert "/authorities/kent/?as_at=2024-03-31&amp;known_by=2026-09-01" in again


def test_where_there_is_no_overall_grade_it_says_why_and_what_was_last(client: Client) -> None:
    said = words(client, "west-northamptonshire")
    assert "Last overall grade: requires improvement (2022) , no longer given." in said
    assert "leaders outstanding · help and protection good · " in said
    assert "Inspections that start from 1 April 2026 give no overall grade" in said


def test_a_predecessor_stands_above_with_its_own_line(client: Client) -> None:
    page = html(client, "west-northamptonshire")
    said = text_of(page)
    assert (
        "Northamptonshire , until 31 March 2021 (split into West Northamptonshire and others)"
        in said
    )
    theirs = "inadequate (2019) → improved (2020–2021)"
    assert theirs in said
    assert page.index("before-line") < page.index('id="line"')


def test_every_predecessor_is_named_with_its_kind_of_change(client: Client) -> None:
    said = words(client, "bournemouth-christchurch-and-poole")
    for name, change in [
        ("Bournemouth", "merged into"),
        ("Poole", "merged into"),
        ("Dorset (county council)", "part of it passed to"),
    ]:
        new = "Bournemouth, Christchurch and Poole"
        authority = Authority.objects.filter(name=name).first()
        name = authority.name if authority else Authority.objects.get(slug="dorset-county").name
        assert f"{name} , until 31 March 2019 ({change} {new})" in said


def test_chains_of_predecessors_are_followed(client: Client) -> None:
    newest = Authority.objects.create(
        slug="northamptonshires", name="The Northamptonshires", gss_code="E06099999",
        la_code="999", region="East Midlands", authority_type="unitary authority",
        start_date=date(2026, 4, 1),
    )  # fmt: skip
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2026, 3, 31)
    west.save()
    Succession.objects.create(
        predecessor=west, successor=newest, date=date(2026, 4, 1), kind="merged",
        source_url="https://example.org/",
    )  # fmt: skip
    said = words(client, "northamptonshires")
    first = said.index("Northamptonshire , until 31 March 2021 (split into West Northampton")
    second = said.index("West Northamptonshire , until 31 March 2026 (merged into The North")
    assert first < second


def test_an_abolished_authority_keeps_its_page(client: Client) -> None:
    said = words(client, "northamptonshire")
    assert "abolished 31 March 2021" in said
    assert "Split into North Northamptonshire and West Northamptonshire on 1 April 2021." in said
    assert "Grades on its last day, 31 March 2021" in said


@pytest.mark.parametrize("as_at", ["2018-01-01", "2019-03-31"])
def test_up_to_its_last_day_an_authority_exists(client: Client, as_at: str) -> None:
    said = words(client, "bournemouth", f"?as_at={as_at}")
    after = "merged into Bournemouth, Christchurch and Poole on 1 April 2019."
    assert f"Exists until 31 March 2019, then {after}" in said
    assert "exists until 31 March 2019" in said
    assert "bolished 31 March 2019" not in said
    assert "The line is complete" not in said


def test_after_its_last_day_it_is_abolished(client: Client) -> None:
    said = words(client, "bournemouth", "?as_at=2019-04-01")
    after = "Merged into Bournemouth, Christchurch and Poole on 1 April 2019."
    assert f"Abolished 31 March 2019. {after} The line is complete" in said
    assert "xists until" not in said


def test_an_end_that_is_still_to_come_is_told_as_one(client: Client) -> None:
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2999, 3, 31)
    west.save()
    said = words(client, west.slug)
    assert "exists from 1 April 2021 until 31 March 2999" in said
    assert "Exists until 31 March 2999." in said
    assert "bolished 31 March 2999" not in said
    neighbour = Neighbour.objects.filter(neighbour=west).first()
    assert neighbour is not None
    assert "exists until 31 March 2999" in words(client, neighbour.authority.slug)


def test_the_matrix_has_the_newest_inspection_first(client: Client) -> None:
    said = html(client, "kent")
    heads = re.findall(r'<th scope="col"><a href="/inspections/([^/]+)/', said)
    assert heads[:2] == ["kent-ilacs-2023-2025-11-03", "kent-ilacs-2018-2022-05-09"]
    overall = said[said.index('<tr class="headline">') :]
    assert overall.index("good") < overall.index("outstanding") < overall.index("adequate")


def test_before_it_began_the_page_answers_that_it_did_not_yet_exist(client: Client) -> None:
    said = words(client, "cumberland", "?as_at=2020-01-01")
    assert "On 1 January 2020 Cumberland did not yet exist: it began on 1 April 2023." in said
    assert "inadequate (2013) → inadequate (2015) → requires improvement (2017)" in said
    assert "Statistical neighbours, 2025 model" in said


@pytest.mark.parametrize("slug", ["cumberland", "westmorland-and-furness"])
def test_a_missing_model_of_neighbours_is_said(client: Client, slug: str) -> None:
    assert "2021 model has no neighbours for" in words(client, slug)


def test_an_abolished_neighbour_is_labelled(client: Client) -> None:
    neighbour = Neighbour.objects.filter(neighbour__slug="cumbria").first()
    assert neighbour is not None
    page = words(client, neighbour.authority.slug)
    assert "abolished 31 March 2023" in page


def test_empty_cells_say_why(client: Client) -> None:
    assert "not a judgement then" in words(client, "kent")
    assert "not graded" in words(client, "isles-of-scilly")
    assert "not recorded" in words(client, "northamptonshire")
    cell = '<td class="reason"><span>not part of this inspection</span></td>'
    again = Inspection.objects.filter(ratings__missing="not-part-of-this-inspection").first()
    assert again is not None
    assert cell in html(client, again.authority.slug)


def test_an_inspection_without_publication_date_says_how_it_counts(client: Client) -> None:
    said = words(client, "kent")
    assert "publication date not recorded: counted as known from its first day" in said


def test_it_says_how_far_the_record_goes(client: Client) -> None:
    said = words(client, "kent")
    assert "Complete to 20 August 2026 for graded inspections and to 31 March 2025" in said
    Completeness.objects.get(kind="visits").delete()
    assert "31 March 2025" not in words(client, "kent").split("Inspections and visits")[1][:400]


def test_an_authority_not_yet_inspected_lists_the_areas_that_will_be(client: Client) -> None:
    said = words(client, "barking-and-dagenham", "?as_at=2012-06-30")
    assert "not yet inspected" in said
    assert "No inspection or visit of Barking and Dagenham is on record" in said


def test_two_sources_that_disagree_are_shown_in_words(client: Client) -> None:
    said = words(client, "barking-and-dagenham")
    assert "Where sources disagree" in said
    assert "publication of the report: 1 April 2019" in said
    assert "Chosen: 1 April 2019 , because: 2022 release is one day early" in said


def test_links_carry_the_dates_on(client: Client) -> None:
    page = html(client, "kent", "?as_at=2024-03-31&known_by=2024-06-30")
    suffix = "?as_at=2024-03-31&amp;known_by=2024-06-30"
    assert f'href="/authorities/kent.csv{suffix}"' in page
    assert f'href="/inspections/kent-sif-2017-03-06/{suffix}"' in page
    assert f'href="/authorities/essex/{suffix}"' in page


# Queries


@pytest.mark.parametrize("address", ["/authorities/{}/", "/authorities/{}.json"])
def test_a_cold_page_asks_two_queries_whatever_the_size(client: Client, address: str) -> None:
    Reference.current()
    Names.current()
    Whole.current()
    for slug in ["kent", "isles-of-scilly", "bournemouth-christchurch-and-poole", "birmingham"]:
        with CaptureQueriesContext(connection) as asked:
            client.get(address.format(slug))
        own = [q for q in asked if "ratings_dataversion" not in q["sql"]]
        assert len(own) == 2, slug  # events, discrepancies
        assert len(asked) - len(own) == 2  # the version, by the middleware and by the page


@pytest.mark.parametrize("as_at", ["2016-03-31", "2026-08-20"])
def test_every_authority_has_a_page(client: Client, as_at: str) -> None:
    Reference.current()
    Names.current()
    Whole.current()
    for slug in Authority.objects.values_list("slug", flat=True):
        with CaptureQueriesContext(connection) as asked:
            html(client, slug, f"?as_at={as_at}")
        assert len(asked) == 4, slug


# Other ways to address it


@pytest.mark.parametrize(
    "text",
    ["KENT", "Kent", "E10000016", "e10000016", "886", "80476"],
)
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
    page = client.get("/authorities/northhamptonshire/")
    assert page.status_code == 404
    assert "Northamptonshire" in page.content.decode()
    answer = client.get("/authorities/northhamptonshire.json")
    assert answer.status_code == 404
    assert "northamptonshire" in answer.json()["near"]
    assert client.get("/authorities/northhamptonshire.csv").status_code == 404


@pytest.mark.parametrize("form", ["/", ".json", ".csv"])
def test_a_bad_date_is_refused(client: Client, form: str) -> None:
    assert client.get(f"/authorities/kent{form}?as_at=31.3.2024").status_code == 400
    assert client.get(f"/authorities/kent{form}?asat=2024-03-31").status_code == 400


# Drafts


def test_a_draft_is_nowhere(client: Client) -> None:
    key = "kent-ilacs-2023-2025-11-03"
    Inspection.objects.get(key=key).history.all()
    draft = Inspection.objects.get(key=key)
    Discrepancy.objects.create(
        authority=draft.authority, inspection=draft, field="kind", value_a="short",
        source_a="a", value_b="standard", source_b="a secret source",
    )  # fmt: skip
    draft.status = Inspection.Status.DRAFT
    draft.save()
    for address in ["/authorities/kent/", "/authorities/kent.json", "/authorities/kent.csv"]:
        said = client.get(address).content.decode()
        assert key not in said
        assert "secret" not in said
    assert data(client, "kent")["line"].endswith("outstanding (2022)")
    assert key not in html(client, "essex")
    assert key not in str(data(client, "essex"))


# Data


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
    assert found["headline"] == {
        "grade": None,
        "inspection": "west-northamptonshire-ilacs-2026-2026-05-11",
        "date": "2026-05-11",
    }
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
    assert cumbria["slug"] == "cumbria"
    assert cumbria["last_day"] == "2023-03-31"


def test_successors_are_given_by_slug_name_date_and_kind(client: Client) -> None:
    assert data(client, "northamptonshire")["successors"] == [
        {"slug": slug, "name": name, "date": "2021-04-01", "kind": "split"}
        for slug, name in [
            ("north-northamptonshire", "North Northamptonshire"),
            ("west-northamptonshire", "West Northamptonshire"),
        ]
    ]


def test_events_are_those_begun_by_then(client: Client) -> None:
    assert Event.objects.filter(authority__slug="birmingham", start_date__gt="2015-01-01").exists()
    found = data(client, "birmingham", "?as_at=2015-01-01")["events"]
    assert found
    assert all(event["start_date"] <= "2015-01-01" for event in found)


def test_the_csv_is_tidy(client: Client) -> None:
    response = client.get("/authorities/kent.csv?as_at=2026-08-20")
    assert 'filename="kent-as-at-2026-08-20.csv"' in response["Content-Disposition"]
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    found = data(client, "kent", "?as_at=2026-08-20")["inspections"]
    expected = sum(len(i["ratings"]) + len(i["missing"]) or 1 for i in found)
    assert len(rows) == expected
    assert {row["gss_code"] for row in rows} == {"E10000016"}
    leaders = [r for r in rows if (r["inspection"], r["area"]) == (found[-1]["id"], "leaders")]
    assert [row["grade"] for row in leaders] == ["good"]
    visits = [row for row in rows if row["is_graded"] == "no"]
    assert all((row["area"], row["grade"]) == ("", "") for row in visits)

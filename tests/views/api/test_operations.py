"""What every operation has in common, and what narrows each."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import DataVersion, Inspection
from ratings.views.api.ninja_api import api
from tests.views.api.asking import ADDRESSES, BASE, DATED, LISTS, data, results
from tests.views.histories import KENT, disputed, regrade
from tests.views.pages import read_beforehand

pytestmark = pytest.mark.usefixtures("record")

SITE = "http://127.0.0.1:8000"


def model_of(address: str) -> Any:
    """What an operation declares that it answers."""
    names = {
        f"{router.prefix}{path}".strip("/"): view.operations[0].response_models[200]
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
    }
    named = address.replace("kent-ilacs-2018-2022-05-09", "{inspection}")
    return names[named.replace("kent", "{authority}")].model_fields["response"].annotation


@pytest.mark.parametrize(
    ("address", "moment"),
    [*((address, "") for address in ADDRESSES), *((each, "as_at=2016-06-30&") for each in DATED)],
)
def test_an_answer_is_what_the_document_says(client: Client, address: str, moment: str) -> None:
    """Every field of every row: there, of its type, and none besides."""
    query = f"limit=500&{moment}" if address in LISTS else moment
    first = data(client, f"{address}?{query}")
    model_of(address).model_validate(first, strict=True)
    for number in range(2, first.get("pages", 1) + 1):
        found = data(client, f"{address}?page={number}&{query}")
        model_of(address).model_validate(found, strict=True)


SHORT = {"versions", "programmes", "scales"}
"""Lists of fewer rows than two pages of three."""


@pytest.mark.parametrize("address", [address for address in LISTS if address not in SHORT])
def test_pages_are_parts_of_one_list(client: Client, address: str) -> None:
    whole = data(client, f"{address}?limit=7")
    parts = [data(client, f"{address}?limit=3&page={number}")["results"] for number in (1, 2)]
    assert (parts[0] + parts[1])[:6] == whole["results"][:6]
    assert whole["pages"] == max(1, -(-whole["total"] // 7))


def test_the_header_says_where_the_pages_are(client: Client) -> None:
    response = client.get(f"{BASE}authorities?region=London&limit=10&page=2")
    assert links(response["Link"]) == {
        rel: f"{SITE}/api/v1/authorities?limit=10&page={page}&region=London"
        for rel, page in {"first": 1, "prev": 1, "next": 3, "last": 4}.items()
    }
    assert "next" not in links(client.get(f"{BASE}authorities?limit=500")["Link"])
    following = links(response["Link"])["next"].removeprefix(SITE)
    assert client.get(following).json()["page"] == 3


def links(header: str) -> dict[str, str]:
    parts = (part.split("; rel=") for part in header.split(", "))
    return {rel.strip('"'): address.strip("<>") for address, rel in parts}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a not in {"changes", "versions"}])
def test_only_the_fields_asked_for_are_sent(client: Client, address: str) -> None:
    found = data(client, address)
    row = found["results"][0] if "results" in found else found["result"]
    some = list(row)[:2]
    chosen = data(client, f"{address}?fields={','.join(some)}")
    rows = chosen["results"] if "results" in chosen else [chosen["result"]]
    assert all(list(each) == some for each in rows)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_parameter_is_refused_by_name(client: Client, address: str) -> None:
    response = client.get(f"{BASE}{address}?colour=red")
    assert response.status_code == 400
    told = response.json()
    assert (told["parameter"], told["where"], told["value"]) == ("colour", "query", "red")
    assert "fields" in told["allowed"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("authorities?region=London&region=London", 400, "region"),
        ("inspections?begun_from=2020-01-01&begun_to=2019-01-01", 400, "begun_to"),
        ("ratings?published_from=2020-01-01&published_to=2019-01-01", 400, "published_to"),
        ("national?begun_from=2020-01-01&begun_to=2019-01-01", 400, "begun_to"),
        *((f"authorities?as_at={day}", 422, "as_at")
          for day in ("yesterday", "2024-02-30", "20240331", "1711843200", "")),
        ("authorities?q=", 422, "q"), ("authorities?region=", 422, "region"),
        ("authorities?region=Atlantis", 422, "region"), ("authorities?limit=501", 422, "limit"),
        ("authorities?limit=0", 422, "limit"), ("authorities?page=1.0", 422, "page"),
        ("authorities?fields=slug,colour", 422, "fields"), ("ratings?area=nothing", 422, "area"),
        ("ratings?grade=superb", 422, "grade"), ("national?programme=nothing", 422, "programme"),
        ("changes?before=somewhere", 422, "before"), ("authorities?page=99", 404, "page"),
        ("authorities?authority=Atlantis", 404, "authority"),
        ("authorities/Atlantis", 404, "authority"), ("inspections/nothing", 404, None),
        ("inspections/%00", 404, "inspection"),
        (f"inspections/{KENT}?as_at=2020-01-01", 404, "inspection"),
        ("changes?since_version=99999", 404, "since_version"),
        ("nothing/here", 404, None), ("", 404, None), ("authorities/", 404, None),
    ],
)  # fmt: skip
def test_a_refusal_says_what_and_where(
    client: Client, address: str, status: int, parameter: str | None
) -> None:
    response = client.get(BASE + address)
    assert response.status_code == status, response.content
    told = response.json()
    assert set(told) == {"error", "where", "parameter", "value", "allowed", "without"}
    assert told["parameter"] == parameter
    assert told["error"].endswith((".", "?"))


def test_a_refusal_of_a_choice_lists_the_choices(client: Client) -> None:
    assert client.get(f"{BASE}ratings?framework=ilacs").json()["allowed"][-1] == "ilacs-2026"
    assert client.get(f"{BASE}authorities/Knt").json()["allowed"] == ["kent"]


@pytest.mark.parametrize("name", ["kent", "Kent", "E10000016", "886", "80476", "KENT"])
def test_an_authority_is_found_by_any_name(client: Client, name: str) -> None:
    assert data(client, f"authorities/{name}?fields=slug")["result"] == {"slug": "kent"}
    assert len(data(client, f"authorities?authority={name}")["results"]) == 1


def test_authorities_and_codes_of_before_are_found(client: Client) -> None:
    assert data(client, "authorities/E08000016")["result"]["slug"] == "barnsley"
    assert data(client, "authorities/northamptonshire")["result"]["end_date"] == "2021-03-31"
    assert data(client, "authorities?authority=northamptonshire")["total"] == 1
    assert data(client, "authorities?q=northamptonshire&abolished=yes")["total"] == 3


def test_a_filter_keeps_its_rows(client: Client) -> None:
    every = results(client, "ratings")
    for query, field, value in (
        ("area=leaders", "area", "leaders"), ("grade=inadequate", "grade", "inadequate"),
        ("missing=not-graded", "missing", "not-graded"), ("framework=sif", "framework", "sif"),
        ("kind=short", "kind", "short"), ("region=London", "region", "London"),
        ("type=county%20council", "authority_type", "county council"),
        ("authority=kent", "authority", "kent"), ("result=visit", "is_graded", False),
        ("direction=improved", "direction", "improved"),
        ("direction=not-read", "direction_status", "not-read"),
        ("direction=none-stated", "direction_read", "account"),
    ):  # fmt: skip
        found = results(client, f"ratings?{query}")
        assert found == [row for row in every if row[field] == value], query
        assert found, query


def test_filters_and_spans_go_together(client: Client) -> None:
    query = "area=leaders&grade=good&published_from=2022-01-01&published_to=2022-12-31"
    rows = results(client, f"ratings?{query}")
    keys = {each["id"] for each in results(client, f"inspections?{query}")}
    assert {row["inspection"] for row in rows} == keys
    assert all("2022" in row["published"] and row["grade"] == "good" for row in rows)
    assert 0 < len(rows) < 100


def test_changes_are_told_since_a_version(client: Client) -> None:
    before = data(client, "versions")["results"][0]["number"]
    regrade(Inspection.objects.get(key=KENT), "leaders", "good", "the release says good")
    found = data(client, f"changes?since_version={before}&authority=kent")
    (change,) = found["results"]
    assert (change["old"], change["new"]) == ("outstanding", "good")
    assert change["why"] == "the release says good"
    assert found["loaded_with_the_record"] is None
    assert data(client, "changes?since=2100-01-01")["results"] == []
    shown = client.get("/changes.json?authority=kent").json()
    assert data(client, "changes?authority=kent")["results"] == shown["changes"]
    model_of("changes").model_validate(data(client, "changes"), strict=True)


def test_changes_lead_on_to_older_ones(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratings.models.public_change.PER_PAGE", 2)
    inspection = Inspection.objects.get(key=KENT)
    for grade in ("good", "inadequate", "good", "outstanding"):
        regrade(inspection, "leaders", grade, f"because of {grade}")
    first = data(client, "changes?what=corrected&fields=why")
    address = first["older"].removeprefix(f"{SITE}{BASE}")
    assert address.startswith("changes?before=")
    assert data(client, address)["results"] != first["results"]
    model_of("changes").model_validate(data(client, "changes"), strict=True)


def test_a_draft_is_nowhere(client: Client) -> None:
    key = "kent-ilacs-2023-2025-11-03"
    disputed(inspection=Inspection.objects.get(key=key))
    Inspection.objects.filter(key=key).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    for address in ADDRESSES:
        for query in ("", "authority=kent&"):
            asked = f"{BASE}{address}?{query}" + ("limit=500" if address in LISTS else "")
            assert key not in client.get(asked).content.decode()
    assert client.get(f"{BASE}inspections/{key}").status_code == 404
    assert key not in [each["inspection"] for each in results(client, "discrepancies")]


def test_who_has_the_answer_gets_304(client: Client) -> None:
    known = {each: {"If-None-Match": client.get(BASE + each)["ETag"]} for each in ADDRESSES}
    for address, headers in known.items():
        again = client.get(BASE + address, headers=headers)
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == headers["If-None-Match"]
        assert again["Access-Control-Allow-Origin"] == "*"
    regrade(Inspection.objects.get(key=KENT), "leaders", "good", "corrected")
    for address, headers in known.items():
        assert client.get(BASE + address, headers=headers).status_code == 200, address


@pytest.mark.parametrize("address", [*ADDRESSES, "nothing", "authorities/Atlantis"])
def test_head_gives_the_headers_alone(client: Client, address: str) -> None:
    whole, head = client.get(BASE + address), client.head(BASE + address)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers.get("Link") == whole.headers.get("Link")
    assert head["Content-Type"] == whole["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["authorities", "nothing"])
def test_nothing_but_reading_is_possible(address: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(BASE + address, headers={"Origin": "https://example.org"})
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in response


QUERIES = {
    "authorities": 3, "authorities/kent": 4, "inspections": 4,
    "inspections/kent-ilacs-2018-2022-05-09": 5, "ratings": 3, "national": 2, "events": 4,
    "successions": 4, "neighbours": 4, "discrepancies": 4, "changes": 8, "versions": 4,
    "frameworks": 7, "areas": 4, "grades": 4, "sources": 4, "programmes": 5, "scales": 6,
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_queries_are_few_and_fixed(client: Client, address: str) -> None:
    read_beforehand()
    queries = [""]
    queries += ["limit=1", "limit=500"] if address in LISTS else []
    queries += ["as_at=2015-06-01", "as_at=2025-01-01"] if address in DATED else []
    counts = []
    for query in queries:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{BASE}{address}?{query}").status_code == 200
        counts.append(len(asked))
    assert counts == [QUERIES[address]] * len(counts), counts

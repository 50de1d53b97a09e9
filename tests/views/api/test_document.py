"""The OpenAPI document, and the pages that are made from it."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.views.api.asking import ADDRESSES
from tests.views.pages import json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

PATHS = [
    f"/api/v1/{address}".replace("kent-ilacs-2018-2022-05-09", "{inspection}")
    .replace("kent", "{authority}")
    for address in ADDRESSES
]  # fmt: skip


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    return json_at(client, "/api/v1/openapi.json")


def parameters(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [p for path in document["paths"].values() for p in path["get"]["parameters"]]


def test_it_describes_every_operation(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1"
    assert sorted(document["paths"]) == sorted(PATHS)
    assert all(list(path) == ["get"] for path in document["paths"].values())
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)
    assert "authorities" in names

    for path in document["paths"].values():
        assert set(path["get"]["responses"]) == {"200", "400", "404", "422", "503"}
        assert path["get"]["description"]
        assert "ETag" in path["get"]["responses"]["200"]["headers"]


def test_every_parameter_says_exactly_what_it_takes(document: dict[str, Any]) -> None:
    for parameter in parameters(document):
        schema = parameter["schema"]
        assert parameter.get("description"), parameter["name"]
        assert "anyOf" not in schema
        assert not [name for name in schema if name.startswith("x-")]
    inspections = document["paths"]["/api/v1/inspections"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter["schema"] for parameter in inspections}
    assert by_name["framework"]["enum"][-1] == "ilacs-2026"
    assert "no-overall-grade" in by_name["grade"]["enum"]
    assert by_name["fields"]["items"]["enum"][:3] == ["authority", "authority_name", "id"]


def test_fields_may_be_added_so_no_schema_is_closed(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("additionalProperties") is not False, name


@pytest.mark.parametrize("address", ["/api/", "/api/docs/"])
def test_the_pages_list_every_operation(client: Client, address: str) -> None:
    html = page_at(client, address)
    for path in PATHS:
        assert f"<code>{path}</code>" in html
    for example in re.findall(r'href="(/api/v1/[^"]*)"', html):
        assert client.get(example).status_code == 200, example


def test_the_list_is_whole_and_comes_from_here(client: Client, document: dict[str, Any]) -> None:
    html = client.get("/api/docs/").content.decode()
    for parameter in parameters(document):
        assert f"<dt><code>{parameter['name']}</code></dt>" in html
    assert "true or false" in html
    assert "As at" not in text_of(html)
    assert re.findall(r'<script[^>]*src="([^"]*)"', html)
    assert all(source.startswith("/static/") for source in re.findall(r'src="([^"]*)"', html))
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
    assert all(not inside.strip() for kind, inside in scripts if "json" not in kind)


@pytest.mark.parametrize("address", ["/api/", "/api/docs/", "/api/v1/openapi.json"])
def test_the_pages_take_no_parameters(client: Client, address: str) -> None:
    assert client.get(f"{address}?as_at=2020-01-01").status_code == 400


def test_the_example_of_the_page_answers_what_it_says(client: Client) -> None:
    html = client.get("/api/").content.decode()
    (example,) = re.findall(r"curl '([^']*)'", html)
    path = "/api/v1" + example.partition("/api/v1")[2].replace("&amp;", "&")
    told = client.get(path).json()["result"]
    assert told == {
        "name": "Northamptonshire",
        "line": "inadequate (2013) → requires improvement (2016) → declined (2018)",
    }
    assert all(value in text_of(html) for value in told.values())

"""What the tests of authorities side by side ask: the page, its JSON, its CSV."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.views.pages import csv_at, json_at, page_at, text_of

TEN = ["kent", "surrey", "essex", "croydon", "leeds", "cumbria", "cumberland", "somerset",
       "isles-of-scilly", "bournemouth-christchurch-and-poole"]  # fmt: skip

Query = dict[str, str | list[str]]


def page(client: Client, **query: str | list[str]) -> str:
    return page_at(client, "/compare/", query)


def data(client: Client, **query: str | list[str]) -> dict[str, Any]:
    return json_at(client, "/compare.json", query)


def rows(client: Client, **query: str | list[str]) -> list[dict[str, str]]:
    return csv_at(client, "/compare.csv", query)


def slugs(found: dict[str, Any]) -> list[str]:
    return [each["slug"] for each in found["authorities"]]


def refusal(client: Client, **query: str | list[str]) -> dict[str, Any]:
    """What the JSON says of a query that page and CSV refuse as well."""
    for form in ("/", ".csv", ".json"):
        response = client.get(f"/compare{form}", query)
        assert response.status_code == 400, form
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

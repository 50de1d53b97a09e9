"""What the tests of authorities side by side ask: the page, its JSON, its CSV."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.views.pages import csv_at, json_at, page_at, text_of

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
    return json_at(client, "/compare.json", query)


def rows(client: Client, **query: str | list[str]) -> list[dict[str, str]]:
    return csv_at(client, "/compare.csv", query)


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

"""Feeds as a reader of either form takes them."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"

ALL = (
    "all", "regions/london", "regions/north-east-yorkshire-and-the-humber", "authorities/kent",
    "authorities/kent/neighbours", "corrections",
)  # fmt: skip


def atom(client: Client, name: str) -> ElementTree.Element:
    path, _, query = name.partition("?")
    response = client.get(f"/feeds/{path}.atom?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def data(client: Client, name: str) -> dict[str, Any]:
    path, _, query = name.partition("?")
    response = client.get(f"/feeds/{path}.json?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    found: dict[str, Any] = response.json()
    return found


def items(client: Client, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, name)["items"]
    return found


def item(client: Client, name: str, key: str) -> dict[str, Any]:
    return next(each for each in items(client, name) if each["id"].endswith(key))

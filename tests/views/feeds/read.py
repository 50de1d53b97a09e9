"""Feeds as a reader of either form takes them."""

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
    return ElementTree.fromstring(_answer(client, name, "atom", "atom+xml; charset=utf-8").content)


def data(client: Client, name: str) -> dict[str, Any]:
    found: dict[str, Any] = _answer(client, name, "json", "feed+json").json()
    return found


def _answer(client: Client, name: str, form: str, kind: str) -> Any:
    path, _, query = name.partition("?")
    response = client.get(f"/feeds/{path}.{form}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"application/{kind}"
    return response


def items(client: Client, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, name)["items"]
    return found


def item(client: Client, name: str, key: str) -> dict[str, Any]:
    return next(each for each in items(client, name) if each["id"].endswith(key))

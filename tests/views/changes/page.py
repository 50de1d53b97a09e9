"""The page of changes and its data, as the tests ask for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from tests.views.pages import json_at, page_at, text_of

DAY = date(2026, 7, 6)


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"/changes/{query}")


def words(client: Client, query: str = "") -> str:
    return text_of(html(client, query))


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json_at(client, f"/changes.json{query}")


def told(client: Client, query: str = "") -> list[tuple[str, str, str | None, str | None]]:
    """What became of what: the change, whose, old and new; the newest first."""
    rows = data(client, query)["changes"]
    return [(row["change"], row["authority"], row["old"], row["new"]) for row in rows]

"""The page of one authority and its data, as the tests ask for them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.views.pages import json_at, page_at, text_of


def html(client: Client, slug: str, query: str = "") -> str:
    return page_at(client, f"/authorities/{slug}/{query}")


def words(client: Client, slug: str, query: str = "") -> str:
    return text_of(html(client, slug, query))


def data(client: Client, slug: str, query: str = "") -> dict[str, Any]:
    return json_at(client, f"/authorities/{slug}.json{query}")

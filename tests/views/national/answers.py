"""What the tests of national numbers ask: the counts as data, the rows of a list."""

from typing import Any

from django.test import Client

from tests.views.pages import json_at


def counted(client: Client, **asked: str) -> dict[str, Any]:
    return json_at(client, "/national.json", asked)


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_at(client, address)["rows"]
    return found

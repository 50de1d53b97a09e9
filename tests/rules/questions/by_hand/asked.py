"""Standing questions, asked through their public addresses."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.views.pages import json_at

DAY = "2026-08-20"


def ask(client: Client, key: str, **asked: str) -> dict[str, Any]:
    found = json_at(client, f"/questions/{key}.json", {"as_at": DAY} | asked)
    assert found["count"] == len(found["rows"])
    return found


def slugs(found: dict[str, Any]) -> list[str]:
    return [row["authority"]["slug"] for row in found["rows"]]


def ids(found: dict[str, Any], column: str) -> list[str]:
    return [row[column]["inspection"] for row in found["rows"]]

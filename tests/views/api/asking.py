"""How the tests ask the API."""

from typing import Any

from django.test import Client

from tests.views.pages import json_at

BASE = "/api/v1/"

LISTS = [
    "authorities", "inspections", "ratings", "events", "successions", "neighbours",
    "discrepancies", "versions", "frameworks", "areas", "grades", "sources", "programmes", "scales",
]  # fmt: skip
ADDRESSES = [
    *LISTS, "authorities/kent", "inspections/kent-ilacs-2018-2022-05-09", "national", "changes",
]  # fmt: skip
DATED = ["authorities", "inspections", "ratings", "events", "discrepancies", "national",
         "changes", "authorities/kent"]  # fmt: skip


def data(client: Client, address: str) -> dict[str, Any]:
    """What the API answers."""
    return json_at(client, BASE + address)


def results(client: Client, address: str) -> list[dict[str, Any]]:
    """Every row of a list, whatever the number of pages."""
    joint = "&" if "?" in address else "?"
    first = data(client, f"{address}{joint}limit=500")
    rows = list(first["results"])
    for page in range(2, first["pages"] + 1):
        rows += data(client, f"{address}{joint}limit=500&page={page}")["results"]
    assert len(rows) == first["total"]
    return rows

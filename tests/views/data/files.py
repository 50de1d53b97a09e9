"""What the tests of `/data/` make of a file: its rows, and a cell as the CSV writes it."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ratings.exports.dictionary import TABLES
from ratings.models import Authority, Discrepancy, Event, Inspection, Neighbour, Rating, Succession

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
KENT = "kent-ilacs-2023-2025-11-03"


def body(client: Client, address: str, **headers: str) -> bytes:
    response: Any = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content)


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return parsed(body(client, address))


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def assert_same(lines: bytes, rows: list[dict[str, str]]) -> None:
    """JSON Lines hold what the rows of the CSV do, unguarded."""
    found = [json.loads(line) for line in lines.splitlines()]
    assert [{name: as_text(v) for name, v in line.items()} for line in found] == plain(rows)


def plain(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: unguarded(value) for name, value in row.items()} for row in rows]


def number_of_rows(day: date = date(2026, 9, 1)) -> dict[str, int]:
    begun = Inspection.objects.as_at(day)
    graded, visits = (begun.filter(kind__is_graded=sort) for sort in (True, False))
    return {
        "ratings": Rating.objects.filter(inspection__in=begun).count() + visits.count(),
        "authorities": Authority.objects.count(),
        "successions": Succession.objects.filter(date__lte=day).count(),
        "inspections": graded.count(),
        "visits": visits.count(),
        "events": Event.objects.filter(start_date__lte=day).count(),
        "neighbours": Neighbour.objects.count(),
        "discrepancies": Discrepancy.objects.filter(inspection__isnull=True).count()
        + Discrepancy.objects.filter(inspection__in=begun).count(),
    }


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value)


def unguarded(text: str) -> str:
    text = text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text
    try:
        return as_text(float(text)) if "." in text else text
    except ValueError:
        return text

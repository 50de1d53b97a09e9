"""What the tests of national numbers ask of an address, and of a row of a source file."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.csv_files import Row
from tests.views.pages import json_at


def data(client: Client, path: str, **asked: str) -> dict[str, Any]:
    return json_at(client, path, {name.rstrip("_"): value for name, value in asked.items()})


def exists(authority: Row, day: str) -> bool:
    begun = not authority["start_date"] or authority["start_date"] <= day
    return begun and (not authority["end_date"] or day <= authority["end_date"])


def first_day(inspection: Row) -> str:
    text = inspection["start_date"] or inspection["published"]
    return text + "-01-01"[: 10 - len(text)] if len(text) == 4 else (text + "-01")[:10]

"""Addresses and parameters at random: whatever is asked, nothing breaks.

`SECURITY_EXAMPLES=20` asks for twenty times as many, `SECURITY_SEED=…` for others.
"""

from __future__ import annotations

import os
from collections import Counter
from urllib.parse import quote

import pytest
from django.test import Client

from tests.security.addresses import CONVERTER, every_address
from tests.security.grammar import DAYS, Addresses, parameters_of_views
from tests.security.walking import answer_of

EXAMPLES = int(os.environ.get("SECURITY_EXAMPLES", "1"))
SEED = os.environ.get("SECURITY_SEED", "1")
SLICES, A_SLICE = 4, 300


@pytest.mark.parametrize("number", range(SLICES))
def test_nothing_that_is_asked_at_random_breaks_anything(record: None, number: int) -> None:
    addresses = Addresses(f"{SEED} {number}")
    client = Client(raise_request_exception=False)
    seen: Counter[int] = Counter()
    broken = []
    for _ in range(A_SLICE * EXAMPLES):
        path = addresses.one()
        status = answer_of(client.get(path)).status
        seen[status] += 1
        if status >= 500 and status != 501:  # oEmbed knows two formats
            broken.append(f"{status} {path[:300]}")
    assert broken == []
    assert seen[200] > A_SLICE // 50, seen
    assert seen[400] > A_SLICE // 10, seen


NUL = "a%00b"


def test_a_nul_is_no_part_of_any_address_or_value(record: None) -> None:
    """PostgreSQL takes it in no text: each address and each parameter that a view knows."""
    client = Client(raise_request_exception=False)
    routes = [a.route for a in every_address() if a.takes_names and not a.is_desk]
    paths = [f"/{CONVERTER.sub(NUL, route)}" for route in routes]
    paths += [f"/{route}?{name}={NUL}" for route, name in parameters_of_views()]
    paths += [f"/cite/?page=/authorities/{NUL}/", f"/cite/?page=/authorities/{quote(NUL)}/"]
    paths += [f"/oembed/?url=http://127.0.0.1:8000/authorities/{quote(NUL)}/"]
    statuses = {path: answer_of(client.get(path)).status for path in paths}
    assert {path: s for path, s in statuses.items() if s not in (302, 400, 404, 422)} == {}
    assert len(paths) > 100


ABOUT_A_DAY = ("/authorities/kent/", "/national.json", "/due.csv", "/changes/", "/badge/kent.svg",
               "/api/v1/events?limit=1", "/data/events.csv")  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["as_at", "known_by"])
def test_an_odd_day_is_a_page_or_a_refusal_everywhere(record: None, day: str, name: str) -> None:
    client = Client(raise_request_exception=False)
    for path in ABOUT_A_DAY:
        mark = "&" if "?" in path else "?"
        answer = answer_of(client.get(f"{path}{mark}{name}={day}"))
        assert answer.status in (200, 400, 422)

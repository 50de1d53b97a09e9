"""What a real reader of feeds makes of ours: no complaint, and the same entries in both forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from ratings.models import Inspection
from tests.views.histories import KENT, regrade, save

feedparser: Any = pytest.importorskip("feedparser")

pytestmark = pytest.mark.usefixtures("record")

NAMES = (
    "all", "regions/london", "authorities/kent", "authorities/west-northamptonshire",
    "authorities/kent/neighbours", "corrections",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_feed_is_read_without_a_complaint(client: Client, name: str) -> None:
    kent = Inspection.objects.get(key=KENT)
    kent.theme = "5 < 6 & \x0b “odd” 😀"
    save(kent, "misread & <b>corrected</b>")
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    response = client.get(f"/feeds/{name}.atom")
    headers = {"content-type": response["Content-Type"], "content-location": "http://127.0.0.1/"}
    read = feedparser.parse(response.content, response_headers=headers)
    assert read.bozo == 0, read.get("bozo_exception")
    assert read.version == "atom10"
    items = client.get(f"/feeds/{name}.json").json()["items"]
    assert [entry.id for entry in read.entries] == [item["id"] for item in items]
    assert [entry.title for entry in read.entries] == [item["title"] for item in items]
    for entry, item in zip(read.entries, items, strict=True):
        moment = datetime(*entry.updated_parsed[:6], tzinfo=UTC)
        assert moment == datetime.fromisoformat(item["date_modified"])
    assert all(entry.link.startswith("http://127.0.0.1:8000/") for entry in read.entries)
    assert all("→" in e.content[0].value or "line" in e.content[0].value
               or "Why:" in e.content[0].value for e in read.entries)  # fmt: skip


def test_the_example_of_the_readme(client: Client) -> None:
    """`feedparser.parse("http://127.0.0.1:8000/feeds/authorities/kent.atom").entries[0].title`."""
    read = feedparser.parse(client.get("/feeds/authorities/kent.atom").content)
    assert read.entries[0].title == "Kent: good (short inspection, 3 November 2025)"

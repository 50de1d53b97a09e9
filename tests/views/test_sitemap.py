"""What search engines are told: every page, when it changed, and what is not theirs."""

from __future__ import annotations

from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from ratings.models import Authority, Inspection, VersionEntry
from ratings.rules.questions.registry import QUESTIONS
from tests.transactions import new_transaction
from tests.views.histories import KENT, drafted, regrade, withdraw

pytestmark = pytest.mark.usefixtures("record")

XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def places(client: Client) -> dict[str, datetime]:
    """Each path with its moment."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    tree = ElementTree.fromstring(response.content)
    return {
        node.findtext(f"{XML}loc", "").removeprefix(SITE): datetime.fromisoformat(
            node.findtext(f"{XML}lastmod", "")
        )
        for node in tree
    }


def test_it_holds_every_page_of_the_record(client: Client) -> None:
    found = places(client)
    slugs = Authority.objects.values_list("slug", flat=True)
    keys = Inspection.objects.public().values_list("key", flat=True)
    assert {f"/authorities/{slug}/" for slug in slugs} <= set(found)
    assert {f"/inspections/{key}/" for key in keys} <= set(found)
    assert {f"/questions/{question.key}/" for question in QUESTIONS} <= set(found)
    main = [path for path in found if path.count("/") <= 2 or path.startswith("/national/")]
    assert {"/", "/national/", "/due/", "/figures/", "/changes/", "/feeds/", "/about/",
            "/accessibility/"} <= set(main)  # fmt: skip
    for path in [*main, "/data/versions/", "/changes/coverage/", "/changes/discrepancies/"]:
        assert path in found
        assert client.get(path).status_code == 200


def test_a_page_is_dated_by_its_last_change_while_it_is_public(client: Client) -> None:
    loaded = VersionEntry.objects.order_by("number").first().moved_at.replace(microsecond=0)
    assert places(client)[f"/inspections/{KENT}/"] == loaded
    new_transaction()
    kent = Inspection.objects.get(key=KENT)
    regrade(kent, "leaders", "good", "revised")
    found = places(client)
    assert found[f"/inspections/{KENT}/"] >= loaded
    moved = VersionEntry.objects.first().moved_at.replace(microsecond=0)
    assert found["/"] == moved
    assert found["/authorities/kent/"] == found[f"/inspections/{KENT}/"]
    assert found["/authorities/essex/"] == loaded
    draft = drafted("kent", date(2026, 7, 1))
    withdraw(kent, "entered twice")
    assert not {f"/inspections/{draft.key}/", f"/inspections/{KENT}/"} & set(places(client))


def test_robots_are_kept_from_the_desk_only(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        f"User-agent: *\nDisallow: /admin/\n\nSitemap: {SITE}/sitemap.xml\n"
    )

"""The pages of the API in a browser: under the site's policy, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

OPERATIONS = 16
LINE = "inadequate (2013) → requires improvement (2016) → declined (2018)"


def ready(page: Page) -> None:
    expect(page.locator("#swagger-ui .opblock")).to_have_count(OPERATIONS)


def test_the_overview_is_accessible_and_fits(visit: Opener, width: int, scheme: str) -> None:
    opened = visit("/api/", width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("javascript", [True, False])
def test_every_operation_is_there(visit: Opener, width: int, scheme: str, javascript: bool) -> None:
    opened = visit("/api/docs/", width=width, scheme=scheme, javascript=javascript)
    if javascript:
        ready(opened.page)
        assert not opened.page.locator("#api-operations").is_visible()
    else:
        assert opened.page.locator(".api-operation").count() == OPERATIONS
        assert opened.page.locator(".api-operation h3").first.is_visible()
        assert not opened.page.locator("#swagger-ui").is_visible()
    opened.assert_styled()
    opened.assert_fits()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_operations_are_accessible(visit: Opener, scheme: str, javascript: bool) -> None:
    opened = visit("/api/docs/", scheme=scheme, javascript=True)
    ready(opened.page)
    if not javascript:
        opened.page.get_by_role("button", name="Read them").click()
        opened.page.locator("summary").first.click()
    opened.assert_accessible()


def test_an_open_operation_is_accessible(visit: Opener, width: int, scheme: str) -> None:
    opened = visit("/api/docs/", width=width, scheme=scheme)
    ready(opened.page)
    opened.page.locator(".opblock-summary-control").nth(1).click()
    opened.page.locator(".opblock-body .execute").wait_for()
    opened.assert_accessible()
    opened.assert_fits()


def test_an_operation_can_be_tried(visit: Opener, site: str) -> None:
    """Nothing is asked of another host; the policy refuses nothing (`visit` fails on either)."""
    opened = visit("/api/docs/")
    page = opened.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ready(page)
    page.locator(".opblock-summary-control").nth(1).click()
    page.get_by_placeholder("authority").fill("northamptonshire")
    page.get_by_placeholder("as_at").fill("2018-12-31")
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .microlight").first).to_contain_text(LINE)
    assert all(address.startswith((site, "data:", "blob:")) for address in asked), asked


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[str]:
    """The address of another site: a server of its own with an empty page."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Another site</title>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_script_of_another_site_reads_the_data(visit: Opener, site: str, other_site: str) -> None:
    """It asks with a header of its own, so that the browser asks first whether it may."""
    page = visit(other_site).page
    found = page.evaluate(
        """async (address) => {
            const answer = await fetch(address, {headers: {"If-None-Match": "old"}});
            return {status: answer.status, etag: answer.headers.get("ETag"),
                    name: (await answer.json()).result.name};
        }""",
        f"{site}/api/v1/authorities/kent?fields=name",
    )
    assert found["status"] == 200
    assert found["name"] == "Kent"
    assert found["etag"]

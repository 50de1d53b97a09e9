"""What other sites frame, show and read, in a real browser: the embed and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Visit

SLUGS = ["kent", "west-northamptonshire", "bournemouth-christchurch-and-poole", "northamptonshire"]
WIDTHS = [280, 400, 700]
Elsewhere = Callable[..., Visit]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Another origin: its URL, and the folder that it serves."""
    folder = tmp_path_factory.mktemp("other-site")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


@pytest.fixture
def elsewhere(other_site: tuple[str, Path], visit: Opener) -> Elsewhere:
    """`elsewhere('<iframe …>', width=400)` opens a page of the other site that holds this."""
    address, folder = other_site

    def open_page(body: str, *, width: int, scheme: str = "light") -> Visit:
        name = f"{len([*folder.iterdir()])}.html"
        (folder / name).write_text(f"<!DOCTYPE html><body>{body}", encoding="utf-8")
        return visit(f"{address}/{name}", width=width + 40, scheme=scheme)

    return open_page


def framed(site: str, path: str, width: int, height: int = 900) -> str:
    return f'<iframe src="{site}{path}" width="{width}" height="{height}"></iframe>'


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("width", WIDTHS)
def test_another_site_can_frame_it(site: str, elsewhere: Elsewhere, slug: str, width: int) -> None:
    page = elsewhere(framed(site, f"/embed/{slug}/", width), width=width).page
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text()
    assert frame.locator("p.line").is_visible()
    seen = frame.locator("svg:visible")
    assert seen.count() == 1
    box = seen.bounding_box()
    assert box is not None
    assert box["width"] <= width
    smallest = frame.locator("svg:visible text").first.evaluate(
        "(text) => text.getBoundingClientRect().height"
    )
    assert smallest >= 12
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert inner.evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("path", ["/authorities/kent/", "/", "/badge/kent.svg"])
def test_the_site_itself_refuses_to_be_framed(site: str, elsewhere: Elsewhere, path: str) -> None:
    opened = elsewhere(framed(site, path, 700), width=700)
    for _ in range(300):
        if opened.page.frames[1].url.startswith("chrome-error:"):
            opened.problems.clear()
            return
        opened.page.wait_for_timeout(100)
    raise AssertionError(f"the frame shows {opened.page.frames[1].url}")


def test_a_frame_in_a_sandbox_shows_it_too(site: str, elsewhere: Elsewhere) -> None:
    body = framed(site, "/embed/kent/", 400).replace("<iframe", '<iframe sandbox=""')
    page = elsewhere(body, width=400, scheme="dark").page
    frame = page.frame_locator("iframe")
    assert frame.locator("svg:visible").count() == 1
    ground = frame.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    assert ground in ("rgb(22, 23, 25)", "rgb(251, 250, 247)")


PICTURES = [
    "/badge/kent.svg", "/embed/kent/timeline.svg", "/authorities/kent/timeline.svg",
    "/authorities/kent/timeline.png", "/authorities/kent/card.png",
]  # fmt: skip


def test_another_site_can_show_pictures(site: str, elsewhere: Elsewhere) -> None:
    body = "".join(f'<img src="{site}{path}" alt="x">' for path in PICTURES)
    widths = "[...document.images].map((one) => one.naturalWidth)"
    shown = elsewhere(body, width=700).page.evaluate(widths)
    assert len(shown) == len(PICTURES)
    assert min(shown) > 200


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(251, 250, 247)"), ("dark", "rgb(22, 23, 25)")]
)
def test_it_is_accessible(visit: Opener, slug: str, scheme: str, paper: str) -> None:
    opened = visit(f"/embed/{slug}/", scheme=scheme)
    ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == paper, "its style has not been let in"
    for width in WIDTHS:
        opened.assert_fits_windows(width)
        opened.assert_axe_finds_nothing()


@pytest.mark.parametrize("slug", [*SLUGS, "herefordshire", "blackpool"])
def test_the_frame_that_is_offered_is_high_enough(visit: Opener, slug: str) -> None:
    code = visit(f"/authorities/{slug}/").page.locator(".embedding code").first.text_content()
    assert code is not None
    height = int(code.partition('height="')[2].partition('"')[0])
    opened = visit(f"/embed/{slug}/")
    for width in (320, 480, 640):
        opened.assert_fits_windows(width)
        needed = opened.page.evaluate("document.body.getBoundingClientRect().height")
        assert needed <= height <= 2 * needed, width


def test_a_picture_opened_by_itself_is_styled(visit: Opener) -> None:
    """Its policy lets its own style element in, and nothing else."""
    page = visit("/authorities/kent/timeline.svg", scheme="dark").page
    paper = page.evaluate("getComputedStyle(document.querySelector('.tl-paper')).fill")
    assert paper == "rgb(22, 23, 25)"


OPERATIONS = 18
NORTHAMPTONSHIRE = "inadequate (2013) → requires improvement (2016) → declined (2018)"


def ready(page: Page) -> None:
    expect(page.locator("#swagger-ui .opblock")).to_have_count(OPERATIONS)


def test_every_operation_is_there_and_can_be_opened(visit: Opener, look: Any) -> None:
    opened = visit("/api/docs/", **look)
    page = opened.page
    ready(page)
    assert not page.locator("#api-operations").is_visible()
    opened.assert_usable()
    page.locator(".opblock-summary-control").nth(1).click()
    page.locator(".opblock-body .execute").wait_for()
    opened.assert_usable()
    page.get_by_role("button", name="Read them").click()
    page.locator("summary").first.click()
    opened.assert_usable()


def test_every_operation_is_there_without_scripts(visit: Opener, look: Any) -> None:
    opened = visit("/api/docs/", **look, javascript=False)
    assert opened.page.locator(".api-operation").count() == OPERATIONS
    assert opened.page.locator(".api-operation h3").first.is_visible()
    assert not opened.page.locator("#swagger-ui").is_visible()
    opened.assert_styled()
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
    expect(page.locator(".live-responses-table .microlight").first).to_contain_text(
        NORTHAMPTONSHIRE
    )
    assert all(address.startswith((site, "data:", "blob:")) for address in asked), asked


def test_a_script_of_another_site_reads_the_data(site: str, elsewhere: Elsewhere) -> None:
    """It asks with a header of its own, so that the browser asks first whether it may."""
    page = elsewhere("", width=700).page
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

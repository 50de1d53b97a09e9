"""The embed in a real browser: framed by a page of another origin, and by nobody else."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opener
from tests.browser.copying import copied

SLUGS = ["kent", "west-northamptonshire", "bournemouth-christchurch-and-poole", "northamptonshire"]
WIDTHS = [280, 400, 700]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Another origin: its address, and the folder that it serves."""
    folder = tmp_path_factory.mktemp("other-site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere(other_site: tuple[str, Path], browser: Browser) -> Iterator[Any]:
    """`elsewhere('<iframe …>', width=400)` opens a page of the other site that holds this."""
    address, folder = other_site
    contexts = []

    def open_page(body: str, *, width: int, scheme: str = "light") -> Page:
        (folder / "page.html").write_text(f"<!DOCTYPE html><body>{body}", encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width + 40, "height": 1200}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/page.html", wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def framed(site: str, path: str, width: int, height: int = 900) -> str:
    return f'<iframe src="{site}{path}" width="{width}" height="{height}"></iframe>'


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("width", WIDTHS)
def test_another_site_can_frame_it(site: str, elsewhere: Any, slug: str, width: int) -> None:
    page = elsewhere(framed(site, f"/embed/{slug}/", width), width=width)
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
def test_the_site_itself_refuses_to_be_framed(site: str, elsewhere: Any, path: str) -> None:
    page = elsewhere(framed(site, path, 700), width=700)
    for _ in range(300):
        if page.frames[1].url.startswith("chrome-error:"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the frame shows {page.frames[1].url}")


def test_a_frame_in_a_sandbox_shows_it_too(site: str, elsewhere: Any) -> None:
    body = framed(site, "/embed/kent/", 400).replace("<iframe", '<iframe sandbox=""')
    page = elsewhere(body, width=400, scheme="dark")
    frame = page.frame_locator("iframe")
    assert frame.locator("svg:visible").count() == 1
    ground = frame.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    assert ground in ("rgb(22, 23, 25)", "rgb(251, 250, 247)")


PICTURES = [
    "/badge/kent.svg", "/embed/kent/timeline.svg", "/authorities/kent/timeline.svg",
    "/authorities/kent/timeline.png", "/authorities/kent/card.png",
]  # fmt: skip


@pytest.mark.parametrize("path", PICTURES)
def test_another_site_can_show_a_picture(site: str, elsewhere: Any, path: str) -> None:
    page = elsewhere(f'<img src="{site}{path}" alt="x">', width=700)
    page.wait_for_function("document.images[0].complete")
    assert page.evaluate("document.images[0].naturalWidth") > 200


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_accessible(visit: Opener, slug: str, scheme: str) -> None:
    opened = visit(f"/embed/{slug}/", scheme=scheme)
    paper = {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 23, 25)"}[scheme]
    ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == paper, "its style has not been let in"
    for width in WIDTHS:
        opened.assert_fits_windows(width)
        found = Axe().run(opened.page, options={"preload": False})
        assert found.violations_count == 0, found.generate_report()


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


def test_structured_data_breaks_no_policy(visit: Opener) -> None:
    for address in ("/", "/authorities/kent/"):
        opened = visit(address)
        blocks = opened.page.locator('script[type="application/ld+json"]')
        assert blocks.count() == 1
        assert "Dataset" in (blocks.text_content() or "")
        opened.assert_no_problems()


def test_the_code_can_be_copied(visit: Opener, width: int, scheme: str) -> None:
    opened = visit("/authorities/kent/", width=width, scheme=scheme)
    page = opened.page
    page.get_by_text("Embed this").click()
    code = copied(page, "Copy the frame, Live")
    assert code.startswith('<iframe src="')
    assert code == page.locator(".embedding code").first.text_content()
    opened.assert_accessible()
    opened.assert_fits()


def test_without_scripts_the_code_can_be_selected(visit: Opener) -> None:
    page = visit("/authorities/kent/", javascript=False).page
    page.get_by_text("Embed this").click()
    assert page.locator(".embedding code").first.is_visible()
    assert page.locator(".embedding button:visible").count() == 0


@pytest.mark.parametrize(
    ("address", "name", "until"),
    [
        ("/compare/?authority=kent&authority=surrey", "Copy the line of Kent", ""),
        ("/inspections/kent-ilacs-2023-2025-11-03/", "Copy the line", " until 3 November 2025"),
    ],
)
def test_a_line_can_be_copied(
    visit: Opener, address: str, name: str, until: str, width: int
) -> None:
    opened = visit(address, width=width)
    page = opened.page
    assert copied(page, name) == (
        f"Ofsted’s ratings of Kent’s children’s services{until}: adequate (2013) → good (2017) → "
        "outstanding (2022) → good (2025). On reports published to 20 August 2026."
    )
    opened.assert_accessible()
    opened.assert_fits()


def test_the_sentence_of_the_dashboard_can_be_copied(visit: Opener) -> None:
    page = visit("/").page
    sentence = copied(page, "Copy the sentence")
    assert sentence.startswith("On 1 September 2026, of the 153 authorities in England")
    assert sentence.endswith(". On reports published to 20 August 2026.")
    assert "\n" not in sentence

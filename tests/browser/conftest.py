"""A site that holds the whole record, and Chromium to look at it.

The server runs once for all tests on the database that was loaded once; pages
are read, not flushed between tests. A test that writes removes what it wrote.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from ratings.models import ImportRun, Inspection, PublicChange, Rating
from tests.browser import measures

# Playwright's own event loop makes Django think that these tests are asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # a page takes half the time where another of its site is open
]
PATIENCE = 90_000
"""Milliseconds until what a test waits for is taken not to come: a busy machine is no fault."""
expect.set_options(timeout=PATIENCE)

WIDTHS = {"desk": 1400, "phone": 390}
HEIGHT = 900
EVERY = bool(os.environ.get("EVERY_COMBINATION"))
"""More pages than one of a kind, each in all looks, and axe of every word."""
SEEN = list(product(WIDTHS, ("light", "dark"))) if EVERY else [("desk", "light")]
CLIPBOARD = ["clipboard-read", "clipboard-write"]

REFUSED = {
    "/authorities/?grade=brilliant": 400,
    "/authorities/kentt/": 404,
    "/compare/?authority=Yorkk": 400,
    "/inspections/kent/": 404,
    "/national/?as_at=2024-13-01": 400,
    "/questions/improved/?since=yesterday": 400,
    "/cite/?page=/nowhere/": 404,
    "/api/v2/": 404,
    "/nothing/": 404,
    "/admin/nothing/": 404,
}
"""Addresses that are answered with a refusal, and its status; all others have to be there."""

KEY = "leeds-ilacs-2026-2026-08-03"
"""The inspection that tests enter, by hand and by a file."""

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI}`));
"""
STYLED = """
() => [...document.styleSheets].some((sheet) => sheet.href && sheet.cssRules.length > 0)
"""

LETTERS = ["", "'DejaVu Sans', Verdana, sans-serif"]
"""The page's own letters, and some of the widest that a reader or a machine may put there."""
SIZES = """
(all) => all.map((letters) => {
    const root = document.documentElement;
    if (letters) root.style.setProperty("--sans", letters);
    const sizes = [letters, root.scrollWidth, root.clientWidth];
    root.style.removeProperty("--sans");
    return sizes;
})
"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, without anything it would fetch by itself."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("These tests need Chromium: install it or name it in CHROMIUM.")
    return {"executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session", autouse=True)
def clicks_wait_for_pages() -> Iterator[None]:
    """A click is over when the page it leads to has loaded; Playwright waits for its first byte."""

    def waiting(act: Callable[..., None]) -> Callable[..., None]:
        def act_and_wait(self: Locator, *arguments: Any, **options: Any) -> None:
            act(self, *arguments, **options)
            self.page.wait_for_load_state("load")

        return act_and_wait

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", waiting(Locator.click))
        patch.setattr(Locator, "press", waiting(Locator.press))
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: the server's threads and Playwright's loop connect by themselves."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the running site, such as http://127.0.0.1:40123."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1:0")
        try:
            yield server.url
        finally:
            server.stop()


@pytest.fixture(params=SEEN, ids=" ".join)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What `visit` is told by a test that is also tried narrow and dark, if that is asked for."""
    width, scheme = request.param
    return {"width": WIDTHS[width], "scheme": scheme}


@dataclass
class Visit:
    """A page that was opened, and whatever went wrong in it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note errors of scripts, refusals of the policy and files that are missing."""
        self.page.add_init_script(TELL_VIOLATIONS)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self._on_response)

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _on_response(self, response: Any) -> None:
        is_the_page = response.request.is_navigation_request()
        if response.status >= 400 and not is_the_page:
            self.problems.append(f"{response.status}: {response.url}")

    def assert_no_problems(self) -> None:
        assert not self.problems, "\n".join(self.problems)

    def assert_styled(self) -> None:
        """The stylesheet is there and the page has a heading: without them nothing counts."""
        assert self.page.evaluate(STYLED), "no stylesheet has loaded"
        assert self.page.locator("h1").count() == 1, "the page has no heading, or several"

    def assert_accessible(self) -> None:
        """axe finds nothing, on a page that is really there."""
        self.assert_styled()
        self.assert_axe_finds_nothing()

    def assert_axe_finds_nothing(self) -> None:
        """Its script is put into a page once."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = AxeResults({"violations": self.page.evaluate(measures.VIOLATIONS, EVERY)})
        assert found.violations_count == 0, found.generate_report()

    def assert_usable(self) -> None:
        """Accessible, with the buttons that scripts add once it is drawn, and in the window."""
        self.page.evaluate(measures.DRAWN)
        self.assert_accessible()
        self.assert_fits()

    def assert_fits_windows(self, *widths: int) -> None:
        """The page fits windows of these widths, one after the other."""
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.assert_fits()

    def assert_fits(self) -> None:
        """Nothing sticks out at the side: the page does not scroll sideways, in any letters."""
        for letters, wide, seen in self.page.evaluate(SIZES, LETTERS):
            assert wide <= seen, f"the page is {wide} pixels wide, the window {seen}: {letters}"


Opener = Callable[..., Visit]


@pytest.fixture(scope="session")
def profiles(site: str, browser: Browser) -> dict[bool, BrowserContext]:
    """With scripts and without. From test to test a profile keeps files and the process that
    shows the site, by a page that stays open, but not who signed in."""
    found = {scripts: profile(browser, site, scripts) for scripts in (True, False)}
    for each in found.values():
        each.new_page().goto("/accessibility/")
    return found


def profile(browser: Browser, site: str, scripts: bool, **more: Any) -> BrowserContext:
    context = browser.new_context(base_url=site, java_script_enabled=scripts, **more)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def visit(site: str, browser: Browser, profiles: dict[bool, BrowserContext]) -> Iterator[Opener]:
    """`visit("/authorities/kent/", width=390, scheme="dark")` opens a page of the site.

    `javascript=False` turns scripts off, `user=…` signs somebody in, who may not see it
    where it is `status=403`. Media are emulated (`forced_colors="active"`). With permissions,
    and for a second person, a profile is made that ends with the test. After it, everything
    that went wrong in any opened page fails it.
    """
    visits: list[Visit] = []
    after = ExitStack()
    people: dict[bool, User | None] = {}

    def open_page(
        address: str,
        *,
        width: int = WIDTHS["desk"],
        scheme: str = "light",
        javascript: bool = True,
        user: User | None = None,
        status: int = 0,
        permissions: list[str] | None = None,
        **media: Any,
    ) -> Visit:
        context = profiles[javascript]
        if permissions or people.setdefault(javascript, user) != user:
            own = profile(browser, site, javascript, permissions=permissions)
            context = after.enter_context(closing(own))
        after.callback(context.clear_cookies)
        if user:
            context.add_cookies([session_cookie(user, site)])
        opened = Visit(after.enter_context(closing(context.new_page())))
        visits.append(opened)
        opened.listen()
        opened.page.set_viewport_size({"width": width, "height": HEIGHT})
        opened.page.emulate_media(color_scheme=scheme, **{"reduced_motion": "reduce", **media})
        answer = opened.page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == (status or REFUSED.get(address, 200)), f"{address}: {answer.status}"
        if javascript and address == "/api/docs/":  # the page changes once more when it is ready
            opened.page.locator("#api-choice").wait_for()
        return opened

    with after:
        yield open_page
    for opened in visits:
        opened.assert_no_problems()


def session_cookie(user: User, site: str) -> Any:
    """A cookie by which the site knows this person, without the sign-in page."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


def person(name: str, role: str) -> Iterator[User]:
    """Somebody with this role, gone again after the test."""
    user = User.objects.create_user(name, password="a long word for tests", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    yield user
    user.delete()


@pytest.fixture
def kit(site: str) -> Iterator[User]:
    yield from person("kit", "keeper")


@pytest.fixture
def robin(site: str) -> Iterator[User]:
    yield from person("robin", "reviewer")


@pytest.fixture
def nothing_left(site: str) -> Iterator[None]:
    """Imports, and what the test entered, are taken out again with their history."""
    yield
    ImportRun.objects.all().delete()
    for model, key in ((Rating, "inspection__key"), (Inspection, "key")):
        for rows in (model.objects, model.history):
            rows.filter(**{key: KEY}).delete()
    PublicChange.objects.all().delete()


def stop_the_clock(page: Page) -> None:
    """However long the test takes, what a page says for a moment stays until the clock is moved."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000_000)

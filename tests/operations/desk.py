"""A keeper at the desk, as their browser sends it: forms that were served, filled in, posted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.operations.serving import PASSWORD, Answer, Browser, Site

ADD = "/admin/ratings/inspection/add/"
REPORT = "https://files.ofsted.gov.uk/v1/file/50300000"
CHOSEN = {"checkbox": "checked", "radio": "checked"}

Fields = list[tuple[str, str]]


class Form(HTMLParser):
    """The last form of a page that posts (the one above it signs out): what it would send as it
    is, and by field what each choice is called."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: Fields = []
        self.choices: dict[str, dict[str, str]] = defaultdict(dict)
        self._select, self._area, self._said = "", "", ""
        self._choice: tuple[str, str] | None = None
        self.feed(html)
        assert self.fields, html[-3000:]

    def filled(self, **values: Any) -> Fields:
        """The fields with others in their place; a list is sent as several, None not at all."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        for name, value in values.items():
            several = value if isinstance(value, list) else [value]
            kept += [(name, str(each)) for each in several if each is not None]
        return kept

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.fields.clear()
        elif tag == "input":
            self._input(name, value, given)
        elif tag == "select":
            self._select = name
        elif tag == "option":
            self._choice, self._said = (self._select, value), ""
            if "selected" in given:
                self.fields.append((self._select, value))
        elif tag == "textarea":
            self._area, self._said = name, ""

    def _input(self, name: str, value: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in CHOSEN:
            self._choice, self._said = (name, value or "on"), ""
        if name and kind not in {"submit", "file"} and CHOSEN.get(kind, "name") in given:
            self.fields.append((name, value or ("on" if kind in CHOSEN else "")))

    def handle_data(self, data: str) -> None:
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"label", "option"} and self._choice:
            name, value = self._choice
            self.choices[name][self._said.strip()] = value
            self._choice = None
        elif tag == "textarea":
            self.fields.append((self._area, self._said.lstrip("\n")))


@dataclass
class Keeper:
    """Somebody signed in. `told` is what a visit's forms send, learnt from the pages once."""

    browser: Browser
    told: Fields = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser) -> Keeper:
        answer = browser.sign_in("keeper", PASSWORD)
        assert answer.status == 302, answer.text[-2000:]
        return cls(browser)

    def form(self, path: str) -> Form:
        page = self.browser.ask(path)
        assert page.status == 200, (path, page.status, page.text[-2000:])
        return Form(page.text)

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form; the session's own token goes with it, as a page made now would carry."""
        token = next(cookie.value for cookie in self.browser.jar if cookie.name == "csrftoken")
        kept = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        body = urlencode([*kept, ("csrfmiddlewaretoken", token)]).encode()
        return self.browser.ask(path, body)

    def step(self, fields: Fields) -> Form:
        """The next page of an entry."""
        answer = self.post(ADD, fields)
        assert answer.status == 200, answer.text[-2000:]
        return Form(answer.text)

    def learn(self, authority: str) -> None:
        """Go through the pages of a visit once, up to the last button."""
        facts = self.form(ADD)
        found = self.step(facts.filled(
            authority=facts.choices["authority"][authority], start="3 November 2025",
            kind=facts.choices["kind"]["focused visit"], step="findings",
        ))  # fmt: skip
        check = self.step(found.filled(theme="a theme", report_url=REPORT, step="check"))
        self.told = check.fields

    def visit(self, start: str, theme: str, step: str = "publish") -> Answer:
        """Press the last button for a visit that began then; its own page is where it leads."""
        others = [(n, v) for n, v in self.told if n not in {"start", "theme", "step"}]
        more = {"start": start, "theme": theme, "step": step, "confirm_another": "yes"}
        return self.post(ADD, [*others, *more.items()])

    def correct(self, address: str, theme: str, reason: str = "corrected after a report") -> Answer:
        """Change the theme on an inspection's own page, whatever else it says."""
        form = self.form(address)
        return self.post(address, form.filled(theme=theme, reason=reason))

    def send(self, name: str, content: bytes) -> Answer:
        """Upload a release."""
        path = "/admin/ratings/importrun/load-release/"
        token = dict(self.form(path).fields)["csrfmiddlewaretoken"]
        parts = [_part("csrfmiddlewaretoken", token.encode()), _part("source", b""),
                 _part("only_sheet", b""), _part("file", content, name)]  # fmt: skip
        body = b"".join(parts) + b"--edge--\r\n"
        return self.browser.ask(path, body, Content_Type="multipart/form-data; boundary=edge")


def keeper_at(site: Site) -> Keeper:
    """Who is signed in and knows how a visit to Rutland is entered."""
    keeper = Keeper.at(site.browser)
    keeper.learn("Rutland")
    return keeper


def _part(name: str, value: bytes, file: str = "") -> bytes:
    named = f'; filename="{file}"\r\nContent-Type: application/octet-stream' if file else ""
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def leads_to(answer: Answer) -> str:
    """The path that a redirect leads to; what is wrong, where it is none."""
    assert answer.status == 302, (answer.status, answer.text[-2000:])
    return urlsplit(answer.headers["location"]).path

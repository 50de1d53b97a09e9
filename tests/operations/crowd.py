"""Readers and keepers at once: who reads writes down whatever is wrong, late or stale.

An answer is stale if its data version is older than that of a save that was confirmed before
the answer was asked for. The version stands in its ETag, `W/"12.<token>-<day>-…"`.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from tests.operations.desk import Keeper, leads_to
from tests.operations.serving import PATIENCE, Answer, Browser, Site

VERSION = re.compile(r'W/"(\d+)\.')
FIRST_VISIT = date(2023, 6, 5)
WORKERS_ARE_MET = 4
"""So many times a page is asked for after a save, so that more than one worker answers."""

MIX = (
    "/", "/authorities/", "/authorities/kent/", "/authorities/rutland/", "/authorities/leeds/",
    "/authorities/northamptonshire/?as_at=2018-12-31", "/authorities/?as_at=2019-03-31",
    "/?as_at=2021-03-31&known_by=2021-06-30", "/inspections/", "/national/", "/questions/",
    "/due/", "/changes/", "/changes/coverage/", "/compare/?authority=kent&authority=leeds",
    "/figures/", "/data/", "/data/versions/", "/about/", "/authorities.json", "/authorities.csv",
    "/authorities/kent.json", "/authorities/rutland.csv", "/national.json?as_at=2024-03-31",
    "/api/v1/authorities/rutland", "/api/v1/ratings?limit=50", "/feeds/all.atom",
    "/badge/rutland.svg", "/embed/kent/",
)  # fmt: skip
"""Pages and data as a busy day asks for them."""


@dataclass
class Seen:
    """What readers and keepers found."""

    answers: int = 0
    not_modified: int = 0
    slowest: float = 0
    saves: int = 0
    wrong: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    floor: int = 0
    bodies: dict[str, tuple[str, str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def pair(self, address: str, answer: Answer) -> None:
        """An ETag stands for one page: whoever was told it before was told the same. (A packed
        one says in which second it was packed.)"""
        is_packed = answer.headers.get("content-encoding") == "gzip"
        content = gzip.decompress(answer.body) if is_packed else answer.body
        found = (address, hashlib.sha256(content).hexdigest())
        known = self.bodies.setdefault(answer.headers["etag"], found)
        if known != found:
            self.wrong.append(f"{answer.headers['etag']} is of {known[0]} and of another {address}")

    def see(self, address: str, answer: Answer, floor: int, seconds: float) -> None:
        found = VERSION.match(answer.headers.get("etag", ""))
        with self.lock:
            self.answers += 1
            self.slowest = max(self.slowest, seconds)
            self.not_modified += answer.status == 304
            if answer.status == 200 and is_for_once(answer):
                return
            if answer.status not in {200, 304} or not found:
                self.wrong.append(f"{address}: {answer.status} {answer.headers.get('etag')}")
                return
            if int(found[1]) < floor:
                self.stale.append(f"{address}: version {found[1]}, asked after {floor}")
            if answer.status == 200:
                self.pair(address, answer)


def is_for_once(answer: Answer) -> bool:
    """Whether it stands for no version, as it says: the data moved each time it was made."""
    return "etag" not in answer.headers and answer.headers.get("cache-control") == "no-store"


@dataclass
class Crowd:
    """Everybody who is at a site at once; `over` ends them."""

    site: Site
    seen: Seen = field(default_factory=Seen)
    over: Event = field(default_factory=Event)
    threads: list[Thread] = field(default_factory=list)

    def read(self, addresses: Sequence[str], pause: float) -> None:
        """A reader asks for these in turn, each again with what it was told."""
        self._begin(self._reader, addresses, pause)

    def keep(self, authority: str, slug: str, pause: float, first: date = FIRST_VISIT) -> None:
        """A keeper enters visits, a day after each other, and corrects each, save by save."""
        keeper = Keeper.at(self.site.browser)
        keeper.learn(authority)
        self._begin(self._keeper, keeper, slug, pause, first)

    def wait(self, seconds: float, saves: int = 0, most: float = PATIENCE) -> Seen:
        """Let them for so long, on a slow machine until so much was saved; then stop them."""
        begun = monotonic()
        self.over.wait(seconds)
        while self.seen.saves < saves and monotonic() - begun < most and not self.over.is_set():
            self.over.wait(0.2)
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self.seen

    def _begin(self, act: Callable[..., None], *given: Any) -> None:
        self.threads.append(Thread(target=self._guarded, args=(act, *given)))
        self.threads[-1].start()

    def _guarded(self, act: Callable[..., None], *given: Any) -> None:
        try:
            act(*given)
        except Exception as problem:
            self.seen.wrong.append(f"{type(problem).__name__}: {problem}")
            self.over.set()

    def _reader(self, addresses: Sequence[str], pause: float) -> None:
        browser = self.site.browser
        for address in cycle(addresses):
            answer = self._ask(browser, address, Accept_Encoding="gzip")
            etag = answer.headers.get("etag", "")
            self._ask(browser, address, Accept_Encoding="gzip", If_None_Match=etag)
            if self.over.wait(pause):
                return

    def _ask(self, browser: Browser, address: str, **headers: str) -> Answer:
        floor, begun = self.seen.floor, monotonic()
        answer = browser.ask(address, **headers)
        self.seen.see(address, answer, floor, monotonic() - begun)
        return answer

    def _keeper(self, keeper: Keeper, slug: str, pause: float, first: date) -> None:
        for number in count():
            day = (first + timedelta(number)).isoformat()
            key = f"{slug}-ilacs-2023-{day}"
            page = leads_to(keeper.visit(day, f"heron {number}"))
            self._confirm(key, f"heron {number}")
            if self.over.wait(pause):
                return
            leads_to(keeper.correct(page, f"canal {number}"))
            self._confirm(key, f"canal {number}")
            if self.over.wait(pause):
                return

    def _confirm(self, key: str, theme: str) -> None:
        """After a save: whichever worker is asked knows it."""
        for ending in [".json", "/"] * WORKERS_ARE_MET:
            answer = self._ask(self.site.browser, f"/inspections/{key}{ending}")
            if theme not in answer.text.lower():
                self.seen.stale.append(f"{key}{ending} lacks {theme}")
        found = VERSION.match(answer.headers.get("etag", ""))
        assert found or is_for_once(answer)
        with self.seen.lock:
            self.seen.floor = max(self.seen.floor, int(found[1]) if found else 0)
            self.seen.saves += 1

"""The record as its files have it, to count the coverage board again; and the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from tests.csv_files import lines
from tests.views.pages import json_at, page_at

BOARD = "/changes/coverage"
ASKED = {"focused-visit", "monitoring-visit"}
VISITS = {"focused-visit", "monitoring-visit", "jtai"}
WEAK = {"registry", "council", "news", "weak"}
TODAY = "2026-09-01"

Row = dict[str, str]


@dataclass(frozen=True)
class Files:
    """The record as its files have it."""

    authorities: list[Row]
    frameworks: list[Row]
    inspections: list[Row]
    missing: list[Row]
    ratings: list[Row]
    read: list[Row]

    def of(self, scope: str) -> list[Row]:
        wanted = {"graded": (False,), "visits": (True,), "all": (False, True)}[scope]
        return [row for row in self.inspections if (row["kind"] in VISITS) in wanted]

    def is_unread(self, row: Row) -> bool:
        """A visit that is asked for a direction, of which nothing was read."""
        read = {each["inspection_id"] for each in self.read}
        is_asked = row["kind"] in ASKED and not row["direction"]
        return is_asked and row["inspection_id"] not in read

    def letters(self, of: Callable[[Row], str]) -> dict[str, tuple[int, int]]:
        """Visits that are asked, by what `of` makes of each: all of them, and those not read."""
        asked = [row for row in self.inspections if row["kind"] in ASKED]
        unread = Counter(of(row) for row in asked if self.is_unread(row))
        return {key: (n, unread[key]) for key, n in Counter(map(of, asked)).items()}

    def gaps(self, scope: str) -> Iterator[tuple[str, str]]:
        """Inspection and what it lacks, counted without the site's rules."""
        for row in self.of(scope):
            key, day = row["inspection_id"], row["start_date"]
            lacks = {
                "first-day": not day,
                "first-day-in-part": day and row["start_precision"] != "day",
                "publication-date": not row["published"],
                "report-address": not row["report_url"],
                "evidence": row["verified"] in WEAK,
                "letter": self.is_unread(row),
            }
            yield from ((key, lack) for lack, is_so in lacks.items() if is_so)
        looked_at = {row["inspection_id"] for row in self.of(scope)}
        for row in self.missing:
            if row["reason"] == "not-recorded" and row["inspection_id"] in looked_at:
                yield row["inspection_id"], "area"

    def states(self, scope: str) -> Counter[tuple[str, str]]:
        """How many authorities stand in each state, by framework."""
        held: dict[tuple[str, str], list[str]] = {}
        for row in self.of(scope):
            held.setdefault((row["authority_slug"], row["framework"]), []).append(
                row["inspection_id"]
            )
        strong, weak = set(), set()
        for key, lack in self.gaps(scope):
            (weak if lack == "evidence" else strong).add(key)
        return Counter(
            (framework["code"], self._state(authority, framework, held, strong, weak))
            for authority in self.authorities
            for framework in self.frameworks
        )

    def _state(
        self, authority: Row, framework: Row, held: dict[Any, Any], strong: set[str], weak: set[str]
    ) -> str:
        found = held.get((authority["slug"], framework["code"]))
        if found:
            if strong & set(found):
                return "missing"
            return "weak" if weak & set(found) else "complete"
        first, last = framework["first_day"], framework["last_day"] or TODAY
        gone = authority["end_date"] and authority["end_date"] < first
        later = authority["start_date"] and authority["start_date"] > last
        return "did-not-exist" if gone or later else "not-inspected"

    @classmethod
    def of_record(cls, sources: Path) -> Files:
        names = (
            "authorities", "frameworks", "inspections", "missing", "ratings", "read_none_stated",
        )  # fmt: skip
        return cls(*(lines(sources / "record" / f"{name}.csv") for name in names))


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json_at(client, f"{BOARD}.json{query}")


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"{BOARD}/{query}")

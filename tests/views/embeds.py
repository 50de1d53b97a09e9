"""What the tests of embeds share: whom they ask about, on which days, and how to read answers."""

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.views.pages import text_of

AUTHORITIES = [
    "kent", "west-northamptonshire", "northamptonshire", "bournemouth-christchurch-and-poole",
    "bournemouth", "dorset-county", "cumbria", "cumberland", "isles-of-scilly", "blackpool",
    "birmingham", "city-of-london", "herefordshire",
]  # fmt: skip
DAYS = ["2012-01-01", "2018-12-31", "2023-06-01", "2026-09-01"]
SITE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Said:
    """What the page of an authority says: its line, its headline and when it began or ended."""

    name: str
    line: str
    headline: str
    existence: str

    @classmethod
    def by(cls, page: str) -> "Said":
        return cls(
            name=_first(r"<h1>(.*?)</h1>", page),
            line=_first(r'class="the-line" id="line">(.*?)</p>', page),
            headline=_first(r'class="now-grade">.*?</span>\s*<span>(.*?)</span>', page),
            existence=_first(r"· <strong>(.*?)</strong>", page),
        )


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return unescape(text_of(found[1])) if found else ""


def title_of(svg: str) -> str:
    return _first(r"<title[^>]*>(.*?)</title>", svg)


def description_of(svg: str) -> str:
    return _first(r"<desc[^>]*>(.*?)</desc>", svg)


def written_in(svg: str) -> str:
    """The words that are drawn, in the order in which they are."""
    return unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", svg)))


def size_of_png(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def meta(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def structured(page: str) -> Any:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(text)

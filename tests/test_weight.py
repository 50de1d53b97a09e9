"""What a page weighs on its way to a phone: its HTML, and all that comes before a chart moves."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.security.addresses import public_paths

MOST_HTML = 40_000
MOST_IN_ALL = 70_000
"""Bytes, compressed as they are sent."""

LATER = ("swagger-ui-bundle.js",)
"""Scripts that a page asks for after it can be read. (Plotly is asked for by a script, later.)"""

FILES = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')

TEN = "&".join(
    f"authority={slug}"
    for slug in ("kent", "surrey", "essex", "croydon", "leeds", "cumbria", "birmingham",
                 "rotherham", "doncaster", "northamptonshire")
)  # fmt: skip
LARGE = (
    "/authorities/?abolished=yes", f"/compare/?{TEN}", "/national/?area=leaders&region=london",
    "/changes/coverage/?authority=kent&inspections=all", "/inspections/?page=2",
    "/national/transitions/?page=2", "/authorities/birmingham/",
    "/authorities/west-northamptonshire/",
)  # fmt: skip
"""Pages that show more than the plain address does."""


@cache
def size_of_file(name: str) -> int:
    """Bytes of a static file as WhiteNoise packs it."""
    found = finders.find(name)
    assert found, name
    return len(brotli.compress(Path(found).read_bytes()))


@pytest.mark.usefixtures("record")
def test_every_page_is_light(client: Client) -> None:
    heavy, pages, has_timeline = [], 0, False
    pages_only = [path for path in public_paths() if "." not in path.partition("?")[0]]
    for path in [*pages_only, *LARGE]:
        answer = client.get(path, headers={"accept-encoding": "br"})
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        assert answer.status_code in {200, 404}, path
        is_packed = answer.headers.get("Content-Encoding") == "br"
        html = (brotli.decompress(answer.content) if is_packed else answer.content).decode()
        files = [name for name in FILES.findall(html) if not name.endswith(LATER)]
        assert not any("plotly" in name and name.endswith(".js") for name in files), path
        has_timeline |= "ratings/timeline.js" in files
        size = len(answer.content)
        whole = size + sum(map(size_of_file, files))
        pages += 1
        if size >= MOST_HTML or whole >= MOST_IN_ALL:
            heavy.append((path, size, whole))
    assert heavy == []
    assert pages > 30
    assert has_timeline

"""No view and no import opens a connection to anywhere: there is nothing to be turned against
others, or against what only this machine can reach."""

from __future__ import annotations

import ast
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from ratings.importing.parse import read_spreadsheet
from ratings.importing.readers import UnreadableFileError
from tests.importing.work.files import release, table
from tests.importing.workbooks import zipped
from tests.security.walking import Walk, no_connections

KNOWS_THE_NETWORK = {
    "urllib.request", "urllib3", "http.client", "socket", "requests", "httpx", "aiohttp",
    "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc",
}  # fmt: skip


def test_no_public_page_opens_a_connection_and_the_watch_would_see_one(walk: Walk) -> None:
    assert walk.connections == []
    with no_connections() as tried, pytest.raises(OSError, match="nothing here fetches"):
        urllib.request.urlopen("http://127.0.0.1:9/")
    assert tried


def test_no_import_opens_a_connection_and_no_url_that_is_typed_is_followed(keeper: Client) -> None:
    address = "http://169.254.169.254/latest/meta-data/"
    own = "http://127.0.0.1:8000/admin/logout/"
    row = {"authority": "rutland", "framework": "ilacs-2023", "kind": "focused-visit",
           "start_date": "2026-02-03", "sources": "official-2025", "theme": address}  # fmt: skip
    with no_connections() as tried:
        read_spreadsheet(table(row))
        read_spreadsheet(release("2024-02-01"))
        with pytest.raises(UnreadableFileError):
            read_spreadsheet(zipped({"content.xml": f'<!DOCTYPE x SYSTEM "{address}"><x/>'}))
        keeper.post("/admin/ratings/importrun/read-report/", {"report_url": own})
        keeper.get(f"/oembed/?url={own}")
        keeper.get(f"/cite/?page={own}")
    assert tried == []


def test_no_module_of_the_site_knows_how_to_fetch() -> None:
    """Setting up may: `fetch_plotly` asks npm, before the site runs."""
    own = Path(settings.BASE_DIR) / "ratings"
    found = [f"{path.name}: {name}" for path in own.rglob("*.py") for name in imported(path)]
    assert [line for line in found if line.partition(": ")[2] in KNOWS_THE_NETWORK] == []
    assert len(found) > 1000


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{a.name}" for a in node.names))

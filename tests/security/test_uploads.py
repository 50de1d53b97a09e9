"""What somebody with an account could send as a file, and what is never done with it.

What is inside of hostile files is the matter of `tests/importing/safety`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ratings.models import DataVersion, ImportRun
from tests.importing.work.files import VISIT, table
from tests.security.addresses import desk_path, every_address, rows
from tests.security.hostile import problems_of
from tests.security.walking import answer_of

RELEASE, REPORT = (f"/admin/ratings/importrun/{page}/" for page in ("load-release", "read-report"))
HTML = b"<html><script>pwned()</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>pwned()</script></svg>'

NAMES = (
    "../../../../etc/cron.d/evil", "..\\..\\evil.xlsx", "/etc/passwd", "C:\\evil.csv",
    "evil\x00.csv", "x" * 5000 + ".csv", "<pwned>.csv", '"onload=pwned().csv',
    "\u202evsc.exe", "a\r\nX: y.csv", "&#46;&#46;/evil", ".htaccess", "con.csv", "%2e%2e%2fevil",
)  # fmt: skip


def sent(client: Client, page: str, name: str, data: bytes, kind: str = "text/csv") -> ImportRun:
    """Send a file; the run that it became."""
    before = ImportRun.objects.count()
    response = client.post(page, {"file": SimpleUploadedFile(name, data, kind)})
    assert response.status_code == 302
    assert ImportRun.objects.count() == before + 1
    run = ImportRun.objects.latest("pk")
    assert response.headers["Location"] == f"/admin/ratings/importrun/{run.pk}/"
    return run


def written() -> set[Path]:
    """Every file below the folder that the site writes in, and beside the code. (A folder that
    somebody else takes away meanwhile is no fault: `os.walk` passes it by, `rglob` does not.)"""
    root = Path(settings.BASE_DIR)
    places = (root / "var", root / "ratings", root / "templates")
    walked = (each for place in places for each in os.walk(place) if "__pycache__" not in each[0])
    return {Path(folder, name) for folder, _, names in walked for name in names}


def test_the_name_of_a_file_is_words_and_never_a_place(keeper: Client) -> None:
    before = written()
    for number, name in enumerate(NAMES):
        run = sent(keeper, RELEASE, name, table(VISIT) + b"\r\n" * number)
        assert len(run.file_name) <= 200
        assert not set(run.file_name) & set("/\\\x00\r\n"), name
        page = answer_of(keeper.get(f"/admin/ratings/importrun/{run.pk}/"))
        assert page.status == 200, name
        assert list(problems_of(page)) == [], name
        assert "X" not in page.headers
    assert {path for path in written() - before if "evil" in path.name} == set()


LIES = {
    "a page as a report": (REPORT, "report.pdf", HTML, "application/pdf"),
    "a drawing as a report": (REPORT, "report.pdf", SVG, "application/pdf"),
    "a page marked as a PDF": (REPORT, "report.pdf", b"%PDF-1.7\n" + HTML, "application/pdf"),
    "a release as a report": (REPORT, "report.pdf", table(VISIT), "application/pdf"),
    "a page as a release": (RELEASE, "release.ods", HTML, "text/html"),
    "a drawing as a release": (RELEASE, "release.xlsx", SVG, "image/svg+xml"),
    "a report as a release": (RELEASE, "release.csv", b"%PDF-1.7\n", "text/csv"),
    "a program": (RELEASE, "release.xlsx", b"MZ\x90\x00" + b"\x00" * 400, "text/csv"),
    "a script": (RELEASE, "release.csv", b"#!/bin/sh\ntouch pwned\n", "text/csv"),
    "nothing but NULs": (RELEASE, "release.csv", b"\x00" * 1000, "text/csv"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_file_is_what_it_holds_whatever_it_is_called(keeper: Client, lie: str) -> None:
    version = DataVersion.current()
    run = sent(keeper, *LIES[lie])
    assert run.status == "refused"
    assert run.said or run.reading
    page = answer_of(keeper.get(f"/admin/ratings/importrun/{run.pk}/"))
    assert b"<script>pwned" not in page.body
    assert list(problems_of(page)) == []
    assert DataVersion.current() == version


def test_nobody_is_given_an_uploaded_file_back(keeper: Client, administrator: Client) -> None:
    """There is no address of uploaded bytes, so nothing that was sent is ever served as a page."""
    run = sent(keeper, REPORT, "page.html", HTML, "text/html")
    found = rows() | {"ratings.importrun": run}
    for address in every_address():
        if "importrun" in address.name:
            answer = answer_of(administrator.get(desk_path(address, found)))
            assert b"<script>pwned" not in answer.body
            assert answer.kind == "text/html"

"""The site as deployed while something under it breaks: a clear 503, and back without help."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.operations.serving import PASSWORD, PATIENCE, Answer, Site, serving


def url(path: Path) -> str:
    return f"sqlite:///{path}?timeout=1"


def assert_away(answer: Answer, kind: str) -> None:
    assert answer.status == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith(kind)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]


FORMS = {
    "/": "text/html",
    "/authorities.csv": "text/plain",
    "/authorities.json": "application/json",
    "/api/v1/authorities": "application/json",
    "/admin/login/?next=/admin/": "text/html",
}


def assert_all_away(site: Site, addresses: Iterable[str] = FORMS) -> None:
    """Whoever asks gets words in the form that was asked for; the process is well all the while."""
    for path, kind in [(path, FORMS[path]) for path in addresses]:
        answer = site.ask(path)
        if not path.startswith("/admin/"):  # the form itself needs no data
            assert_away(answer, kind)
        assert answer.status in {200, 503}
    ready = site.ask("/readyz")
    assert (ready.status, ready.text) == (503, "the database does not answer\n")
    assert site.ask("/healthz").status == 200


def assert_well(site: Site) -> None:
    for path in ("/", "/authorities.json", "/readyz"):
        assert site.ask(path).status == 200, site.log.read_text()[-3000:]


def test_a_locked_database(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        assert_well(site)
        with locked(database):  # SQLite tries for half a minute, whatever it is told
            assert_all_away(site, ["/"])
        assert_well(site)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Held by another process's connection so that nobody else may even read."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        # With SQLite's shared memory in other hands: readers, too, have to wait.
        held = subprocess.Popen(
            [sys.executable, "-c", HOLD, f"{path}-shm"],
            stdout=subprocess.PIPE, stdin=subprocess.PIPE,
        )  # fmt: skip
        assert held.stdout
        assert held.stdin
        assert held.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            held.stdin.close()
            held.wait(timeout=PATIENCE)
            held.stdout.close()


HOLD = """
import fcntl, struct, sys
file = open(sys.argv[1], "r+b")
lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 120, 8, 0)
fcntl.fcntl(file, fcntl.F_SETLKW, lock)
print("held", flush=True)
sys.stdin.read()
"""
"""Takes all eight locks of SQLite's WAL index (bytes 120 to 127), as EXCLUSIVE mode does."""


def test_a_writer_who_stays_stops_saves_and_no_reader(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        browser = site.browser
        assert_well(site)
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            assert site.ask("/authorities/kent/").status == 200, site.log.read_text()[-3000:]
            assert_away(browser.sign_in("keeper", PASSWORD), "text/html")
            writer.execute("ROLLBACK")
        assert browser.sign_in("keeper", PASSWORD).status == 302
        for path in ("/authorities/kent/", "/compare/", "/national/"):
            assert site.ask(path).status == 200, site.log.read_text()[-3000:]


def test_a_database_file_that_is_gone_and_comes_back(database: Path, tmp_path: Path) -> None:
    away = tmp_path / "elsewhere.sqlite3"
    with serving(url(database), tmp_path) as site:
        assert_well(site)
        database.rename(away)
        assert_all_away(site)
        assert not database.exists()  # no empty one in its place
        away.rename(database)
        assert_well(site)


def test_another_file_in_its_place_is_the_one_that_is_read(
    database: Path, filled: Path, tmp_path: Path
) -> None:
    with serving(url(database), tmp_path) as site:
        assert_well(site)
        database.rename(tmp_path / "old.sqlite3")
        assert site.ask("/").status == 503
        shutil.copy(filled, database)
        with closing(sqlite3.connect(database)) as changed, changed:
            changed.execute("UPDATE ratings_authority SET name = 'Kent anew' WHERE slug = 'kent'")
            changed.execute("UPDATE ratings_dataversion SET number = 99, token = 'another'")
        assert "Kent anew" in site.ask("/authorities/kent/").text


def test_a_disk_that_is_full(filled: Path, tmp_path: Path) -> None:
    with small_disk(filled, tmp_path) as database, serving(url(database), tmp_path) as site:
        browser = site.browser
        assert_well(site)
        fill(database.parent)
        assert_away(browser.sign_in("keeper", PASSWORD), "text/html")
        assert site.ask("/authorities/kent/").status == 200, site.log.read_text()[-3000:]
        (database.parent / "filler").unlink()
        assert browser.sign_in("keeper", PASSWORD).status == 302
        assert_well(site)


@contextmanager
def small_disk(filled: Path, folder: Path) -> Iterator[Path]:
    """The database on a disk with a little room left."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk to fill")
    try:
        yield Path(shutil.copy(filled, disk / "ratings.sqlite3"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Write until nothing more fits."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"0" * 4096)


def test_lines_of_the_log_say_what_happened_and_no_secret(database: Path, tmp_path: Path) -> None:
    upload = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="r.csv"\r\n\r\n'
        b"uploaded-heron\r\n--edge--\r\n"
    )
    with serving(url(database), tmp_path) as site:
        browser = site.browser
        browser.sign_in("keeper", "typed-wrongly-heron")
        browser.sign_in("secret-in-the-name-heron", "typed-wrongly-heron")
        browser.sign_in("keeper", PASSWORD)
        cookies = [cookie.value for cookie in browser.jar]
        browser.ask("/authorities/?q=searched-heron&as_at=2020-01-01")
        browser.ask("/admin/", upload, Content_Type="multipart/form-data; boundary=edge")
        given = browser.ask("/authorities.csv?nonsense-heron", X_Request_ID="from-the-proxy-1")
        made = browser.ask("/", X_Request_ID='bad"id\theron')
        with locked(database):
            site.ask("/authorities/?q=searched-heron")
        lines = site.lines()
        text = site.log.read_text()
    assert given.headers["x-request-id"] == "from-the-proxy-1"
    assert made.headers["x-request-id"].isalnum()
    for secret in ["heron", "uploaded", PASSWORD, "only-for-these-tests", *cookies]:
        assert str(secret) not in text
    line = next(line for line in lines if line.get("request") == "from-the-proxy-1")
    assert line["method"] == "GET"
    assert (line["path"], line["parameters"], line["status"]) == ("/authorities.csv", "other", 400)
    assert line["bytes"] == len(given.body)
    assert line["ms"] > 0
    assert {"gunicorn.error", "ratings.requests"} <= {line["logger"] for line in lines}
    failed = next(line for line in lines if line.get("error") == "OperationalError")
    assert failed["why"]
    assert any(
        each.get("request") == failed["request"] and each.get("status") == 503 for each in lines
    )

"""The site as deployed while something under it breaks: a clear 503, and back without help.

Nothing is half written, and the same form goes through when it is well again.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.importing.work.files import visits
from tests.operations.clusters import Cluster
from tests.operations.conftest import NO_CLUSTER
from tests.operations.desk import Keeper, keeper_at, leads_to
from tests.operations.serving import PASSWORD, PATIENCE, Answer, Site, serving
from tests.operations.wholeness import Inside

DAY, KEY = "2024-03-04", "rutland-ilacs-2023-2024-03-04"
RELEASE = visits(1, ["rutland"])
FORMS = {
    "/": "text/html",
    "/authorities.csv": "text/plain",
    "/authorities.json": "application/json",
    "/api/v1/authorities": "application/json",
}


def url(path: Path) -> str:
    return f"sqlite:///{path}?timeout=1"


def assert_away(answer: Answer, kind: str) -> None:
    assert answer.status == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith(kind)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]


def assert_all_away(site: Site, *addresses: str) -> None:
    """Whoever asks gets words in the form that was asked for; the process is well all the while."""
    for path in addresses:
        assert_away(site.ask(path), FORMS[path])
    ready = site.ask("/readyz")
    assert (ready.status, ready.text) == (503, "the database does not answer\n")
    assert site.ask("/healthz").status == 200


def assert_well(site: Site) -> None:
    for path in ("/", "/authorities.json", "/readyz", "/authorities/kent/"):
        assert site.ask(path).status == 200, site.log.read_text()[-3000:]


def assert_refused(inside: Inside, *answers: Answer) -> None:
    """Each answer says that it did not work, and it did not; at most a file was received that
    nobody has read yet, and whose plan can be made again."""
    for answer in answers:
        assert_away(answer, "text/html")
        assert "go back one page, where what you typed still stands" in answer.text
    assert not inside.has(KEY)
    assert inside.version == 1
    assert inside.problems() == []
    asked = "SELECT status FROM ratings_importrun"
    assert {status for (status,) in inside.rows(asked)} <= {"waiting", "planning", "refused"}


def assert_goes_through(keeper: Keeper, inside: Inside) -> None:
    """The same forms, sent again."""
    leads_to(keeper.visit(DAY, "theme"))
    run = leads_to(keeper.send("visits.csv", RELEASE)).rstrip("/").rpartition("/")[2]
    assert inside.has(KEY)
    assert inside.version == 2
    assert inside.rows(f"SELECT 1 FROM ratings_importfile WHERE run_id = {run}")
    assert inside.problems() == []


def test_a_writer_who_stays_stops_saves_and_no_reader(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        keeper, inside, other = keeper_at(site), Inside.of(url(database)), site.browser
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            assert site.ask("/authorities/kent/").status == 200, site.log.read_text()[-3000:]
            assert_away(other.sign_in("keeper", PASSWORD), "text/html")
            answers = keeper.visit(DAY, "theme"), keeper.send("visits.csv", RELEASE)
            writer.execute("ROLLBACK")
        assert_refused(inside, *answers)
        assert other.sign_in("keeper", PASSWORD).status == 302
        assert_goes_through(keeper, inside)
        assert_well(site)
        for path in ("/compare/", "/national/"):
            assert site.ask(path).status == 200, site.log.read_text()[-3000:]


def test_a_database_file_that_is_gone_and_comes_back(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        assert_well(site)
        keeper, inside = keeper_at(site), Inside.of(url(database))
        database.rename(tmp_path / "elsewhere")
        assert_all_away(site, *FORMS)
        assert site.ask("/admin/login/?next=/admin/").status in {200, 503}, "needs no data itself"
        answer = keeper.visit(DAY, "theme")
        assert not database.exists()  # no empty one in its place
        (tmp_path / "elsewhere").rename(database)
        assert_well(site)
        assert_refused(inside, answer)
        assert_goes_through(keeper, inside)


def test_another_file_in_its_place_is_read(database: Path, filled: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        assert_well(site)
        database.rename(tmp_path / "old.sqlite3")
        assert site.ask("/").status == 503
        shutil.copy(filled, database)
        with closing(sqlite3.connect(database)) as changed, changed:
            changed.execute("UPDATE ratings_authority SET name = 'Kent anew' WHERE slug = 'kent'")
            changed.execute("UPDATE ratings_dataversion SET number = 99, token = 'another'")
        assert "Kent anew" in site.ask("/authorities/kent/").text


def test_saves_uploads_and_downloads_while_the_disk_is_full(filled: Path, tmp_path: Path) -> None:
    """Temporary files lie on the full disk, too."""
    with small_disk(filled, tmp_path) as database:
        filler = database.with_name("filler")
        with serving(url(database), tmp_path, TMPDIR=str(database.parent)) as site:
            keeper, inside, other = keeper_at(site), Inside.of(url(database)), site.browser
            assert_well(site)
            with filler.open("wb", buffering=0) as filling, suppress(OSError):
                while True:
                    filling.write(b"0" * 4096)
            assert_away(other.sign_in("keeper", PASSWORD), "text/html")
            refused = [keeper.visit(DAY, "theme"), keeper.send("visits.csv", RELEASE),
                       keeper.send("large.csv", RELEASE + b"\n" * 3_000_000)]  # fmt: skip
            assert site.ask("/authorities/kent/").status == 200, site.log.read_text()[-3000:]
            for path in ("/data/ratings.csv", "/data/ratings.xlsx", "/data/datapackage.zip"):
                assert site.ask(path).status in {200, 503}, site.log.read_text()[-3000:]
            filler.unlink()
            assert_refused(inside, *refused)
            assert other.sign_in("keeper", PASSWORD).status == 302
            assert_goes_through(keeper, inside)
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


LONG = "/data/ratings.jsonl"


def begun(site: Site) -> HTTPConnection:
    """Someone who has begun to read a long answer, slowly. (Of large pieces, as they go round
    within one machine, its system would take nearly all of the answer off the site at once.)"""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.sock = socket.socket()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    connection.sock.settimeout(PATIENCE)
    connection.sock.connect(("127.0.0.1", site.port))
    connection.request("GET", LONG, headers={"Accept-Encoding": "identity"})
    return connection


@NO_CLUSTER
def test_a_download_goes_on_while_the_server_crashes(cluster: Cluster, tmp_path: Path) -> None:
    with serving(cluster.url, tmp_path) as site:
        whole, reader = site.ask(LONG).body, begun(site)
        with closing(reader):
            response = reader.getresponse()
            first = response.read(1000)
            cluster.stop("immediate")
            assert first + response.read() == whole
        assert site.ask(LONG).status == 503
        cluster.start()
        assert site.ask(LONG).status == 200


def test_a_download_goes_on_while_the_file_is_taken_away(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        whole, reader = site.ask(LONG).body, begun(site)
        with closing(reader):
            response = reader.getresponse()
            first = response.read(1000)
            database.rename(tmp_path / "elsewhere")
            assert first + response.read() == whole
        assert site.ask(LONG).status == 503
        (tmp_path / "elsewhere").rename(database)
        assert_well(site)


def test_who_still_sends_gets_to_read_the_refusal(database: Path, tmp_path: Path) -> None:
    """A proxy that was cut off in the middle would say that the site is away."""
    half = b"x" * 5_000_000
    head = f"POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {2 * len(half)}\r\n\r\n"
    with (
        serving(url(database), tmp_path) as site,
        socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as sender,
    ):
        sender.sendall(head.encode() + half)
        time.sleep(1)  # long enough to be refused, and cut off
        sender.sendall(half)
        assert sender.recv(100).startswith(b"HTTP/1.1 403 ")


def test_the_log_says_what_happened_to_a_database_and_no_secret(
    database: Path, tmp_path: Path
) -> None:
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
        database.rename(tmp_path / "elsewhere")
        assert_away(site.ask("/authorities/?q=searched-heron"), "text/html")
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

"""What becomes of a save, an upload, a download while something under the site breaks.

A clear 503, nothing half written, the same form goes through when it is well again.
"""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.importing.work.files import visits
from tests.operations.clusters import FOUND, Cluster
from tests.operations.desk import Keeper, leads_to
from tests.operations.serving import PATIENCE, Answer, Site, serving
from tests.operations.test_faults_served import assert_away, assert_well, fill, small_disk, url
from tests.operations.wholeness import Inside

DAY, KEY = "2024-03-04", "rutland-ilacs-2023-2024-03-04"
RELEASE = visits(1, ["rutland"])


def keeper_at(site: Site) -> Keeper:
    keeper = Keeper.at(site.browser)
    keeper.learn("Rutland")
    return keeper


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


def test_a_save_while_somebody_else_writes_and_writes(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        keeper, inside = keeper_at(site), Inside.of(url(database))
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            answers = keeper.visit(DAY, "theme"), keeper.send("visits.csv", RELEASE)
            writer.execute("ROLLBACK")
        assert_refused(inside, *answers)
        assert_goes_through(keeper, inside)


def test_a_save_while_the_file_is_gone(database: Path, tmp_path: Path) -> None:
    with serving(url(database), tmp_path) as site:
        keeper, inside = keeper_at(site), Inside.of(url(database))
        database.rename(tmp_path / "elsewhere")
        answer = keeper.visit(DAY, "theme")
        assert not database.exists()
        (tmp_path / "elsewhere").rename(database)
        assert_refused(inside, answer)
        assert_goes_through(keeper, inside)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    fill(disk)
    try:
        yield
    finally:
        (disk / "filler").unlink()


def test_saves_uploads_and_downloads_while_the_disk_is_full(filled: Path, tmp_path: Path) -> None:
    """Temporary files lie on the full disk, too."""
    with small_disk(filled, tmp_path) as database:
        disk = database.parent
        with serving(url(database), tmp_path, TMPDIR=str(disk)) as site:
            keeper, inside = keeper_at(site), Inside.of(url(database))
            large = RELEASE + b"\n" * 3_000_000
            with full(disk):
                refused = [keeper.visit(DAY, "theme"), keeper.send("visits.csv", RELEASE),
                           keeper.send("large.csv", large)]  # fmt: skip
                assert site.ask("/authorities/kent/").status == 200
                for path in ("/data/ratings.csv", "/data/ratings.xlsx", "/data/datapackage.zip"):
                    assert site.ask(path).status in {200, 503}, site.log.read_text()[-3000:]
            assert_refused(inside, *refused)
            assert_goes_through(keeper, inside)
            assert_well(site)


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


@pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")
def test_a_download_that_breaks_off_does_not_look_whole(cluster: Cluster, tmp_path: Path) -> None:
    with serving(cluster.url, tmp_path) as site:
        reader = begun(site)
        with closing(reader):
            response = reader.getresponse()
            assert response.status == 200
            response.read(1000)
            cluster.stop("immediate")
            with pytest.raises(HTTPException):
                response.read()
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


def test_who_is_refused_while_still_sending_gets_to_read_the_refusal(
    database: Path, tmp_path: Path
) -> None:
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

"""PostgreSQL stopped and started under the site; backed up and restored. On a cluster of its own.

Skipped, visibly, where initdb is not installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.operations.serving import free_port, manage, managed, programs, serving
from tests.operations.test_backups import record

FOUND = programs("initdb", "pg_ctl", "pg_dump", "pg_restore")
pytestmark = pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")

RENAME = """
    UPDATE ratings_authority SET name = 'Kent renamed' WHERE slug = 'kent';
    UPDATE ratings_dataversion SET number = number + 1, token = md5(random()::text)::varchar(16),
        changed_at = now() + interval '1 second';
"""


@dataclass
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://site:s3cret-pass-word@127.0.0.1:{self.port}/ratings"

    def control(self, *arguments: str) -> None:
        assert FOUND
        as_postgres(FOUND[1], "-D", str(self.folder / "data"), "-s", "-w", *arguments)

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off"
        self.control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.control("-m", "fast", "stop")

    def run(self, *statements: str, database: str = "postgres") -> None:
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as session:
            for statement in statements:
                session.execute(statement)

    def databases(self) -> set[str]:
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address) as session:
            return {name for (name,) in session.execute("SELECT datname FROM pg_database")}


def as_postgres(*command: str) -> None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    done = subprocess.run(command, cwd="/", check=False,
                          stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip
    assert done.returncode == 0, command


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    assert FOUND
    folder = Path(tempfile.mkdtemp(prefix="ratings-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    as_postgres(FOUND[0], "-D", str(folder / "data"), "-U", "postgres", "-A", "trust",
                "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
    made = Cluster(folder, free_port())
    made.start()
    try:
        made.run(
            "CREATE ROLE site LOGIN CREATEDB PASSWORD 's3cret-pass-word'",
            "CREATE DATABASE ratings OWNER site",
        )
        managed(made.url, "migrate", "--verbosity", "0")
        managed(made.url, "load_record")
        yield made
    finally:
        made.control("-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_the_record_after_backup_change_and_restore_is_what_it_was(
    cluster: Cluster, tmp_path: Path
) -> None:
    kept = tmp_path / "backup.pgdump"
    before = record(cluster.url, tmp_path / "before")
    with serving(cluster.url, tmp_path) as site:
        old = site.ask("/authorities/kent/")
        managed(cluster.url, "backup", str(kept))
        assert kept.stat().st_mode & 0o777 == 0o600
        cluster.run(RENAME, database="ratings")
        assert "Kent renamed" in site.ask("/authorities/kent/").text
        refused = manage(cluster.url, "restore", str(kept))
        assert "is newer than the backup" in refused.stderr
        said = managed(cluster.url, "restore", str(kept), "--force")
        again = site.ask("/authorities/kent/")
        assert again.status == 200
        assert again.headers["etag"] == old.headers["etag"]
    assert record(cluster.url, tmp_path / "after") == before
    (aside,) = (name for name in cluster.databases() if name.startswith("ratings_before_"))
    assert aside in said
    assert not [name for name in cluster.databases() if "_restore_" in name]


def test_what_is_no_backup_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    there = cluster.databases()
    rubbish = tmp_path / "rubbish.pgdump"
    rubbish.write_text("no archive")
    refused = manage(cluster.url, "restore", str(rubbish), "--force")
    assert refused.returncode == 1
    assert "pg_restore" in refused.stderr
    assert "s3cret" not in refused.stderr
    assert cluster.databases() == there


def test_the_server_stops_and_starts_again_under_the_site(cluster: Cluster, tmp_path: Path) -> None:
    with serving(cluster.url, tmp_path) as site:
        assert site.ask("/").status == 200
        cluster.stop()
        for path, kind in [("/", "text/html"), ("/authorities.json", "application/json")]:
            answer = site.ask(path)
            assert answer.status == 503
            assert answer.headers["retry-after"] == "30"
            assert answer.headers["content-type"].startswith(kind)
        assert site.ask("/readyz").status == 503
        assert site.ask("/healthz").status == 200
        cluster.start()
        assert site.ask("/").status == 200
        # Ended while it is idle, as after a restart between two requests: nobody notices.
        cluster.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='ratings'"
        )
        time.sleep(0.3)
        assert site.ask("/").status == 200
        assert site.ask("/readyz").text == "ready\n"
        assert "s3cret" not in site.log.read_text()

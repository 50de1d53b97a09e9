"""A PostgreSQL cluster of one's own: made, stopped, started, killed, removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.workers import free_port
from tests.operations.serving import PASSWORD, PATIENCE, managed, programs

FOUND = programs("initdb", "pg_ctl", "pg_dump", "pg_restore")


@dataclass
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://site:s3cret-pass-word@127.0.0.1:{self.port}/ratings"

    def control(self, *arguments: str) -> None:
        assert FOUND
        as_postgres(FOUND[1], "-D", str(self.folder / "data"), "-s", "-w", "-t", str(PATIENCE),
                    *arguments)  # fmt: skip

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off"
        self.control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """`immediate` is what a crash of the server leaves."""
        self.control("-m", how, "stop")

    def run(self, *statements: str, database: str = "postgres") -> None:
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as session:
            for statement in statements:
                session.execute(statement)

    def asked(self, statement: str) -> list[str]:
        """The first column of what a superuser is answered."""
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address) as session:
            return [row[0] for row in session.execute(statement)]

    def databases(self) -> set[str]:
        return set(self.asked("SELECT datname FROM pg_database"))

    @contextmanager
    def vacuumed(self, table: str) -> Iterator[None]:
        """While PostgreSQL itself is at a table of the site's, slowly."""
        self.run("ALTER SYSTEM SET autovacuum_naptime = 1", "SELECT pg_reload_conf()")
        self.run(
            f"ALTER TABLE {table} SET (autovacuum_vacuum_threshold = 0,"
            " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
            " autovacuum_vacuum_cost_limit = 1)",
            f"UPDATE {table} SET id = id",
            database="ratings",
        )
        deadline = time.monotonic() + PATIENCE
        busy = "SELECT query FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"
        while not any(table in query for query in self.asked(busy)):
            assert time.monotonic() < deadline, "PostgreSQL did not look after its table"
            time.sleep(0.1)
        try:
            yield
        finally:
            self.run("ALTER SYSTEM RESET autovacuum_naptime", "SELECT pg_reload_conf()")


def fill(url: str) -> None:
    """The record and one keeper, by the commands of the guide."""
    managed(url, "migrate", "--verbosity", "0")
    managed(url, "load_record")
    create_keeper(url)


def create_keeper(url: str) -> None:
    told = ("--username", "keeper", "--role", "administrator")
    managed(url, "create_keeper", *told, KEEPER_PASSWORD=PASSWORD)


def as_postgres(*command: str) -> None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    done = subprocess.run(command, cwd="/", check=False,
                          stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip
    assert done.returncode == 0, command


@contextmanager
def running_cluster(kept: Path | None = None) -> Iterator[Cluster]:
    """A cluster with an empty database, or a copy of one, until the end of the block."""
    assert FOUND
    folder = Path(tempfile.mkdtemp(prefix="ratings-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    if kept:
        subprocess.run(["cp", "-a", kept, folder / "data"], check=True)
    else:
        as_postgres(FOUND[0], "-D", str(folder / "data"), "-U", "postgres", "-A", "trust",
                    "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
    made = Cluster(folder, free_port())
    made.start()
    try:
        if not kept:
            made.run(
                "CREATE ROLE site LOGIN CREATEDB PASSWORD 's3cret-pass-word'",
                "CREATE DATABASE ratings OWNER site",
            )
        yield made
    finally:
        made.control("-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

"""Databases of a benchmark's own, with the record in them, at its size and ten times that."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workers import ROOT, free_port

TOKEN = "UPDATE ratings_dataversion SET token = "
PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Database:
    """A database with the record: which engine, how many times the record, where."""

    engine: str
    times: int
    url: str

    def move_version(self) -> None:
        """Another version of the data, as a save by another process makes it."""
        token = secrets.token_hex(8)
        if self.engine.startswith("SQLite"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as file, file:
                file.execute(f"{TOKEN}?", [token])
            return
        import psycopg

        with psycopg.connect(self.url) as server:
            server.execute(f"{TOKEN}%s", [token])


def manage(url: str, *command: str) -> None:
    """One of the site's commands, or the generator, on a database."""
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ratings.settings"}
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | own, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def fill(url: str) -> None:
    """Tables and the record, as the README's commands make them."""
    manage(url, "manage.py", "migrate", "--verbosity", "0")
    manage(url, "manage.py", "load_record")


def in_files(folder: Path, sizes: tuple[int, ...]) -> Iterator[Database]:
    """SQLite: a file of each size."""
    name = f"SQLite {sqlite3.sqlite_version}"
    first = folder / "record.sqlite3"
    fill(f"sqlite:///{first}")
    with closing(sqlite3.connect(first)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for times in sizes:
        path = folder / f"times-{times}.sqlite3"
        shutil.copy(first, path)
        yield _grown(Database(name, times, f"sqlite:///{path}"))


def in_cluster(folder: Path, sizes: tuple[int, ...]) -> Iterator[Database]:
    """PostgreSQL: a cluster that lives as long as it is measured; nothing where there is none."""
    programs = postgresql_programs()
    if programs is None:
        return
    with cluster(programs, folder) as (url, name):
        fill(f"{url}/postgres")
        for times in sizes:
            _sql(url, f"CREATE DATABASE times_{times} TEMPLATE postgres")
            yield _grown(Database(name, times, f"{url}/times_{times}"))


def _grown(database: Database) -> Database:
    if database.times > 1:
        manage(database.url, "-m", "benchmarks.generator", str(database.times))
    return database


def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """A server of our own: its address without a database, and its name with version."""
    data, port = folder / "cluster", free_port()
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
        folder.chmod(0o755)
    _run(programs / "initdb", "-D", data / "data", "-U", "ratings", "-A", "trust", "-E", "UTF8",
         "--locale=C")  # fmt: skip
    server = f"-p {port} -h 127.0.0.1 -k {data}"
    control = (programs / "pg_ctl", "-D", data / "data", "-w", "-s")
    _run(*control, "-l", data / "log", "-o", server, "start")
    try:
        yield f"postgres://ratings@127.0.0.1:{port}", f"PostgreSQL {programs.parent.name}"
    finally:
        _run(*control, "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root: then it runs as the user that came with it."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    subprocess.run(
        [str(word) for word in command], check=True, cwd="/", user=user,
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _sql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{url}/template1", autocommit=True) as server:
        server.execute(statement.encode())

"""Databases of a benchmark's own, with the record in them, at its size and ten times that."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workers import ROOT
from tests.operations.clusters import FOUND, running_cluster

TOKEN = "UPDATE ratings_dataversion SET token = "


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


def in_cluster(sizes: tuple[int, ...]) -> Iterator[Database]:
    """PostgreSQL: a cluster that lives as long as it is measured; nothing where there is none."""
    if FOUND is None:
        return
    name = f"PostgreSQL {Path(FOUND[0]).resolve().parts[-3]}"
    with running_cluster() as cluster:
        fill(cluster.url)
        for times in sizes:
            cluster.run(f"CREATE DATABASE times_{times} TEMPLATE ratings OWNER site")
            url = cluster.url.replace("/ratings", f"/times_{times}")
            yield _grown(Database(name, times, url))


def _grown(database: Database) -> Database:
    if database.times > 1:
        manage(database.url, "-m", "benchmarks.generator", str(database.times))
    return database

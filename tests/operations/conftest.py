"""A database file with the record, made once; each test works on a copy."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.operations.clusters import FOUND, Cluster, create_keeper, fill, running_cluster
from tests.record import copied, loaded


@pytest.fixture(scope="session")
def filled(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A SQLite database with the record and one keeper: a copy of the tests' own, if it is one."""
    path = tmp_path_factory.mktemp("record") / "ratings.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            loaded()
            copied(path)
        create_keeper(f"sqlite:///{path}")
    else:
        fill(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "ratings.sqlite3"))


@pytest.fixture(scope="session")
def filled_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL cluster with the record and one keeper, in a database that is only copied.
    The first worker makes it; each has a copy of its folder."""
    folder = tmp_path_factory.getbasetemp()
    kept = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "cluster"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with running_cluster() as made:
                fill(made.url)
                made.run("ALTER DATABASE ratings RENAME TO filled")
                made.stop()
                subprocess.run(["cp", "-a", made.folder / "data", kept], check=True)
                made.start()
    with running_cluster(kept) as made:
        yield made


@pytest.fixture(scope="module")
def cluster(filled_cluster: Cluster) -> Iterator[Cluster]:
    """The same with a database of the module's own. (A copied sequence writes nothing ahead
    before the next checkpoint: after a crash it would give the same numbers again.)"""
    filled_cluster.run("CREATE DATABASE ratings TEMPLATE filled OWNER site", "CHECKPOINT")
    yield filled_cluster
    for name in filled_cluster.databases():
        if name.startswith("ratings"):
            filled_cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


NO_CLUSTER = pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")
KINDS = ["sqlite", pytest.param("postgresql", marks=NO_CLUSTER)]


@pytest.fixture(params=KINDS)
def any_url(request: pytest.FixtureRequest) -> str:
    """A database of either kind, as DATABASE_URL names it."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    return str(request.getfixturevalue("cluster").url)

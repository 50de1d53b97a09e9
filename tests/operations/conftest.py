"""A database file with the record, made once; each test works on a copy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.clusters import FOUND, Cluster, create_keeper, running_cluster
from tests.operations.serving import managed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the record and one keeper, by the commands of the guide; beside it
    lies `empty.sqlite3`, as it was before the record was loaded."""
    path = tmp_path_factory.mktemp("record") / "ratings.sqlite3"
    url = f"sqlite:///{path}"
    managed(url, "migrate", "--verbosity", "0")
    shutil.copy(path, path.with_name("empty.sqlite3"))
    managed(url, "load_record")
    create_keeper(url)
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "ratings.sqlite3"))


@pytest.fixture(scope="session")
def filled_cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster with the record and one keeper, in a database that is only copied."""
    with running_cluster() as made:
        made.fill()
        made.run("ALTER DATABASE ratings RENAME TO filled")
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

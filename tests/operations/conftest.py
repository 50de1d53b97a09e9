"""A database file with the record, made once; each test works on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.clusters import Cluster, running_cluster
from tests.operations.serving import PASSWORD, managed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the record and one keeper, by the commands of the guide; beside it
    lies `empty.sqlite3`, as it was before the record was loaded."""
    path = tmp_path_factory.mktemp("record") / "ratings.sqlite3"
    url = f"sqlite:///{path}"
    managed(url, "migrate", "--verbosity", "0")
    shutil.copy(path, path.with_name("empty.sqlite3"))
    managed(url, "load_record")
    managed(url, "create_keeper", "--username", "keeper", "--role", "administrator",
            KEEPER_PASSWORD=PASSWORD)  # fmt: skip
    managed(
        url,
        "shell",
        "--no-imports",
        "-c",
        "from django.db import connection as c; c.cursor().execute('PRAGMA journal_mode=DELETE')",
    )
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

"""A database file with the record, made once; each test works on a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.operations.serving import PASSWORD, managed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the record and one keeper, by the commands of the guide."""
    path = tmp_path_factory.mktemp("record") / "ratings.sqlite3"
    url = f"sqlite:///{path}"
    managed(url, "migrate", "--verbosity", "0")
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

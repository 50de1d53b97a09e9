"""Every file of /data/ as a client gets it, on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from ratings.exports.dictionary import TABLES
from ratings.exports.formats import FORMATS


@pytest.fixture(scope="session")
def files(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with every table in every format, the package and the database."""
    folder = tmp_path_factory.mktemp("data")
    names = [f"{table.name}.{suffix}" for table in TABLES for suffix in FORMATS]
    with django_db_blocker.unblock():
        for name in [*names, "datapackage.zip", "ratings-over-time.sqlite"]:
            response: Any = Client().get(f"/data/{name}")
            (folder / name).write_bytes(b"".join(response.streaming_content))
    return folder

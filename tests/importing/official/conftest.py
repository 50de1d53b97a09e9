"""The four official releases, read once a session and loaded once in each way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.jobs import planned
from ratings.importing.parse import read_spreadsheet
from tests.importing.official.loads import (
    FILES,
    TODAY,
    Loaded,
    Plans,
    Read,
    empty_discrepancies,
    empty_inspections,
    load_all,
    undone,
)
from tests.record import loaded


@contextmanager
def record_in(blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole record, for as long as it takes; what is written to it is taken back."""
    with blocker.unblock():
        loaded()
        with undone():
            yield


@pytest.fixture(scope="session")
def read(sources: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Read:
    """Each release as its rows."""
    with record_in(django_db_blocker):
        return {
            year: read_spreadsheet((sources / "official" / name).read_bytes())
            for year, name in FILES.items()
        }


@pytest.fixture(scope="session")
def shipped(read: Read, django_db_blocker: DjangoDbBlocker) -> Plans:
    """The plan of each release over the record as it is shipped."""
    with record_in(django_db_blocker):
        return {year: planned(read[year], TODAY) for year in FILES}


@pytest.fixture(scope="session")
def emptied(
    read: Read, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    """All four loaded over the shipped record without its discrepancies."""
    with record_in(django_db_blocker):
        empty_discrepancies()
        return load_all(read, tmp_path_factory.mktemp("emptied"))


@pytest.fixture(scope="session")
def rebuilt(
    read: Read, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    """All four, the oldest first, loaded into authorities and frameworks only; `before` is
    empty."""
    with record_in(django_db_blocker):
        empty_inspections()
        return load_all(read, tmp_path_factory.mktemp("rebuilt"))

"""The record as a plan knows it, read once a session; the small world in the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.record_index import RecordIndex
from tests import small_world
from tests.record import loaded


@pytest.fixture(scope="session")
def base(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> RecordIndex:
    """The whole record; a test plans over a few inspections of its own (`plans.few`)."""
    with django_db_blocker.unblock():
        loaded()
        return RecordIndex.read()


@pytest.fixture(scope="module")
def world_of_module(base: RecordIndex, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole record is read first, so that `base` never is the small world."""
    with django_db_blocker.unblock(), small_world.in_database():
        yield


@pytest.fixture
def world(world_of_module: None, db: None) -> None:
    """The small world in the database, for every test of a module; each leaves it as it was."""

"""The record as a plan knows it, read once a session."""

from __future__ import annotations

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.record_index import Known
from tests.record import loaded


@pytest.fixture(scope="session")
def base(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Known:
    """The whole record; a test plans over a few inspections of its own (`plans.few`)."""
    with django_db_blocker.unblock():
        loaded()
        return Known.read()

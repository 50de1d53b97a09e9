"""The record, read once: the plans of these tests are made without the database."""

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.record_index import Known
from tests.importing.fuzz.record import SLUGS, Record, copied
from tests.record import loaded


@pytest.fixture(scope="package")
def whole_record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Known:
    """All of the record."""
    with django_db_blocker.unblock():
        loaded()
        known = Known.read()
    return Record.made_of(known)


@pytest.fixture(scope="package")
def known(whole_record: Known) -> Known:
    """The authorities as they are, with the inspections of ten of them."""
    return copied(whole_record, SLUGS)

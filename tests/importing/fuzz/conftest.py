"""The record, read once: the plans of these tests are made without the database."""

import pytest

from ratings.importing.record_index import RecordIndex
from tests.importing.fuzz.record import SLUGS, Record, copied


@pytest.fixture(scope="package")
def whole_record(base: RecordIndex) -> RecordIndex:
    """All of the record."""
    return Record.made_of(base)


@pytest.fixture(scope="package")
def known(whole_record: RecordIndex) -> RecordIndex:
    """The authorities as they are, with the inspections of ten of them."""
    return copied(whole_record, SLUGS)

"""The words of the record, as the reader is given them."""

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.report import ReferenceData
from tests.record import loaded


@pytest.fixture(scope="package")
def vocabulary(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> ReferenceData:
    with django_db_blocker.unblock():
        loaded()
        return ReferenceData.current()

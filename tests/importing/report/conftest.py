"""The words of the record, as the reader is given them."""

import pytest
from pytest_django import DjangoDbBlocker

from ratings.importing.report import Vocabulary
from tests.record import loaded


@pytest.fixture(scope="package")
def vocabulary(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Vocabulary:
    with django_db_blocker.unblock():
        loaded()
        return Vocabulary.current()

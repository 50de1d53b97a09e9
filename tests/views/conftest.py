"""What several tests of pages start from."""

import pytest

from ratings.models import Inspection
from tests.transactions import new_transaction
from tests.views.histories import KENT


@pytest.fixture
def kent(record: None) -> Inspection:
    """An inspection of the record, about to be changed."""
    new_transaction()
    return Inspection.objects.get(key=KENT)

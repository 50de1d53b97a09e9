"""What several tests of pages start from."""

from collections.abc import Iterator

import pytest

from ratings.models import Inspection
from ratings.models.data_version import DataVersion, VersionCached
from tests.transactions import new_transaction
from tests.views.histories import KENT


@pytest.fixture(autouse=True)
def read_before(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has changed is rolled back: what had been read before it holds again, and the
    next test need not read the whole record."""
    before, version = {}, ""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        version = DataVersion.current()
        caches = VersionCached.__subclasses__()
        before = {each: each._kept[version] for each in caches if version in each._kept}
    yield
    for each, found in before.items():
        each._kept.clear()
        each._kept[version] = found


@pytest.fixture
def kent(record: None) -> Inspection:
    """An inspection of the record, about to be changed."""
    new_transaction()
    return Inspection.objects.get(key=KENT)

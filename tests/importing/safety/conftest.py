"""What every one of these tests ends with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.importing.readers.opening import left_open


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No child, no zombie, no open pipe that was not there (what an earlier test of this worker
    has forgotten may go meanwhile)."""
    before = left_open()
    yield
    assert left_open() <= before

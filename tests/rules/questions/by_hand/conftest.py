"""The record as it is read without the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.questions.plain_counts import Reading
from tests.rules.questions.plain_counts import reading as read_record


@pytest.fixture(scope="session")
def plain(sources: Path) -> Reading:
    return read_record(sources)

"""A stand-in for the work that the pages ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ratings.importing import jobs
from tests.admin.imports.stand_in import Worker


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    found = Worker()
    for name in ("receive", "start", "take", "decide", "answer", "undo_run", "discard"):
        monkeypatch.setattr(jobs, name, getattr(found, name), raising=False)
    return found

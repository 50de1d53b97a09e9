"""The pages choose, decide and discard for real; what they start in the background is noted."""

from __future__ import annotations

import pytest

from ratings.importing import jobs
from ratings.models import ImportRun
from tests.admin.imports.stand_in import Started


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    found: Started = []

    def start(run: ImportRun, task: str) -> None:
        found.append((run.pk, task))

    monkeypatch.setattr(jobs, "start_worker", start)
    return found

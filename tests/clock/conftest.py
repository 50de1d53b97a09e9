"""A clock to set, a change to make, and who works at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from ratings.models import DataVersion, Inspection, Rating, VersionEntry
from tests.admin.conftest import keeper, reviewer, told  # noqa: F401
from tests.clock.moments import Clock
from tests.transactions import new_transaction


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings, record: None) -> Clock:
    """Of a site whose record was loaded long before anything that the clock is set to."""
    found, long_ago = Clock(), datetime(2020, 1, 1, tzinfo=UTC)
    new_transaction()
    DataVersion.objects.update(changed_at=long_ago)
    VersionEntry.objects.update(moved_at=long_ago)
    Inspection.history.update(history_date=long_ago)
    Rating.history.update(history_date=long_ago)
    settings.RATINGS_TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: found.moment)
    return found


@pytest.fixture
def rename() -> Callable[[str], None]:
    """Correct a published visit of Rutland's, in a transaction of its own."""

    def corrected(theme: str) -> None:
        new_transaction()
        visit = Inspection.objects.filter(authority__slug="rutland", kind__is_graded=False)
        row = visit.order_by("first_day").first()
        assert row
        row.theme, row._change_reason = theme, "the letter says so"  # type: ignore[attr-defined]
        row.save()

    return corrected

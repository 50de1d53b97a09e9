"""The clock that a test sets, and moments at which a day is hard to tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

BEFORE_MIDNIGHT, AFTER = "2026-06-30T22:59:59+00:00", "2026-06-30T23:30:00+00:00"
"""Twenty-three fifty-nine and half past midnight of 1 July in London; in UTC the same day."""

EARLIER = "2026-06-30T21:00:00+00:00"
"""Two and a half hours before `AFTER`."""

LEAP_DAY = date(2028, 2, 29)


@dataclass
class Clock:
    """What `timezone.now` says."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 9, 1, tzinfo=UTC))

    def set(self, text: str) -> None:
        self.moment = datetime.fromisoformat(text)

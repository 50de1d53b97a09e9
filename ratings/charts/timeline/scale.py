"""Map days to units of a chart, along either axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TimeScale:
    """`first` is drawn at `start`, `last` at `end`; days outside are drawn at the edge."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        """The place of a day."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def years(self) -> Iterator[tuple[int, float, float]]:
        """Each year with the places of its first day and of the next year's."""
        for year in range(self.first.year, self.last.year + 1):
            yield year, self.at(date(year, 1, 1)), self.at(date(year + 1, 1, 1))

"""Where the numbered circles of events go, along either axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ratings.charts.timeline.model import EventMarker
from ratings.charts.timeline.scale import TimeScale

PIN = 9.0
"""The radius of a circle."""

Cluster = tuple[list[EventMarker], float, float, int]
"""Events, where their mark starts and ends along the time axis, and its row."""


def cluster(
    pins: Sequence[EventMarker],
    scale: TimeScale,
    rows: int,
    room: Callable[[Sequence[EventMarker]], float],
) -> list[Cluster]:
    """Pins in date order, each on the first row with room, else joined to the one before.

    `room` is how long the mark of several events must be to carry their numbers.
    """
    ends = [float("-inf")] * rows
    found: list[Cluster] = []
    for pin in pins:
        at = scale.at(pin.day)
        row = next((r for r in range(rows) if ends[r] + 2 <= at - PIN), None)
        if row is None:
            before, start, _, row = found.pop()
            joined = [*before, pin]
            found.append((joined, start, max(at + PIN, start + room(joined)), row))
        else:
            found.append(([pin], at - PIN, at + PIN, row))
        ends[row] = found[-1][2]
    return found


def numbers(pins: Sequence[EventMarker]) -> str:
    """`7`, or `8–13` for several."""
    first, last = pins[0].number, pins[-1].number
    return str(first) if first == last else f"{first}–{last}"

"""What the timeline of an authority is drawn from: records and what the rules derived from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.charts.timeline.reach import Reach, known_to
from ratings.rules.line import Line
from ratings.rules.succession import Predecessor
from ratings.rules.trend import Comparability
from ratings.rules.types import Authority, Event, Framework, Grade, Inspection


@dataclass(frozen=True, slots=True)
class TimelineData:
    """One authority's timeline as at a day.

    `inspections` are its own, on record by `as_at` and `known_by`, in the order of the line;
    `predecessors` nearest generation first; `events` its own and its predecessors'
    (`Event.authority` is a slug); `reach` how far the record goes; `successors` names. `scale`
    is the scale of the newest framework, best first: it names the bands that no grade of this
    authority occupies; without it those bands stay empty.
    """

    authority: Authority
    line: Line
    inspections: tuple[Inspection, ...]
    predecessors: tuple[Predecessor, ...]
    events: tuple[Event, ...]
    frameworks: tuple[Framework, ...]
    comparability: Comparability
    reach: Reach
    as_at: date
    known_by: date | None
    source_text: str
    successors: tuple[str, ...] = ()
    scale: tuple[Grade, ...] = ()

    @property
    def known_to(self) -> date:
        """The last day on which a grade is known to be held still."""
        return known_to(self.reach, self.as_at)

    @property
    def drawn(self) -> tuple[Inspection, ...]:
        """Every inspection in the chart: the predecessors' and its own."""
        before = (i for era in self.predecessors for i in era.status.inspections)
        return (*before, *self.inspections)

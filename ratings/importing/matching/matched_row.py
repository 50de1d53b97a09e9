"""What a row says, in the record's own terms; or why it cannot be placed."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.importing.entry.types import Period
from ratings.importing.record_index import KnownAuthority, KnownFramework
from ratings.importing.types import SourceRow
from ratings.rules.dates import PartialDate


class NoMatch(Exception):
    """A row that cannot be placed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, in the record's own terms; `frameworks` are those it may be of."""

    row: SourceRow
    authority: KnownAuthority
    frameworks: tuple[KnownFramework, ...]
    is_graded: bool
    start: PartialDate | None
    period: Period

    @property
    def shown_date(self) -> PartialDate:
        return self.start or PartialDate(self.row.published or self.period.last)

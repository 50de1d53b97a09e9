"""The record as a plan sees it: plain data, read with a fixed number of queries.

A plan works on copies (`Held`) to which it adds what each row says, so that two rows of one
file that tell of the same inspection meet there. Nothing here writes to the database.
"""

from __future__ import annotations

from ratings.importing.record_index.index import Known
from ratings.importing.record_index.loaders import WHAT, fold_heading
from ratings.importing.record_index.types import (
    ALL_SAY,
    DATES,
    GRADE,
    ONE_SAYS,
    PLAIN,
    REASONS,
    Held,
    KnownAuthority,
    KnownFramework,
    KnownSource,
    Side,
)

__all__ = [
    "ALL_SAY",
    "DATES",
    "GRADE",
    "ONE_SAYS",
    "PLAIN",
    "REASONS",
    "WHAT",
    "Held",
    "Known",
    "KnownAuthority",
    "KnownFramework",
    "KnownSource",
    "Side",
    "fold_heading",
]

"""Bytes of a file in, its cells or its words out; knows nothing of Ofsted.

What a stranger sends is opened by `box.run` alone: in a process of its own, with little
memory and time, without the database. The modules of this room import no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableFileError(Exception):
    """A file that cannot be read: the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; more is refused by name. Bytes, counts, seconds."""

    file_bytes: int = 20_000_000
    expanded_bytes: int = 400_000_000
    sheets: int = 100
    rows: int = 300_000
    cells: int = 12_000_000
    cell_characters: int = 32_767
    pages: int = 300
    seconds: int = 60
    memory_bytes: int = 1_500_000_000


LIMITS = Limits()
"""The largest file Ofsted has published has 3.5 MB, 40,000 rows and 800,000 cells."""

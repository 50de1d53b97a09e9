"""Extract cells or text from the bytes of a file; independent of Ofsted's formats.

Untrusted files are opened only through `sandbox.run_sandboxed`: in a process of its own, with
limited memory and time, without the database. The modules of this package import no Django.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableFileError(Exception):
    """A file that cannot be read: the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one file; anything larger is rejected with a reason. Bytes, counts, seconds."""

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
"""The largest file that Ofsted has published has 3.5 MB, 40,000 rows and 800,000 cells."""

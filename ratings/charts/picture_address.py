"""A chart of the national pages: drawn twice, wide and narrow, with its text.

Its data are in a table on the same page, so it has no table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` for wide screens and print, `svg_narrow` the same for a phone: whole elements.

    `title` and `description` are in both, for screen readers.
    """

    svg: str
    svg_narrow: str
    title: str
    description: str

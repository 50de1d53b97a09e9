"""A picture of the national pages: drawn twice, wide and narrow, with its words.

Its data stand in a table of the page beside it, so no table travels with it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` for wide screens and print, `svg_narrow` the same for a phone: whole elements.

    `title` and `description` are in both, for who cannot see them.
    """

    svg: str
    svg_narrow: str
    title: str
    description: str

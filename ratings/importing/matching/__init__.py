"""Which authority, framework and inspection a row of a source is about, and which grade a
word is. Everything is decided from names, dates and the record's own headings; where two
answers are possible, the row is refused with both.

Source of the rules: domain §5 and §7.
"""

from __future__ import annotations

from ratings.importing.matching.authority import authority_of
from ratings.importing.matching.framework import area_of, framework_of, grade_of
from ratings.importing.matching.inspection import inspection_of
from ratings.importing.matching.matched_row import NoMatch, Said
from ratings.importing.matching.normalise import understood

__all__ = [
    "NoMatch",
    "Said",
    "area_of",
    "authority_of",
    "framework_of",
    "grade_of",
    "inspection_of",
    "understood",
]

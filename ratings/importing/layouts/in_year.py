"""The sheet of all inspections and visits of a year, with the kind and, for visits, the theme."""

from __future__ import annotations

from ratings.importing.layouts.base import THEME, read_plain
from ratings.importing.layouts.table import Headings

NAME = "in-year"
VISITS = {"inspection/visit date", "inspection/visit type", *THEME}
read = read_plain


def recognises(headings: Headings) -> bool:
    """Headings that speak of visits."""
    return bool(headings & VISITS)

"""The history with one row for each inspection since 2018 (release of 2025)."""

from __future__ import annotations

from ratings.importing.layouts.base import START, THEME, TYPE, read_plain
from ratings.importing.layouts.table import Headings

NAME = "history-long"
read = read_plain


def recognises(headings: Headings) -> bool:
    """A date and a kind of inspection, and no visits."""
    return bool(headings & {*START}) and bool(headings & {*TYPE}) and not headings & {*THEME}

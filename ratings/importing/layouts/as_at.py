"""The sheet of the latest inspection of every authority as at a day (all releases).

Both SIF and ILACS occur and no column says which: the date does. "Children in care" heads the
combined judgement of before 2023 too.
"""

from __future__ import annotations

from ratings.importing.layouts.base import START, THEME, TYPE, read_plain
from ratings.importing.layouts.table import Headings

NAME = "as-at"
read = read_plain


def recognises(headings: Headings) -> bool:
    """A date of inspection, and no kinds or themes."""
    return bool(headings & {*START}) and not headings & {*TYPE, *THEME}

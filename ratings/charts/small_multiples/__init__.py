"""Small multiples: several authorities on one axis of time, `multiples(data) -> Multiples`."""

from __future__ import annotations

from ratings.charts.picture_address import Picture
from ratings.charts.small_multiples.data import Multiples, MultiplesData, MultiplesRow
from ratings.charts.small_multiples.draw import NARROW, WIDE, describe, draw, table_of

__all__ = ["Multiples", "MultiplesData", "MultiplesRow", "multiples"]


def multiples(data: MultiplesData) -> Multiples:
    """The chart, wide and narrow, with its text and the same data as a table."""
    title = "Overall grades and visits, one authority a row, on one axis of time"
    description = describe(data)
    picture = Picture(
        svg=draw(data, WIDE, title, description),
        svg_narrow=draw(data, NARROW, title, description),
        title=title,
        description=description,
    )
    return Multiples(picture, table_of(data))

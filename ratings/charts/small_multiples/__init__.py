"""Small multiples: several authorities on one axis of time, `multiples(data)`."""

from __future__ import annotations

from ratings.charts.chart import ChartTable
from ratings.charts.picture_address import Picture
from ratings.charts.small_multiples.data import MultiplesData, MultiplesRow
from ratings.charts.small_multiples.draw import NARROW, WIDE, describe, draw, table_of

__all__ = ["MultiplesData", "MultiplesRow", "multiples"]


def multiples(data: MultiplesData) -> tuple[Picture, ChartTable]:
    """The chart, wide and narrow, and the same data as a table: nothing is in one alone."""
    title = "Overall grades and visits, one authority a row, on one axis of time"
    description = describe(data)
    picture = Picture(
        svg=draw(data, WIDE, title, description),
        svg_narrow=draw(data, NARROW, title, description),
        title=title,
        description=description,
    )
    return picture, table_of(data)

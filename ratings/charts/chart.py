"""The result of every chart: its figure, text, source and data together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The data of a chart as text; every row has one cell for each column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and all that must travel with it.

    `svg` is for wide screens and print, `svg_narrow` the same content for a phone (both whole,
    escaped elements); `figure` is Plotly's data and layout as plain values; `description` is
    the alt text; `source` names source, completeness and licence.
    """

    svg: str
    svg_narrow: str
    figure: dict[str, Any]
    title: str
    description: str
    source: str
    table: ChartTable

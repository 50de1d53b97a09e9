"""The timeline as standalone files: whole, and small for other sites."""

from __future__ import annotations

from dataclasses import replace

from ratings.charts.svg_file import standalone, with_margin
from ratings.charts.timeline import timeline
from ratings.charts.timeline.compact import draw_small
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.description import describe
from ratings.charts.timeline.layout import build_timeline

MARGIN = 12
_BESIDE = " All of it is in the table."
"""What only holds on a page that has the table next to the chart."""


def whole_picture(data: TimelineData) -> str:
    """The wide chart with name, line and notes, without the numbers of a list of events."""
    return standalone(timeline(replace(data, events=())).svg.replace(_BESIDE, "", 1))


def small_picture(data: TimelineData, *, width: int) -> str:
    """The small chart with name, line and notes."""
    return standalone(with_margin(_small(data, width, heading=True), MARGIN))


def small_inline(data: TimelineData, *, width: int) -> str:
    """The small chart for a page that shows the rest."""
    return _small(data, width, heading=False)


def _small(data: TimelineData, width: int, *, heading: bool) -> str:
    shown = replace(data, events=())
    story = build_timeline(shown, with_lanes=False)
    title = f"{data.authority.name}: Ofsted ratings over time"
    description = describe(shown, story).removesuffix(_BESIDE)
    return draw_small(story, title, description, width=width, heading=heading)

"""The timeline of an authority: `timeline(data) -> Chart`, and the sparkline of tables."""

from __future__ import annotations

from ratings.charts.chart import Chart
from ratings.charts.sparkline import sparkline
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.description import describe
from ratings.charts.timeline.layout import build_timeline, drawn_frameworks
from ratings.charts.timeline.narrow import draw_narrow
from ratings.charts.timeline.plotly_figure import figure_of
from ratings.charts.timeline.table import table_of
from ratings.charts.timeline.wide import draw_wide

__all__ = ["TimelineData", "sparkline", "timeline"]


def timeline(data: TimelineData, *, heading: bool = True) -> Chart:
    """The timeline chart of one authority, ready for page, embed, print and download.

    `heading` writes the authority's name and line into the images, for where they are used
    without a page around them; a page that prints both itself leaves it out.
    """
    story = build_timeline(data)
    title = f"{data.authority.name}: Ofsted ratings over time"
    description = describe(data, story)
    return Chart(
        svg=draw_wide(story, title, description, heading=heading),
        svg_narrow=draw_narrow(story, title, description, heading=heading),
        figure=figure_of(story, title),
        title=title,
        description=description,
        source=" ".join(story.notes),
        table=table_of(data, story, drawn_frameworks(data)),
    )

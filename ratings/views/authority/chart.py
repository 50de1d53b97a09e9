"""The timeline of an authority: from its story to the chart that the page shows."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from ratings.charts.chart import Chart
from ratings.charts.timeline import TimelineData, timeline
from ratings.rules.types import Grade
from ratings.views.authority.context import Story

SOURCE = "Ofsted inspection outcomes and reports, compiled by Ofsted ratings over time"


def picture(story: Story) -> Chart:
    """The chart, without a heading of its own: the page has one."""
    return timeline(timeline_data(story), heading=False)


def timeline_data(story: Story) -> TimelineData:
    """What the timeline is drawn from, as at the story's moment."""
    reference, as_at = story.reference, story.moment.as_at
    return TimelineData(
        authority=story.authority.record(),
        line=story.line,
        inspections=story.inspections,
        predecessors=story.eras,
        events=tuple(event.record() for event in story.events),
        frameworks=tuple(reference.frameworks.values()),
        comparability=reference.comparability,
        reach=reference.completeness,
        as_at=as_at,
        known_by=story.moment.known_by,
        source_text=SOURCE,
        successors=tuple(story.family[each.successor].name for each in story.successions_after),
        scale=_scale(story),
    )


def _scale(story: Story) -> tuple[Grade, ...]:
    """The scale of the newest framework."""
    frameworks = story.reference.frameworks.values()
    newest = max(frameworks, key=lambda framework: framework.first_day, default=None)
    return story.reference.scales.get(newest.code, ()) if newest else ()


def plotly_url() -> str:
    """The address of plotly.js, where `fetch_plotly` has put it and it was collected."""
    if not Path(settings.VAR_DIR, "vendor", "plotly.min.js").is_file():
        return ""
    try:
        return static("plotly.min.js")
    except ValueError:
        return ""

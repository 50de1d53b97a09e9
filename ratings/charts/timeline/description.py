"""The alt text of a timeline: its content in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ratings.charts.timeline import labels
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.model import Timeline
from ratings.charts.timeline.reach import on_reports
from ratings.rules.dates import day_in_words
from ratings.rules.grades import judgements_summary
from ratings.rules.types import FINDING_WORDS


def describe(data: TimelineData, story: Timeline) -> str:
    """The text equivalent of the chart for a reader who cannot see it."""
    return " ".join(_sentences(data, story))


def _sentences(data: TimelineData, story: Timeline) -> Iterator[str]:
    name = data.authority.name
    yield (
        f"Timeline of Ofsted's ratings of children's services in {name} from {story.first.year} "
        f"to {day_in_words(story.last)}{on_reports(data.reach, data.known_by)}."
    )
    yield f"Overall: {data.line.text}."
    yield from _latest_areas(data)
    yield from _visits(data)
    for era in data.predecessors:
        yield (
            f"Before it, {era.authority.name} ({era.succession.kind.replace('-', ' ')}, last day "
            f"{day_in_words(era.last_day)}): {era.status.line.text}."
        )
    if story.end_words:
        yield f"{labels.sentence(story.end_words.replace(' → ', '; followed by '))}."
    if story.events:
        count = len(story.events)
        marked = "1 event is" if count == 1 else f"{count} events are"
        yield f"{marked} marked and listed below."
    yield "All of it is in the table."


def _latest_areas(data: TimelineData) -> Iterator[str]:
    latest = data.line.headline.inspection
    if latest and len(latest.ratings) > 1:
        year = latest.first_day.year
        yield f"At the latest graded inspection ({year}): {judgements_summary(latest)}."


def _visits(data: TimelineData) -> Iterator[str]:
    found = Counter(visit.finding for visit in data.inspections if not visit.is_graded)
    if found:
        total = sum(found.values())
        parts = "; ".join(
            f"{found[key]} {FINDING_WORDS[key]}" for key in FINDING_WORDS if found[key]
        )
        yield f"{total} {'visit' if total == 1 else 'visits'} without a grade: {parts}."

"""The timeline as a table of text: nothing is in the chart that is not here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ratings.charts.chart import ChartTable
from ratings.charts.timeline import labels
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.model import Timeline
from ratings.rules.dates import day_in_words
from ratings.rules.succession import Predecessor
from ratings.rules.types import MISSING_WORDS, Authority, Framework, Inspection, NoGradeReason

COLUMNS = ("Date", "Authority", "What", "Framework", "Grade or direction", "Judgement areas")

Row = tuple[date, int, tuple[str, ...]]
"""The day, the place among the rows of that day, and the cells."""


def table_of(data: TimelineData, story: Timeline, frameworks: Sequence[Framework]) -> ChartTable:
    """Inspections, visits, events, frameworks, beginnings and ends, in order of date."""
    rows = [
        *_frameworks(frameworks, story.last),
        *_lives(data),
        *_inspections(data.authority, data.inspections, story),
        *(row for era in data.predecessors for row in _era(era, story)),
        *_events(story, data.authority.name),
        *_completeness(data),
    ]
    rows.sort(key=lambda row: row[:2])
    caption = f"{data.authority.name}: every inspection, visit and event in the timeline"
    return ChartTable(caption, COLUMNS, tuple(cells for _, _, cells in rows))


def _inspections(
    authority: Authority, inspections: Sequence[Inspection], story: Timeline
) -> Iterator[Row]:
    for inspection in inspections:
        yield (inspection.first_day, 2, (
            labels.when(inspection),
            authority.name,
            _what(inspection),
            labels.code_words(inspection.framework),
            labels.outcome(inspection) if _has_overall(inspection) else _no_overall(inspection),
            "; ".join(_areas(inspection, story)),
        ))  # fmt: skip


def _has_overall(inspection: Inspection) -> bool:
    return not inspection.is_graded or inspection.headline is not None or inspection.gives_node


def _no_overall(inspection: Inspection) -> str:
    """A framework outside the line has no overall grade of children's services to give."""
    return "see judgement areas" if any(r.grade for r in inspection.ratings) else "no grade"


def _what(inspection: Inspection) -> str:
    parts = [labels.sentence(inspection.kind_name)]
    if inspection.theme:
        parts.append(f"theme: {inspection.theme}")
    if inspection.priority_action:
        parts.append("with areas for priority action")
    if inspection.published and inspection.start:
        parts.append(f"published {day_in_words(inspection.published)}")
    return ", ".join(parts)


def _areas(inspection: Inspection, story: Timeline) -> Iterator[str]:
    """Each area's grade or reason, then the lanes that this framework did not judge."""
    for rating in inspection.ratings:
        if not rating.area.is_headline:
            yield labels.area_words(rating)
    if inspection.gives_node:
        unjudged = [
            lane.name
            for lane in story.lanes
            if any(gap.start <= inspection.first_day <= gap.end for gap in lane.gaps)
        ]
        if unjudged:
            yield f"{MISSING_WORDS[NoGradeReason.NOT_A_JUDGEMENT]}: {', '.join(unjudged)}"


def _era(era: Predecessor, story: Timeline) -> Iterator[Row]:
    yield from _inspections(era.authority, era.status.inspections, story)
    yield (era.last_day, 4, (
        day_in_words(era.last_day), era.authority.name,
        f"Last day ({era.succession.kind.replace('-', ' ')})", "", "", "",
    ))  # fmt: skip


def _events(story: Timeline, name: str) -> Iterator[Row]:
    for pin, event in zip(story.pins, story.events, strict=True):
        what = f"Event {event.number} ({event.kind}): {event.title}"
        owner = event.authority or name
        yield pin.day, 3, (event.date, owner, what, "", "", "")


def _frameworks(frameworks: Sequence[Framework], last: date) -> Iterator[Row]:
    for framework in frameworks:
        name = f"{framework.name} ({labels.code_words(framework)})"
        code = labels.code_words(framework)
        begins = (day_in_words(framework.first_day), "", f"Framework begins: {name}", code, "", "")
        yield framework.first_day, 0, begins
        if framework.last_day and framework.last_day <= last:
            ends = (day_in_words(framework.last_day), "", f"Framework ends: {name}", code, "", "")
            yield framework.last_day, 5, ends


def _lives(data: TimelineData) -> Iterator[Row]:
    """The authority's own first and last day, where the record has them."""
    authority, successors = data.authority, ", ".join(data.successors)
    if authority.start and authority.start <= data.as_at:
        first = (day_in_words(authority.start), authority.name, "First day", "", "", "")
        yield authority.start, 1, first
    if authority.end and authority.end <= data.as_at:
        what = f"Last day; followed by {successors}" if successors else "Last day"
        yield authority.end, 6, (day_in_words(authority.end), authority.name, what, "", "", "")


def _completeness(data: TimelineData) -> Iterator[Row]:
    for kind in data.reach.values():
        for day, way, place in ((kind.first_day, "from", 0), (kind.last_day, "to", 7)):
            if day and day <= data.as_at:
                what = f"Record complete {way} here for {kind.subject}"
                yield day, place, (day_in_words(day), "", what, "", "", "")

"""Everything on one authority as at the as-of dates, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from ratings.charts.timeline import TimelineData
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Event
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.line import Line
from ratings.rules.status import AuthorityStatus
from ratings.rules.succession import Predecessor, predecessors, successors
from ratings.rules.trend import Trend, node_trend

SOURCE = "Ofsted inspection outcomes and reports, compiled by Ofsted ratings over time"


@dataclass(frozen=True)
class AuthorityContext:
    """One authority as at a day.

    `every` are its inspections of every programme; `predecessors` are nearest generation first;
    `events` are its own and theirs.
    """

    moment: QueryDates
    record: Record
    status: AuthorityStatus
    every: tuple[types.Inspection, ...]
    predecessors: tuple[Predecessor, ...]
    events: tuple[Event, ...]
    discrepancies: tuple[Discrepancy, ...]

    @property
    def authority(self) -> types.Authority:
        return self.status.authority

    @property
    def line(self) -> Line:
        return self.status.line

    @property
    def inspections(self) -> tuple[types.Inspection, ...]:
        return self.status.inspections

    @property
    def successions_before(self) -> tuple[types.Succession, ...]:
        return predecessors(self.authority.slug, self.record.successions)

    @property
    def successions_after(self) -> tuple[types.Succession, ...]:
        return successors(self.authority.slug, self.record.successions)

    @property
    def neighbours(self) -> dict[int, list[tuple[int, AuthorityStatus]]]:
        """Ranks and statuses by model year: every one on record, empty if it has none."""
        own = self.record.neighbours.get(self.authority.slug, {})
        return {
            year: [(rank, self._status(slug)) for slug, rank in own.get(year, {}).items()]
            for year in reversed(self.record.model_years)
        }

    @property
    def region(self) -> list[AuthorityStatus]:
        """The other authorities of its region that exist on the day."""
        peers = self.record.region_peers(self.authority.slug, self.moment.as_at)
        return [self._status(slug) for slug in peers]

    def _status(self, slug: str) -> AuthorityStatus:
        return self.record.status(slug, self.moment.as_at, self.moment.known_by)

    def trend(self, inspection: types.Inspection) -> Trend | None:
        """The trend of a graded inspection of the line; other inspections have none."""
        return node_trend(inspection, self.inspections, self.record.comparability)


def get_authority_context(slug: str, moment: QueryDates) -> AuthorityContext | None:
    """The context of the authority with exactly this slug; None if there is none."""
    record = Record.current()
    if slug not in record.authorities:
        return None
    dates = (moment.as_at, moment.known_by)
    status, before = record.status(slug, *dates), record.predecessors(slug, *dates)
    every = record.every_of(slug, *dates)
    ids = {inspection.id for inspection in every}
    disputed = Discrepancy.objects.filter(authority__slug=slug).select_related(
        "authority", "inspection"
    )
    last = min(moment.as_at, moment.known_by or moment.as_at)
    family = [slug, *(each.authority.slug for each in before)]
    events = Event.objects.filter(authority__slug__in=family, start_date__lte=last)
    return AuthorityContext(
        moment=moment,
        record=record,
        status=status,
        every=every,
        predecessors=before,
        events=tuple(events.select_related("authority")),
        discrepancies=tuple(d for d in disputed if d.inspection is None or d.inspection.key in ids),
    )


def timeline_data(story: AuthorityContext) -> TimelineData:
    """The data of the timeline, as at the context's as-of dates."""
    record, as_at = story.record, story.moment.as_at
    return TimelineData(
        authority=story.authority,
        line=story.line,
        inspections=story.inspections,
        predecessors=story.predecessors,
        events=tuple(event.record() for event in story.events),
        frameworks=record.begun(*story.moment.span),
        comparability=record.comparability,
        reach=record.completeness,
        as_at=as_at,
        known_by=story.moment.known_by,
        source_text=SOURCE,
        successors=tuple(record.authorities[s.successor].name for s in story.successions_after),
        scale=record.axis(as_at),
    )


def plotly_url() -> str:
    """The URL of plotly.js, where `fetch_plotly` has put it and it was collected."""
    if not Path(settings.VAR_DIR, "vendor", "plotly.min.js").is_file():
        return ""
    try:
        return static("plotly.min.js")
    except ValueError:
        return ""

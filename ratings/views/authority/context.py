"""Everything on one authority as at the as-of dates, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from ratings.charts.chart import Chart
from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.data import PredecessorPeriod
from ratings.forms import QueryDates
from ratings.models import Authority, Discrepancy, Event
from ratings.models.authority_search import AuthoritySearch
from ratings.models.inspection import Detail
from ratings.models.neighbours import NeighbourGroups, get_neighbours
from ratings.models.reference import Reference
from ratings.rules import types
from ratings.rules.judgement_table import JudgementTable, build_judgement_table
from ratings.rules.line import DID_NOT_YET_EXIST, Line, build_line
from ratings.rules.succession import Ancestor, ancestry, predecessors, successors
from ratings.rules.trend import Trend, headline_trend, one_before
from ratings.views.context import DataContext, get_data_context

SOURCE = "Ofsted inspection outcomes and reports, compiled by Ofsted ratings over time"


def picture(story: AuthorityContext) -> Chart:
    """The chart, without a heading of its own: the page has one."""
    return timeline(timeline_data(story), heading=False)


def timeline_data(story: AuthorityContext) -> TimelineData:
    """The data of the timeline, as at the context's as-of dates."""
    reference, as_at = story.reference, story.moment.as_at
    return TimelineData(
        authority=story.authority.record(),
        line=story.line,
        inspections=story.inspections,
        predecessors=story.eras,
        events=tuple(event.record() for event in story.events),
        frameworks=reference.begun(*story.moment.span),
        comparability=reference.comparability,
        reach=reference.completeness,
        as_at=as_at,
        known_by=story.moment.known_by,
        source_text=SOURCE,
        successors=tuple(story.family[each.successor].name for each in story.successions_after),
        scale=reference.axis(as_at),
    )


def plotly_url() -> str:
    """The URL of plotly.js, where `fetch_plotly` has put it and it was collected."""
    if not Path(settings.VAR_DIR, "vendor", "plotly.min.js").is_file():
        return ""
    try:
        return static("plotly.min.js")
    except ValueError:
        return ""


@dataclass(frozen=True)
class AuthorityContext:
    """One authority as at a day. `family` holds it, its ancestors and its successors.

    `inspections` are its own, in the order of the line, `others` those of other programmes, and
    `details` (by id) their provenance;
    `eras` are its predecessors, nearest generation first; `events` are its own and theirs.
    """

    moment: QueryDates
    record: DataContext
    names: AuthoritySearch
    authority: Authority
    family: dict[str, Authority]
    inspections: tuple[types.Inspection, ...]
    others: tuple[types.Inspection, ...]
    details: dict[str, Detail]
    line: Line
    eras: tuple[PredecessorPeriod, ...]
    events: tuple[Event, ...]
    discrepancies: tuple[Discrepancy, ...]
    peers: NeighbourGroups

    @property
    def reference(self) -> Reference:
        return self.record.reference

    def framework_name(self, inspection: types.Inspection) -> str:
        """The short name of the framework that an inspection was made under."""
        return self.names.frameworks[inspection.framework.code]

    @property
    def began(self) -> bool:
        """Whether the authority existed, or had existed, on the day."""
        return self.line.text != DID_NOT_YET_EXIST

    @cached_property
    def matrix(self) -> JudgementTable:
        return build_judgement_table(self.inspections, self.reference.comparability)

    @property
    def successions_before(self) -> tuple[types.Succession, ...]:
        return predecessors(self.authority.slug, self.reference.successions)

    @property
    def successions_after(self) -> tuple[types.Succession, ...]:
        return successors(self.authority.slug, self.reference.successions)

    def era(self, slug: str) -> PredecessorPeriod:
        return next(era for era in self.eras if era.authority.slug == slug)

    def trend(self, inspection: types.Inspection) -> Trend | None:
        """The trend of a graded inspection of the line; other inspections have none."""
        if not inspection.gives_node:
            return None
        before = one_before(inspection, self.inspections)
        return headline_trend(inspection, before, self.reference.comparability)


def get_authority_context(slug: str, moment: QueryDates) -> AuthorityContext | None:
    """The context of the authority with exactly this slug; None if there is none."""
    record = get_data_context()
    successions = record.reference.successions
    ancestors = ancestry(slug, successions)
    later = {succession.successor for succession in successors(slug, successions)}
    own = [slug, *(ancestor.slug for ancestor in ancestors)]
    whole = record.whole
    if slug not in whole.authorities:
        return None
    family = {each: whole.authorities[each] for each in (*own, *later)}
    every = whole.of(own, moment.as_at, moment.known_by)
    inspections = tuple(inspection for inspection in every if inspection.authority == slug)
    others = whole.others_of(slug, moment.as_at, moment.known_by)
    ids = {inspection.id for inspection in (*inspections, *others)}
    disputed = family[slug].discrepancies.select_related("inspection")
    return AuthorityContext(
        moment=moment,
        record=record,
        names=AuthoritySearch.current(record.version),
        authority=family[slug],
        family=family,
        inspections=inspections,
        others=others,
        details={each.id: whole.detail(each.id) for each in (*every, *others)},
        line=_line(family[slug], inspections, moment, record.reference),
        eras=tuple(_era(each, family, every, moment, record) for each in ancestors),
        events=_events(own, moment),
        discrepancies=tuple(d for d in disputed if d.inspection is None or d.inspection.key in ids),
        peers=get_neighbours(family[slug], moment.as_at, moment.known_by, whole),
    )


def _line(
    authority: Authority,
    inspections: tuple[types.Inspection, ...],
    moment: QueryDates,
    reference: Reference,
) -> Line:
    dates = (moment.as_at, moment.known_by)
    return build_line(authority.record(), inspections, reference.comparability, *dates)


def _era(
    ancestor: Ancestor,
    family: dict[str, Authority],
    every: tuple[types.Inspection, ...],
    moment: QueryDates,
    record: DataContext,
) -> PredecessorPeriod:
    authority, succession = family[ancestor.slug], ancestor.succession
    inspections = tuple(each for each in every if each.authority == ancestor.slug)
    return PredecessorPeriod(
        authority=authority.record(),
        inspections=inspections,
        line=_line(authority, inspections, moment, record.reference),
        successor=succession.successor,
        last_day=authority.end_date or succession.date,
        kind=succession.kind,
    )


def _events(slugs: list[str], moment: QueryDates) -> tuple[Event, ...]:
    """Events begun by both dates; when an event became known is not recorded."""
    last = min(moment.as_at, moment.known_by or moment.as_at)
    found = Event.objects.filter(authority__slug__in=slugs, start_date__lte=last)
    return tuple(found.select_related("authority"))

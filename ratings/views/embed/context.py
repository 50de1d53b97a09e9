"""The text of every embed of an authority, the same as on its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from ratings.charts.badge import draw_badge
from ratings.charts.timeline import TimelineData
from ratings.forms import QueryDates
from ratings.models.cached_urls import reverse
from ratings.models.record import Record
from ratings.rules.dates import day_in_words
from ratings.rules.line import sign_without_grade
from ratings.rules.types import Grade
from ratings.views.authority.context import SOURCE, AuthorityContext, timeline_data
from ratings.views.authority.current import now
from ratings.views.authority.related import predecessor_rows

SITE = "Ofsted ratings over time"
LICENCE = "Open Government Licence v3.0"


@dataclass(frozen=True, slots=True)
class EmbedContext:
    """One authority as at a day.

    `headline` is the overall grade with its year, or why there is none; `grade` is None
    without one. `beside` qualifies it: the last overall grade, the last grade of an
    abolished authority. `when` is the date as text; `address` the absolute URL of its page.
    """

    name: str
    line: str
    headline: str
    beside: str
    grade: Grade | None
    profile: str
    before: list[dict[str, Any]]
    when: str
    address: str
    moment: QueryDates
    record: Record

    @property
    def title(self) -> str:
        return f"{self.name}: Ofsted ratings of children’s services over time"

    @property
    def sentence(self) -> str:
        """The full text: the alternative text of the charts."""
        held = f"{self.headline} ({self.beside})" if self.beside else self.headline
        said = f"{self.name}, Ofsted ratings of children’s services {self.when}: {held}."
        return self.record.quotable(said, self.moment.known_by)

    @property
    def line_to_quote(self) -> str:
        """The line, and how far the record reaches."""
        return self.record.quotable(self.line, self.moment.known_by)

    @property
    def reach(self) -> str:
        """How far the record reaches."""
        return self.record.reach(self.moment.known_by)


def get_embed_context(story: AuthorityContext) -> EmbedContext:
    """The text for the authority on the context's as-of date."""
    current = now(story)
    headline, beside, grade = _headline(story, current)
    return EmbedContext(
        name=story.authority.name,
        line=story.line.text,
        headline=headline,
        beside=beside,
        grade=grade,
        profile=story.status.profile,
        before=predecessor_rows(story.predecessors, story.record),
        when=story.moment.in_words(),
        address=address_of(story.authority.slug, story.moment),
        moment=story.moment,
        record=story.record,
    )


def _headline(story: AuthorityContext, current: dict[str, Any]) -> tuple[str, str, Grade | None]:
    """The overall grade, its qualifier, and the grade that colours it."""
    if not story.status.began:
        return story.line.text, "", None
    held = current["mark"].words
    if since := story.status.since:
        held = f"{held} ({since.year})"
    overall = story.status.last_overall
    last = f"last overall grade {overall}" if overall else ""
    if end := story.status.abolished:
        ended = f"abolished {day_in_words(end)}"
        return ended, f"last: {held}; {last}" if last else f"last: {held}", None
    return held, last, story.status.grade


def address_of(slug: str, moment: QueryDates, name: str = "authority") -> str:
    """The absolute URL of a page or chart of an authority, with the as-of dates requested."""
    return f"{settings.SITE_URL}{reverse(name, args=[slug])}{moment.suffix()}"


def drawn(story: AuthorityContext) -> TimelineData:
    """The data of a standalone chart: its source line has the URL of the page."""
    address = address_of(story.authority.slug, story.moment)
    return replace(timeline_data(story), source_text=f"{SOURCE}, {address}. {LICENCE}")


def badge_of(story: AuthorityContext, say: EmbedContext) -> str:
    """The badge of an authority. Without a fixed day it shows the date of the record."""
    is_live = not say.moment.parameters() and say.reach
    return draw_badge(
        uid=f"badge-{story.authority.slug}",
        headline=f"{say.name}: {say.headline}",
        when=f"Ofsted, children’s services, {say.reach if is_live else say.when}",
        title=say.sentence,
        description=f"The line: {say.line}.",
        letter=say.grade.letter if say.grade else sign_without_grade(say.headline),
        tone=say.grade.tone if say.grade else "",
    )

"""The text of every embed of an authority, the same as on its page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings

from ratings.charts.badge import Badge
from ratings.charts.timeline import TimelineData
from ratings.forms import QueryDates
from ratings.models.cached_urls import reverse
from ratings.rules.dates import day_in_words
from ratings.rules.line import sign_without_grade
from ratings.rules.types import Grade
from ratings.views.authority.context import SOURCE, AuthorityContext, timeline_data
from ratings.views.authority.current import CurrentGrades, now
from ratings.views.authority.related import PredecessorRow, predecessors
from ratings.views.context import DataContext

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
    before: tuple[PredecessorRow, ...]
    when: str
    address: str
    moment: QueryDates
    record: DataContext

    @property
    def title(self) -> str:
        return f"{self.name}: Ofsted ratings of children’s services over time"

    @property
    def sentence(self) -> str:
        """The full text: the alternative text of the charts."""
        held = f"{self.headline} ({self.beside})" if self.beside else self.headline
        said = f"{self.name}, Ofsted ratings of children’s services {self.when}: {held}."
        return self.record.quotable(said, self.moment)

    @property
    def line_to_quote(self) -> str:
        """The line, and how far the record reaches."""
        return self.record.quotable(self.line, self.moment)

    @property
    def reach(self) -> str:
        """How far the record reaches."""
        return self.record.reach(self.moment)


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
        profile=current.profile,
        before=predecessors(story),
        when=story.moment.in_words(),
        address=address_of(story.authority.slug, story.moment),
        moment=story.moment,
        record=story.record,
    )


def _headline(story: AuthorityContext, current: CurrentGrades) -> tuple[str, str, Grade | None]:
    """The overall grade, its qualifier, and the grade that colours it."""
    if not story.began:
        return story.line.text, "", None
    held = current.mark.words
    if current.inspection:
        held = f"{held} ({current.inspection.first_day.year})"
    last = f"last overall grade {current.last_overall}" if current.last_overall else ""
    end = story.authority.end_date
    if end and end < story.moment.as_at:
        ended = f"abolished {day_in_words(end)}"
        return ended, f"last: {held}; {last}" if last else f"last: {held}", None
    return held, last, current.mark.grade


def address_of(slug: str, moment: QueryDates, name: str = "authority") -> str:
    """The absolute URL of a page or chart of an authority, with the as-of dates requested."""
    return f"{settings.SITE_URL}{reverse(name, args=[slug])}{moment.suffix()}"


def drawn(story: AuthorityContext) -> TimelineData:
    """The data of a standalone chart: its source line has the URL of the page."""
    address = address_of(story.authority.slug, story.moment)
    return replace(timeline_data(story), source_text=f"{SOURCE}, {address}. {LICENCE}")


def badge_of(story: AuthorityContext, say: EmbedContext) -> Badge:
    """The badge of an authority. Without a fixed day it shows the date of the record."""
    is_live = not say.moment.parameters() and say.reach
    return Badge(
        uid=f"badge-{story.authority.slug}",
        headline=f"{say.name}: {say.headline}",
        when=f"Ofsted, children’s services, {say.reach if is_live else say.when}",
        title=say.sentence,
        description=f"The line: {say.line}.",
        letter=say.grade.letter if say.grade else sign_without_grade(say.headline),
        tone=say.grade.tone if say.grade else "",
    )

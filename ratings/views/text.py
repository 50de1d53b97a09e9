"""Text that the pages of an authority and of an inspection share."""

from __future__ import annotations

from collections.abc import Sequence

from ratings.models import SourceStrength
from ratings.rules.dates import PartialDate, day_in_words
from ratings.rules.grades import in_a_sentence, rating_in_words, why_no_headline
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.questions.results import Finding
from ratings.rules.trend import Change, Comparability, Trend
from ratings.rules.types import (
    FINDING_WORDS,
    Area,
    DirectionStatus,
    Framework,
    Grade,
    Inspection,
    Rating,
)


def outcome(inspection: Inspection) -> Finding:
    """The overall grade or what a visit found, or text why there is neither.

    A joint inspection has no text: it gives no direction.
    """
    if inspection.finding == DirectionStatus.NOT_ASKED:
        return Finding("")
    if not inspection.is_graded:
        return Finding(FINDING_WORDS[inspection.finding])
    grade = inspection.headline
    return Finding(grade.word, grade=grade) if grade else Finding(why_no_headline(inspection))


def graded_or_reason(rating: Rating | None) -> Finding:
    """A judgement area's grade, or why there is none."""
    if rating is None:
        return Finding("not a judgement then")
    return Finding(rating_in_words(rating), grade=rating.grade)


def explanation(framework: Framework) -> str:
    """Why there is no overall grade, in one sentence; only for a framework without one."""
    first = day_in_words(framework.first_day)
    last = f" to {day_in_words(framework.last_day)}" if framework.last_day else ""
    return (
        f"Inspections that start from {first}{last} give no overall grade: "
        "Ofsted grades each judgement area and nothing stands above them."
    )


def listed(parts: Sequence[str]) -> str:
    """Join a list: `a`, `a and b`, `a, b and c`."""
    head, tail = parts[:-1], parts[-1:]
    return " and ".join([*([", ".join(head)] if head else []), *tail])


def title_of(inspection: Inspection) -> str:
    """`short inspection, 3 November 2025`: what it was and when, as precisely as known."""
    return f"{inspection.kind_name}, {inspection.shown_date.in_words()}"


def fieldwork(inspection: Inspection) -> str:
    """When it was on site: `On site 3 to 14 November 2025`; or that this is not recorded."""
    start, end = inspection.start, inspection.end
    if start is None:
        return "First day not recorded"
    return f"On site {start.in_words() if end is None else _from_to(start, PartialDate(end))}"


def _from_to(start: PartialDate, end: PartialDate) -> str:
    """Two dates as text; a month or year that they share is written once."""
    if start == end:
        return start.in_words()
    a, b = start.first_day, end.first_day
    if start.precision != "day" or a.year != b.year:
        return f"{start.in_words()} to {end.in_words()}"
    if a.month != b.month:
        return f"{day_in_words(a).removesuffix(f' {a.year}')} to {end.in_words()}"
    return f"{a.day} to {end.in_words()}"


def publication(inspection: Inspection) -> str:
    """When the report came out; where that is not recorded, from when it counts as known."""
    if inspection.published:
        return f"published {day_in_words(inspection.published)}"
    return "publication date not recorded: counted as known from its first day"


def evidence(verified: str) -> str:
    """Strength of evidence as text."""
    return str(dict(SourceStrength.choices).get(verified, verified))


def trend_words(trend: Trend | None, before: Grade | None = None) -> str:
    """`improved from good`, `declined across frameworks from good`, `unchanged`, `first`."""
    if trend is None:
        return ""
    moved = trend.change in (Change.IMPROVED, Change.DECLINED)
    return f"{trend.words} from {before.word}" if moved and before else trend.words


def why_not(trend: Trend, before: Rating | None, now: Rating | None) -> str:
    """Why two ratings are not compared; empty where they are.

    `before` is None where the inspection before has no area that could be compared.
    """
    if trend.change is not Change.NOT_COMPARABLE:
        return ""
    if trend.why:
        return trend.why
    if before is None:
        return "the inspection before has no comparable judgement"
    return f"the inspection before: {rating_in_words(before)}" if not before.grade else ""


def why_no_headline_trend(
    trend: Trend | None, inspection: Inspection, before: Inspection | None
) -> str:
    """Why the overall grades of two inspections are not compared."""
    if trend is None:
        return ""
    return why_not(trend, _headline_rating(before), _headline_rating(inspection))


def _headline_rating(inspection: Inspection | None) -> Rating | None:
    area = inspection.framework.headline_area if inspection else None
    return inspection.rating(area.key) if inspection and area else None


def rating_before(
    area: Area, before: Inspection | None, comparability: Comparability
) -> Rating | None:
    """The rating of the area in the inspection before that can be compared with this one."""
    if before is None:
        return None
    counterpart = comparability.counterpart((area.framework, area.key), before.framework.areas)
    return rating_or_reason(before, counterpart) if counterpart else None


def note_in_words(note: str, inspection: Inspection) -> str:
    """A note of the record for readers: its keys of judgement areas (`slac-looked-after`) as the
    areas are called."""
    for area in (rating.area for rating in inspection.ratings):
        if "-" in area.key:
            note = note.replace(area.key, in_a_sentence(area.short_name))
    return note

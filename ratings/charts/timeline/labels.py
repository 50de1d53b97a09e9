"""The sentences of a timeline: tooltips, hover text, and the phrases of table and alt text."""

from __future__ import annotations

from datetime import date

from ratings.rules.dates import day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE, rating_in_words
from ratings.rules.spells import Spell
from ratings.rules.types import (
    FINDING_WORDS,
    MISSING_WORDS,
    DirectionStatus,
    Event,
    Framework,
    Inspection,
    Rating,
)

SHORT_REASON = "–"
"""Where a reason has no room; the tooltip has the text."""


def code_words(framework: Framework) -> str:
    """A framework's code as a short label: `ILACS 2018`, `SIF`, `LSCB review`."""
    first, _, rest = framework.code.partition("-")
    return f"{first.upper()} {rest.replace('-', ' ')}".strip()


def sentence(text: str) -> str:
    """The same text with a capital first letter."""
    return text[:1].upper() + text[1:]


def outcome(inspection: Inspection) -> str:
    """The grade of an inspection, or what a visit found, as text."""
    if not inspection.is_graded:
        return FINDING_WORDS[inspection.finding]
    if inspection.headline:
        return inspection.headline.word
    return NO_OVERALL_GRADE


def area_words(rating: Rating) -> str:
    """`Leaders: good`, or the reason why there is no grade."""
    return f"{rating.area.short_name}: {rating_in_words(rating)}"


def when(inspection: Inspection) -> str:
    """The date an inspection counts from; says so where only publication is known."""
    words = inspection.shown_date.in_words()
    return words if inspection.start else f"{words} (published)"


def visit_sentence(visit: Inspection, owner: str = "") -> str:
    """One visit: what, when, what it looked at and what it found."""
    preposition = "on" if visit.shown_date.precision == "day" else "in"
    parts = [f"{visit.kind_name} {preposition} {when(visit)}"]
    if visit.theme:
        parts.append(f"theme: {visit.theme}")
    if visit.direction:
        parts.append(f"direction: {visit.direction}")
    elif visit.finding != DirectionStatus.NOT_ASKED:
        parts.append(FINDING_WORDS[visit.finding])
    if visit.priority_action:
        parts.append("with areas for priority action")
    return _of(owner) + sentence(", ".join(parts)) + "."


def spell_sentence(spell: Spell, owner: str = "", what: str = "") -> str:
    """One spell of a grade, as precisely as its ends are known, or that nothing is known to have
    ended it."""
    grade = spell.grade.word if spell.grade else missing_words(spell.missing)
    start, end = spell.inspection.shown_date.in_words(), f"to {day_in_words(spell.end)}"
    if spell.following and spell.following.shown_date.precision != "day":
        end = f"until {spell.following.shown_date.in_words()}"
    held = f"{grade} from {start} {end}"
    if spell.is_open:
        held = f"{grade} since {start}, still so on {day_in_words(spell.end)}"
    return _of(owner) + sentence(f"{what}: {held}." if what else f"{held}.")


def missing_words(reason: str) -> str:
    """Text on why there is no grade."""
    return MISSING_WORDS.get(reason, reason) if reason else NO_OVERALL_GRADE


def event_sentence(event: Event, owner: str = "") -> str:
    """One event: kind, date, title."""
    return f"{_of(owner)}{sentence(event.kind_name)}, {event_date(event)}: {event.title}."


def event_date(event: Event) -> str:
    """When an event was, as precisely as known: a day, or from then to then."""
    start = event.start.in_words()
    return f"{start} to {event.end.in_words()}" if event.end else start


def framework_sentence(framework: Framework) -> str:
    """A framework's full name and when it was in force."""
    begin = day_in_words(framework.first_day)
    end = f"to {day_in_words(framework.last_day)}" if framework.last_day else "on"
    return f"{framework.name}: for inspections that started from {begin} {end}."


def era_words(name: str, kind: str, last_day: date) -> str:
    """A predecessor's label: name, how it was replaced, its last day."""
    return f"{name}, {kind.replace('-', ' ')}, to {day_in_words(last_day)}"


def _of(owner: str) -> str:
    return f"{owner}. " if owner else ""

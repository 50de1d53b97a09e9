"""A spell as a bar."""

from __future__ import annotations

from ratings.charts.timeline import labels
from ratings.charts.timeline.model import GradeBar
from ratings.rules.spells import Spell

DASH = "–"
"""Shown instead of a letter when no grade was given."""


def bar_of(spell: Spell, *, what: str = "", owner: str = "") -> GradeBar:
    """A spell as a bar; without a grade it has a dash and the reason.

    `what` names a judgement area; `owner` a predecessor, whose bars are drawn faded.
    """
    grade = spell.grade
    return GradeBar(
        start=spell.start,
        end=spell.end,
        letter=grade.letter if grade else DASH,
        year=str(spell.inspection.first_day.year),
        tone=grade.tone if grade else "neutral",
        position=grade.position if grade else None,
        hover=labels.spell_sentence(spell, owner, what),
        missing="" if grade else labels.missing_words(spell.missing),
        is_era=bool(owner),
        is_open=spell.is_open,
    )

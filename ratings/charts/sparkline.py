"""The timeline at the size of a word: the same bands in 120 × 24, for tables. Source: look.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from ratings.charts.svg import look, num
from ratings.charts.theme import LIGHT
from ratings.rules.line import Line
from ratings.rules.spells import Spell, headline_spells
from ratings.rules.types import Authority

WIDTH, HEIGHT = 120, 24
RECORD_BEGINS = date(2009, 1, 1)
_BAR = 5.0


def sparkline(
    line: Line,
    authority: Authority,
    as_at: date,
    complete_to: date,
    *,
    since: date = RECORD_BEGINS,
    positions: int = 4,
) -> str:
    """An inline SVG of the spells of overall grades between `since` and `as_at`.

    `positions` is how many places the scale has; a grade beyond them makes room for itself.
    All sparklines of a table share `since`, so that years align. Its title
    is the line; it is not an image to be read twice, since the line is next to it.
    """
    spells = headline_spells(line.graded, authority, min(as_at, complete_to))
    deepest = max([positions, *(s.grade.position for s in spells if s.grade)])
    marks = "".join(_marks(spells, since, max(as_at, since), deepest))
    return (
        f'<svg class="tl-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' role="img"><title>{escape(authority.name)}: {escape(line.text)}</title>'
        f'<path d="M0 1.5H{WIDTH}V{HEIGHT - 1.5}H0Z" {look("tl-band")}/>{marks}</svg>'
    )


def _marks(spells: tuple[Spell, ...], since: date, as_at: date, deepest: int) -> Iterator[str]:
    days = max((as_at - since).days, 1)
    band = (HEIGHT - 3) / deepest
    riser, frame = look("tl-riser"), look("tl-open tl-dashed")
    before: float | None = None
    for spell in spells:
        x0, x1 = (_x(day, since, days) for day in (spell.start, spell.end))
        width = num(max(x1 - x0 - 0.6, 1.5))
        if spell.grade is None:
            yield f'<rect x="{num(x0)}" y="2.5" width="{width}" height="19" {frame}/>'
            before = None
            continue
        y = 1.5 + band * (spell.grade.position - 1) + (band - _BAR) / 2
        if before is not None and before != y:
            yield f'<path d="M{num(x0)} {num(before + 2.5)}V{num(y + 2.5)}" {riser}/>'
        yield f'<rect x="{num(x0)}" y="{num(y)}" width="{width}" height="5" {_fill(spell)}/>'
        before = y


def _x(day: date, since: date, days: int) -> float:
    return min(max((day - since).days / days, 0.0), 1.0) * WIDTH


def _fill(spell: Spell) -> str:
    """A hatched colour has no pattern at this size: outlined and half filled instead."""
    tone = spell.grade.tone if spell.grade else "neutral"
    key = tone if tone in LIGHT.tones else "neutral"
    if LIGHT.tone(key).is_hatched:
        return (
            look(f"tl-spark-{key}")
            + f' fill="{LIGHT.tone(key).ground}"'
            + (f' stroke="{LIGHT.tone(key).edge}" stroke-dasharray="1.5 1"')
        )
    return look(f"tl-fill-{key}")

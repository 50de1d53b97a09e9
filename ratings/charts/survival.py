"""How long something lasts: Kaplan-Meier curves as steps, each with its 95% band.

One panel a curve, all on one axis of years, so that they can be set against one another
without crossing. The median is marked where half has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.charts.picture_address import Picture
from ratings.charts.svg import Canvas, num
from ratings.charts.text import wrap
from ratings.rules.dates import DAYS_A_YEAR
from ratings.rules.kaplan_meier import CurveStep, Median

WIDE, NARROW = 980, 358
PANEL, GAP = 150.0, 46.0
LEFT, TOP = 44.0, 26.0
SMALL = 12


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve: its name with the numbers behind it, steps, and days until nobody is left
    to watch. `tone` is the line's colour; `letter` is the grade's, possibly empty."""

    name: str
    detail: str
    steps: tuple[CurveStep, ...]
    watched: int
    median: Median
    tone: str = "neutral"
    letter: str = ""


@dataclass(frozen=True, slots=True)
class PanelFrame:
    """Where one panel is drawn: its left edge, top, and width in units."""

    canvas: Canvas
    left: float
    top: float
    width: float
    years: int

    def x(self, days: float) -> float:
        return self.left + self.width * min(days / DAYS_A_YEAR / self.years, 1)

    def y(self, share: float) -> float:
        return self.top + PANEL * (1 - share)


def survival_picture(
    curves: Sequence[Curve], *, uid: str, title: str, description: str, years: int, columns: int = 2
) -> Picture:
    """The chart, panels side by side for wide screens and below one another for phones.

    `years` is how far the axis goes.
    """
    wide = _drawn(curves, f"{uid}-wide", WIDE, min(columns, max(len(curves), 1)), years)
    narrow = _drawn(curves, f"{uid}-narrow", NARROW, 1, years)
    return Picture(
        wide[0].finish(wide[1], title, description, "tl tl-wide"),
        narrow[0].finish(narrow[1], title, description, "tl tl-narrow"),
        title,
        description,
    )


def _drawn(
    curves: Sequence[Curve], uid: str, width: float, columns: int, years: int
) -> tuple[Canvas, float]:
    """The canvas with all panels, and its height."""
    canvas = Canvas(uid, width)
    across = (width - (columns - 1) * 24) / columns
    height = TOP + 18 + PANEL + GAP
    for i, curve in enumerate(curves):
        row, column = divmod(i, columns)
        left, top = column * (across + 24), row * height
        _heading(canvas, curve, left, top, across)
        frame = PanelFrame(canvas, left + LEFT, top + TOP + 18, across - LEFT - 8, years)
        _axes(frame)
        _curve(frame, curve)
    return canvas, -(-len(curves) // columns) * height


def _heading(canvas: Canvas, curve: Curve, left: float, top: float, width: float) -> None:
    x = left
    if curve.letter:
        canvas.bar(x, top + 2, 28, 16, curve.tone)
        canvas.label(x + 14, top + 14, curve.letter, curve.tone, f"tl-on-{curve.tone}")
        x += 36
    canvas.text(x, top + 15, curve.name, size=14, bold=True)
    detail = wrap(curve.detail, SMALL, width)
    canvas.lines(left, top + 34, detail[:1], "tl-muted", size=SMALL)


def _axes(frame: PanelFrame) -> None:
    """Shares on the left, whole years beneath."""
    canvas, right = frame.canvas, frame.left + frame.width
    for share in (0.0, 0.5, 1.0):
        y = frame.y(share)
        canvas.line(frame.left, y, right, y, "tl-unknown")
        canvas.text(frame.left - 6, y + 4, f"{share:.0%}", "tl-muted", size=SMALL, anchor="end")
    every = 1 if frame.years <= 8 or frame.width > 600 else 2
    for year in range(0, frame.years + 1, every):
        x = frame.x(year * DAYS_A_YEAR)
        canvas.line(x, frame.y(0), x, frame.y(0) + 4, "tl-hair")
        last = year + every > frame.years
        words = f"{year} years" if last else str(year)
        anchor = "end" if last else "middle"
        canvas.text(x, frame.y(0) + 17, words, "tl-muted", size=SMALL, anchor=anchor)


def _curve(frame: PanelFrame, curve: Curve) -> None:
    if not curve.steps:
        middle = frame.left + frame.width / 2
        words = "none of these has been seen to end"
        frame.canvas.text(middle, frame.y(0.5) - 6, words, "tl-muted", size=SMALL,
                          anchor="middle", italic=True)  # fmt: skip
        return
    seen = [step for step in curve.steps if step.days <= frame.years * DAYS_A_YEAR]
    points = [(step.days, step.surviving) for step in seen]
    frame.canvas.path(_band(frame, seen, curve.watched), "tl-strip nat-band")
    look = f"tl-riser nat-curve nat-curve-{curve.tone}"
    frame.canvas.path(_steps(frame, points, curve.watched), look)
    if curve.median.days is not None:
        x = frame.x(curve.median.days)
        frame.canvas.line(x, frame.y(0.5), x, frame.y(0), "tl-dashed")
        frame.canvas.circle(x, frame.y(0.5), 3.6, "tl-event")


def _steps(frame: PanelFrame, points: list[tuple[int, float]], until: int) -> str:
    """From everything at the start, across and down at each point, to the last day watched."""
    moves = [f"M{num(frame.x(0))} {num(frame.y(1))}"]
    moves += [f"H{num(frame.x(days))}V{num(frame.y(share))}" for days, share in points]
    return "".join([*moves, f"H{num(frame.x(until))}"])


def _band(frame: PanelFrame, steps: list[CurveStep], until: int) -> str:
    """Out along the upper bound, back along the lower one."""
    upper = _steps(frame, [(s.days, s.high) for s in steps], until)
    lows = [1.0, *(s.low for s in steps)]
    back = [f"V{num(frame.y(lows[-1]))}"]
    for days, share in zip((s.days for s in reversed(steps)), reversed(lows[:-1]), strict=True):
        back.append(f"H{num(frame.x(days))}V{num(frame.y(share))}")
    return "".join([upper, *back, "Z"])

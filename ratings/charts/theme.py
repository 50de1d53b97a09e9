"""Colours of grades and of the page behind them, light and dark.

Source: look.md. Every grade colour is a fill, the text on it and an outline for use without text.
Tested for contrast (text 4.5:1) and, for the grades and the neutral, to stay 20 CIEDE2000
apart for normal, protanopic, deuteranopic and tritanopic sight. `charts.css` repeats these
values as custom properties (a test compares the two), because a page's colours must follow
the reader's theme; the SVG carries the light ones as attributes, so that it can stand alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GradeColours:
    """One colour for a grade: `fill`, `text` on it, `edge` around it; all `#rrggbb`.

    A hatched colour is striped: `fill` on `ground`.
    """

    fill: str
    text: str
    edge: str
    ground: str = ""

    @property
    def is_hatched(self) -> bool:
        return bool(self.ground)


@dataclass(frozen=True, slots=True)
class Theme:
    """A page's colours (paper, ink, muted text, bands, strips, lines) and those of grades."""

    name: str
    paper: str
    ink: str
    muted: str
    band: str
    strip: str
    line: str
    tones: Mapping[str, GradeColours]

    def tone(self, key: str) -> GradeColours:
        """The colour of that name; neutral where the theme does not have it."""
        return self.tones.get(key, self.tones["neutral"])


LIGHT = Theme(
    name="light",
    paper="#fbfaf7",
    ink="#1c1c1c",
    muted="#5f5b53",
    band="#f3f1ea",
    strip="#e4e0d6",
    line="#6b675f",
    tones={
        "deep-blue": GradeColours("#123f6d", "#ffffff", "#123f6d"),
        "blue": GradeColours("#5fa8cf", "#0b2233", "#2f7299"),
        "amber": GradeColours("#f2b33d", "#3a2a05", "#9c6a07"),
        "amber-hatched": GradeColours("#f2b33d", "#3a2a05", "#9c6a07", ground="#fbe3b0"),
        "red": GradeColours("#c0303a", "#ffffff", "#c0303a"),
        "neutral": GradeColours("#dadada", "#1c1c1c", "#6b675f"),
        "teal": GradeColours("#1f7a6d", "#ffffff", "#1f7a6d"),
        "violet": GradeColours("#7b5ea7", "#ffffff", "#7b5ea7"),
    },
)

DARK = Theme(
    name="dark",
    paper="#161719",
    ink="#ece9e2",
    muted="#aaa69d",
    band="#212327",
    strip="#33363b",
    line="#8f8b83",
    tones={
        "deep-blue": GradeColours("#3b62c4", "#ffffff", "#7d9be6"),
        "blue": GradeColours("#93d2fa", "#0b1f2e", "#93d2fa"),
        "amber": GradeColours("#ecb24a", "#2b1f03", "#ecb24a"),
        "amber-hatched": GradeColours("#ecb24a", "#2b1f03", "#ecb24a", ground="#c4903a"),
        "red": GradeColours("#c2333b", "#ffffff", "#e88087"),
        "neutral": GradeColours("#92928f", "#101113", "#b5b2aa"),
        "teal": GradeColours("#4fb8a8", "#06201c", "#4fb8a8"),
        "violet": GradeColours("#a58fd0", "#170f26", "#a58fd0"),
    },
)

THEMES = (LIGHT, DARK)

FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, 'Liberation Sans', sans-serif"

DIRECTION_TONES = {"improved": "deep-blue", "declined": "red"}
"""The colour of a visit's mark; any other direction is drawn in the colour of lines."""

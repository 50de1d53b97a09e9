"""How much room text takes, where lines break, and boxes that must not overlap.

Widths are in the units of the font size, from Arial's published metrics with six per cent
added, because the reader's system font is not known and Segoe UI, Roboto and San Francisco
are about as wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NARROW = {".": 278, ",": 278, " ": 278, "i": 222, "j": 222, "l": 222, "f": 278, "t": 278,
           "r": 333, "I": 278, "(": 333, ")": 333, "-": 333, ":": 278, ";": 278, "’": 222,
           "'": 191, "·": 333, "/": 278, "|": 260, "!": 278}  # fmt: skip
_WIDE = {"m": 833, "w": 722, "M": 833, "W": 944, "G": 778, "O": 778, "Q": 778, "→": 1000,
         "—": 1000, "@": 1015, "&": 667, "C": 722, "D": 722, "H": 722, "N": 722, "R": 722,
         "U": 722}  # fmt: skip
_WIDTHS = {**_NARROW, **_WIDE}
_LOWER, _UPPER = 556, 667
_SLACK, _BOLD = 1.06, 1.07


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text at a font size, in the same units."""
    return _units(text) / 1000 * size * _SLACK * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def _units(text: str) -> int:
    return sum(_WIDTHS.get(c) or (_UPPER if c.isupper() else _LOWER) for c in text)


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Text in lines no wider than `width`; a single longer word keeps a line of its own.

    Lines break at plain spaces only, never at a no-break space.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom; y runs down."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    def moved(self, dx: float = 0, dy: float = 0) -> Box:
        """The same box somewhere else."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def is_free(self, taken: Iterable[Box]) -> bool:
        """Whether it overlaps none of them."""
        return not any(self.overlaps(box) for box in taken)


def first_free(candidates: Sequence[Box], taken: Sequence[Box]) -> Box:
    """The first candidate that overlaps nothing; the last one where all do."""
    return next((box for box in candidates if box.is_free(taken)), candidates[-1])


def pack(extents: Sequence[tuple[float, float]], gap: float = 0) -> list[int]:
    """The row of each extent (start, end), taken in order, so that none overlap within a row."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for start, end in extents:
        free = (
            i for i, row in enumerate(rows)
            if all(end + gap <= a or b + gap <= start for a, b in row)
        )  # fmt: skip
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((start, end))
        found.append(number)
    return found

"""Writing SVG: elements with classes for the page and light colours for standing alone.

A class (styled by `charts.css`) is how the page colours a mark; the presentation attributes
beside it are the light theme, weaker than any style sheet, so that the same file is right in
an `<img>`, in an image made from it and in print. No style attribute and no style element:
the site's content security policy allows neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from ratings.charts.text import text_width
from ratings.charts.theme import FONT, LIGHT, GradeColours

Number = float | int


def num(value: Number) -> str:
    """A number as short as a tenth of a unit allows."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _fill(tone: GradeColours) -> str:
    """A hatched colour is filled with its pattern, whose id only the image itself knows."""
    edge = f'stroke="{tone.edge}"'
    return edge if tone.is_hatched else f'fill="{tone.fill}" {edge}'


_LOOK = {
    "tl-paper": f'fill="{LIGHT.paper}"',
    "tl-band": f'fill="{LIGHT.band}"',
    "tl-strip": f'fill="{LIGHT.strip}"',
    "tl-grid": f'stroke="{LIGHT.paper}" stroke-width="1"',
    "tl-ink": f'fill="{LIGHT.ink}"',
    "tl-muted": f'fill="{LIGHT.muted}"',
    "tl-riser": f'stroke="{LIGHT.line}" stroke-width="1.3" fill="none"',
    "tl-rule": f'stroke="{LIGHT.ink}" stroke-width="1.2"',
    "tl-hair": f'stroke="{LIGHT.line}" stroke-width="0.8" fill="none"',
    "tl-dashed": f'stroke="{LIGHT.line}" stroke-width="1.2" stroke-dasharray="4 3"',
    "tl-unknown": f'stroke="{LIGHT.line}" stroke-width="0.7" stroke-opacity="0.8"',
    "tl-break": f'stroke="{LIGHT.paper}" stroke-width="4"',
    "tl-open": f'fill="{LIGHT.band}"',
    "tl-plate-era": 'fill-opacity="0.6"',
    "tl-event": f'fill="{LIGHT.paper}" stroke="{LIGHT.ink}" stroke-width="1.1"',
    "tl-mark": f'fill="{LIGHT.line}" stroke="{LIGHT.paper}" stroke-width="0.8"',
    "tl-mark-open": f'fill="{LIGHT.paper}" stroke="{LIGHT.line}" stroke-width="1.3"',
    "tl-mark-unread": f'fill="{LIGHT.paper}" stroke="{LIGHT.line}" stroke-width="1.6"'
    ' stroke-linecap="round" stroke-dasharray="0.1 3.04"',
    "tl-mark-up": f'fill="{LIGHT.tones["deep-blue"].fill}" stroke="{LIGHT.paper}"'
    ' stroke-width="0.8"',
    "tl-mark-down": f'fill="{LIGHT.tones["red"].fill}" stroke="{LIGHT.paper}"'
    ' stroke-width="0.8"',
    "tl-era": 'fill-opacity="0.35" stroke-opacity="0.55"',
    **{f"tl-fill-{k}": _fill(t) for k, t in LIGHT.tones.items()},
    **{f"tl-ground-{k}": f'fill="{t.ground}"' for k, t in LIGHT.tones.items() if t.ground},
    **{f"tl-on-{k}": f'fill="{t.text}"' for k, t in LIGHT.tones.items()},
}  # fmt: skip


@lru_cache(maxsize=256)
def look(names: str) -> str:
    """The attributes of one class or several: themselves, and their light colours."""
    colours = [_LOOK[name] for name in names.split() if name in _LOOK]
    return " ".join([f'class="{names}"', *colours])


class Canvas:
    """An SVG being written: methods add elements in the order they are painted.

    `uid` makes the ids of this image unique on its page.
    """

    def __init__(self, uid: str, width: Number) -> None:
        self.uid = uid
        self.width = width
        self._parts: list[str] = []

    def rect(
        self, x: Number, y: Number, w: Number, h: Number, cls: str, *, title: str = "",
        radius: Number = 0, extra: str = "",
    ) -> None:  # fmt: skip
        """A rectangle; `title` is its tooltip."""
        rounding = f' rx="{num(radius)}"' if radius else ""
        shape = f'<rect x="{num(x)}" y="{num(y)}" width="{num(max(w, 0))}" height="{num(h)}"'
        self._shape(f"{shape}{rounding} {look(cls)}{extra}", "rect", title)

    def line(self, x0: Number, y0: Number, x1: Number, y1: Number, cls: str) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{num(x0)}" y1="{num(y0)}" x2="{num(x1)}" y2="{num(y1)}" {look(cls)}/>'
        )

    def grid(self, xs: Iterable[Number], y0: Number, y1: Number) -> None:
        """Upright lines from `y0` to `y1`, as one element."""
        strokes = "".join(f"M{num(x)} {num(y0)}V{num(y1)}" for x in xs)
        if strokes:
            self.path(strokes, "tl-grid")

    def path(self, d: str, cls: str, *, title: str = "", extra: str = "") -> None:
        """A path from its commands."""
        self._shape(f'<path d="{d}" {look(cls)}{extra}', "path", title)

    def hatch(
        self, x: Number, y: Number, w: Number, h: Number, kind: str, *, title: str = ""
    ) -> None:
        """Where nothing of a kind is recorded: `graded` and `visits` slant the other way."""
        self.rect(x, y, w, h, "tl-hatch", title=title, extra=self.pattern(kind))

    def circle(self, x: Number, y: Number, r: Number, cls: str, *, title: str = "") -> None:
        """A circle."""
        self._shape(
            f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {look(cls)}', "circle", title
        )

    def text(
        self, x: Number, y: Number, words: str, cls: str = "tl-ink", *, size: Number = 12,
        anchor: str = "start", bold: bool = False, italic: bool = False,
    ) -> None:  # fmt: skip
        """One line of text; `y` is its baseline. Italics say why there is nothing to show."""
        where = f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}"'
        end = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="700"' if bold else ' font-style="italic"' if italic else ""
        self._parts.append(f"{where}{end}{weight} {look(cls)}>{escape(words)}</text>")

    def turned(
        self, x: Number, y: Number, words: str, cls: str = "tl-ink", *, size: Number = 12
    ) -> None:
        """One line of text that reads downwards from (x, y)."""
        self._parts.append(
            f'<text transform="translate({num(x)} {num(y)}) rotate(90)"'
            f' font-size="{num(size)}" {look(cls)}>{escape(words)}</text>'
        )

    def label(
        self,
        x: Number,
        y: Number,
        words: str,
        tone: str,
        cls: str,
        *,
        size: Number = 12,
        is_era: bool = False,
        anchor: str = "middle",
    ) -> None:
        """Bold text on a bar; on a hatched one it has a plain background."""
        if LIGHT.tone(tone).is_hatched:
            width = text_width(words, size, bold=True) + 4
            plate = f"tl-ground-{tone}" + (" tl-plate-era" if is_era else "")
            left = x - 2 if anchor == "start" else x - width / 2
            self.rect(left, y - 10.5, width, 13, plate, radius=2)
        self.text(x, y, words, cls, size=size, anchor=anchor, bold=True)

    def lines(
        self, x: Number, y: Number, texts: Sequence[str], cls: str = "tl-ink", *,
        size: Number = 12, leading: Number = 14, anchor: str = "start", bold: bool = False,
        italic: bool = False,
    ) -> None:  # fmt: skip
        """Lines of text below one another, the first with its baseline at `y`."""
        for i, words in enumerate(texts):
            self.text(
                x, y + i * leading, words, cls,
                size=size, anchor=anchor, bold=bold, italic=italic,
            )  # fmt: skip

    def open(self, cls: str = "") -> None:
        """Begin a group."""
        self._parts.append(f"<g {look(cls)}>" if cls else "<g>")

    def close(self) -> None:
        """End a group."""
        self._parts.append("</g>")

    def _shape(self, start: str, name: str, title: str) -> None:
        end = f"><title>{escape(title)}</title></{name}>" if title else "/>"
        self._parts.append(start + end)

    def finish(self, height: Number, title: str, description: str, cls: str) -> str:
        """The whole element, `height` units high.

        It is read out by its title and description. The letters in it would only be a heap of
        text to somebody who hears them, so they are hidden from screen readers.
        """
        size = f"0 0 {num(self.width)} {num(height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{cls}" viewBox="{size}"'
            f' width="{num(self.width)}" height="{num(height)}" role="img"'
            f' aria-labelledby="{self.uid}-title {self.uid}-desc" font-family="{FONT}">'
            f'<title id="{self.uid}-title">{escape(title)}</title>'
            f'<desc id="{self.uid}-desc">{escape(description)}</desc>'
            f"<defs>{self._patterns()}</defs>"
        )
        paper = f'<rect width="{num(self.width)}" height="{num(height)}" {look("tl-paper")}/>'
        return f'{head}{paper}<g aria-hidden="true">{"".join(self._parts)}</g></svg>'

    def _patterns(self) -> str:
        hatches = (
            _hatch(f"{self.uid}-{key}", key, tone)
            for key, tone in LIGHT.tones.items()
            if tone.is_hatched
        )
        graded = _stripes(f"{self.uid}-graded", 5, 45, "tl-unknown")
        return "".join(hatches) + graded + _stripes(f"{self.uid}-visits", 3.2, -45, "tl-hair")

    def pattern(self, name: str) -> str:
        """A fill attribute with one of this image's patterns."""
        return f' fill="url(#{self.uid}-{name})"'

    def bar(
        self, x: Number, y: Number, w: Number, h: Number, tone: str, *, title: str = "",
        is_era: bool = False, radius: Number = 2,
    ) -> None:  # fmt: skip
        """A bar in a grade's colour; one of a predecessor's era is faded."""
        known = tone if tone in LIGHT.tones else "neutral"
        extra = self.pattern(known) if LIGHT.tone(known).is_hatched else ""
        cls = f"tl-bar tl-fill-{known}" + (" tl-era" if is_era else "")
        self.rect(x, y, w, h, cls, title=title, radius=radius, extra=extra)


def _hatch(ident: str, key: str, tone: GradeColours) -> str:
    return (
        f'<pattern id="{ident}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        f'<rect width="6" height="6" {look(f"tl-ground-{key}")}/>'
        f'<rect width="2.6" height="6" class="tl-stripe-{key}" fill="{tone.fill}"/></pattern>'
    )


def _stripes(ident: str, apart: float, degrees: int, cls: str) -> str:
    return (
        f'<pattern id="{ident}" width="{apart}" height="{apart}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate({degrees})"><line x1="0" y1="0" x2="0" y2="{apart}"'
        f" {look(cls)}/></pattern>"
    )

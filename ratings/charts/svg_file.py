"""An SVG as a file of its own: it carries its dark colours, for an `<img>` on another site.

The light colours are attributes of every mark already (`charts.svg`). A file has no page whose
style sheet could follow the reader's theme, so the dark ones travel in a style element: only
those that the image uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ratings.charts.svg import num
from ratings.charts.theme import DARK, GradeColours, Theme

_CLASSES = re.compile(r'class="([^"]*)"')
_VIEW = re.compile(r'viewBox="[^"]*" width="[0-9.]+" height="[0-9.]+"')
_PAPER = re.compile(r'<rect width="[0-9.]+" height="[0-9.]+"(?= class="tl-paper")')


def standalone(svg: str) -> str:
    """The same image, legible on light and dark backgrounds alike."""
    return svg.replace("</desc>", f"</desc><style>{dark_style(svg)}</style>", 1)


def dark_style(svg: str) -> str:
    """The CSS rules that an image needs where its reader prefers dark."""
    used = {name for names in _CLASSES.findall(svg) for name in names.split()}
    rules = "".join(f".{name}{{{look}}}" for name, look in _rules(DARK) if name in used)
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def style_in(svg: str) -> str:
    """The content of an image's own style element; empty where it has none."""
    _, _, rest = svg.partition("<style>")
    return rest.partition("</style>")[0]


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """A whole image nested in another, in a box of its own."""
    place = f' x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return re.sub(r' width="[0-9.]+" height="[0-9.]+"', place, svg, count=1)


def with_margin(svg: str, margin: int) -> str:
    """The same image with a margin in the background colour."""
    width, height = (num(side + 2 * margin) for side in size_of(svg))
    size, corner = f'width="{width}" height="{height}"', f"{-margin} {-margin}"
    framed = _VIEW.sub(f'viewBox="{corner} {width} {height}" {size}', svg, count=1)
    return _PAPER.sub(f'<rect x="{-margin}" y="{-margin}" {size}', framed, count=1)


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of an image, in its own units."""
    found = re.search(r' width="([0-9.]+)" height="([0-9.]+)"', svg)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _rules(theme: Theme) -> Iterator[tuple[str, str]]:
    """Class and look; the same choices as `charts.css`, but for the paper, which is painted."""
    t = theme
    up, down = t.tones["deep-blue"].edge, t.tones["red"].edge
    yield from (
        ("tl-paper", f"fill:{t.paper}"),
        ("tl-band", f"fill:{t.band}"),
        ("tl-strip", f"fill:{t.strip}"),
        ("tl-grid", f"stroke:{t.paper}"),
        ("tl-ink", f"fill:{t.ink}"),
        ("tl-muted", f"fill:{t.muted}"),
        ("tl-riser", f"stroke:{t.line}"),
        ("tl-hair", f"stroke:{t.line}"),
        ("tl-rule", f"stroke:{t.ink}"),
        ("tl-dashed", f"stroke:{t.line}"),
        ("tl-open", f"fill:{t.band}"),
        ("tl-unknown", f"stroke:{t.line}"),
        ("tl-break", f"stroke:{t.band}"),
        ("tl-event", f"fill:{t.paper};stroke:{t.ink}"),
        ("tl-mark", f"fill:{t.line};stroke:{t.paper}"),
        ("tl-mark-open", f"fill:{t.paper};stroke:{t.line}"),
        ("tl-mark-unread", f"fill:{t.paper};stroke:{t.line}"),
        ("tl-mark-up", f"fill:{up};stroke:{t.paper}"),
        ("tl-mark-down", f"fill:{down};stroke:{t.paper}"),
    )
    for key, tone in t.tones.items():
        yield from _tone_rules(key, tone)


def _tone_rules(key: str, tone: GradeColours) -> Iterator[tuple[str, str]]:
    edge = f"stroke:{tone.edge}"
    yield f"tl-fill-{key}", edge if tone.is_hatched else f"fill:{tone.fill};{edge}"
    yield f"tl-on-{key}", f"fill:{tone.text}"
    if tone.is_hatched:
        yield f"tl-ground-{key}", f"fill:{tone.ground}"
        yield f"tl-stripe-{key}", f"fill:{tone.fill}"

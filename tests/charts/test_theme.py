"""Colours hold for every reader: contrast, colour-blindness, light and dark.

Sources: WCAG 2.2 (relative luminance, contrast ratio); Machado, Oliveira and Fernandes 2009,
severity 1.0 (colour-vision deficiency, applied to linear RGB); Sharma, Wu and Dalal 2005
(CIEDE2000, D65 white).
"""

from __future__ import annotations

import re
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import pytest

from ratings.charts.theme import DARK, LIGHT, THEMES, Theme

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

SIGHT: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> Triple:
    """`#rrggbb` as linear RGB, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return r, g, b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG, 1 to 21."""
    lighter, darker = sorted((_apply(TO_XYZ, linear(c))[1] for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def difference(one: str, other: str, sight: str = "normal") -> float:
    """CIEDE2000 between two colours as one kind of sight sees them."""
    return ciede2000(*(_lab(_apply(SIGHT[sight], linear(c))) for c in (one, other)))


def ciede2000(one: Triple, other: Triple) -> float:
    """CIEDE2000 between two CIELAB colours."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c_bar7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - sqrt(c_bar7 / (c_bar7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    mean_h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    spread = 30 * exp(-(((mean_h - 275) / 25) ** 2))
    r_t = -2 * sqrt(mean_c**7 / (mean_c**7 + 25**7)) * sin(radians(2 * spread))
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    d_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / s_h
    return sqrt(d_l**2 + d_c**2 + d_h**2 + r_t * d_c * d_h)


def _apply(matrix: Matrix, colour: Triple) -> Triple:
    x, y, z = (
        min(max(sum(m * c for m, c in zip(row, colour, strict=True)), 0), 1.2) for row in matrix
    )
    return x, y, z


def _lab(rgb: Triple) -> Triple:
    clipped = (min(rgb[0], 1), min(rgb[1], 1), min(rgb[2], 1))
    x, y, z = (
        v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116
        for v in (c / w for c, w in zip(_apply(TO_XYZ, clipped), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


KEPT_APART = ("deep-blue", "blue", "amber", "red", "neutral")
"""Outstanding, good, requires improvement, inadequate, and neither."""

CSS = Path("ratings/static/ratings/charts.css")


themes = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


@themes
def test_text_can_be_read_and_every_tone_stands_out_from_the_page(theme: Theme) -> None:
    for name, tone in theme.tones.items():
        for ground in filter(None, (tone.fill, tone.ground)):
            assert contrast(tone.text, ground) >= 4.5, f"{name} on {ground}"
        for ground in (theme.paper, theme.band):
            assert contrast(tone.edge, ground) >= 3, f"outline of {name} on {ground}"
    for text in (theme.ink, theme.muted):
        for ground in (theme.paper, theme.band, theme.strip):
            assert contrast(text, ground) >= 4.5, f"{text} on {ground}"


@pytest.mark.parametrize("sight", SIGHT)
@themes
def test_grades_are_told_apart_by_every_kind_of_sight(theme: Theme, sight: str) -> None:
    for one, other in combinations(KEPT_APART, 2):
        apart = difference(theme.tone(one).fill, theme.tone(other).fill, sight)
        assert apart >= 20, f"{one} and {other}: {apart:.1f}"


def test_both_themes_know_the_same_tones_and_draw_one_to_come_neutral() -> None:
    assert LIGHT.tones.keys() == DARK.tones.keys()
    assert LIGHT.tone("tartan") == LIGHT.tone("neutral")


@themes
def test_the_style_sheet_repeats_the_theme(theme: Theme) -> None:
    light, dark = CSS.read_text().split("@media screen and (prefers-color-scheme: dark)", 1)
    written = {"light": light, "dark": dark.split("/* The picture */")[0]}[theme.name]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", written))
    page = ("paper", "ink", "muted", "band", "strip", "line")
    expected = {f"tl-{name}": getattr(theme, name) for name in page}
    for name, tone in theme.tones.items():
        expected |= {f"tone-{name}": tone.fill, f"tone-{name}-text": tone.text}
        expected |= {f"tone-{name}-edge": tone.edge}
        expected |= {f"tone-{name}-ground": tone.ground} if tone.ground else {}
    assert found == expected


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_difference_is_right(one: Triple, other: Triple, apart: float) -> None:
    """Sharma, Wu and Dalal 2005, table 1, pairs 1, 25 and 34."""
    assert ciede2000(one, other) == pytest.approx(apart, abs=1e-4)

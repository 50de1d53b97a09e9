"""Colours hold for every reader: contrast, colour-blindness, light and dark."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from ratings.charts.theme import DARK, LIGHT, THEMES, Theme
from tests.charts.colour_vision import SIGHT, Triple, ciede2000, contrast, difference

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


def test_the_grades_are_those_of_the_design() -> None:
    fills = {name: LIGHT.tone(name).fill for name in ("deep-blue", "blue", "amber", "red")}
    assert fills == {
        "deep-blue": "#123f6d", "blue": "#5fa8cf", "amber": "#f2b33d", "red": "#c0303a",
    }  # fmt: skip
    assert (LIGHT.paper, LIGHT.ink, LIGHT.band) == ("#fbfaf7", "#1c1c1c", "#f3f1ea")


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

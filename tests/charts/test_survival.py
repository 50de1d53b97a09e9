"""Kaplan-Meier curves, drawn."""

from __future__ import annotations

import re

import pytest

from ratings.charts.survival import Curve, SurvivalData, survival_picture
from ratings.rules.kaplan_meier import Duration, kaplan_meier, median
from tests.charts.builders import parse, texts

DURATIONS = [Duration(365, True), Duration(731, True), Duration(1096, False), Duration(5000, True)]
STEPS = kaplan_meier(DURATIONS)
CURVE = Curve("Good", "4 periods", STEPS, 5000, median(STEPS), "blue", "G")
FORMS = ["svg", "svg_narrow"]


def picture(*curves: Curve, form: str = "svg") -> str:
    data = SurvivalData("times", "How <long>", "Half & half", curves, years=10)
    return str(getattr(survival_picture(data), form))


def curve_of(svg: str) -> str:
    found = re.search(r'<path d="([^"]*)" class="tl-riser nat-curve nat-curve-blue"', svg)
    assert found
    return found[1]


@pytest.mark.parametrize("form", FORMS)
def test_a_curve_goes_across_and_down_only(form: str) -> None:
    d = curve_of(picture(CURVE, form=form))
    assert re.fullmatch(r"M[0-9. ]+(H[0-9.]+V[0-9.]+)*H[0-9.]+", d)
    across = [float(x) for x in re.findall(r"H([0-9.]+)", d)]
    down = [float(y) for y in re.findall(r"V([0-9.]+)", d)]
    assert across == sorted(across)
    assert down == sorted(down)


def test_it_ends_at_the_edge_and_never_drops_there() -> None:
    """A step beyond the axis is left out, not drawn at its end."""
    assert len(re.findall("V", curve_of(picture(CURVE)))) == 2


@pytest.mark.parametrize("form", FORMS)
def test_names_numbers_and_years_are_written(form: str) -> None:
    words = texts(picture(CURVE, form=form))
    assert {"Good", "4 periods", "G", "50%", "10 years"} <= set(words)


def test_the_band_is_closed_and_the_median_marked() -> None:
    svg = picture(CURVE)
    assert re.search(r'd="M[^"]*Z" class="tl-strip nat-band"', svg)
    assert "<circle" in svg


def test_nothing_seen_to_end_says_so() -> None:
    never = Curve("Outstanding", "2 periods", (), 900, median(()), "deep-blue", "O")
    svg = picture(never)
    assert "none of these has been seen to end" in texts(svg)
    assert "nat-curve" not in svg


@pytest.mark.parametrize("form", FORMS)
def test_it_is_an_image_with_words_and_without_styles(form: str) -> None:
    svg = picture(CURVE, CURVE, form=form)
    root = parse(svg)
    assert (root[0].text, root[1].text) == ("How <long>", "Half & half")
    assert not re.search(r"style=|<style|<script", svg)


def test_no_curve_at_all_is_an_empty_picture() -> None:
    assert texts(picture()) == []

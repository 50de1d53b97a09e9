"""Shares of grades through time, and Kaplan-Meier curves, drawn."""

from __future__ import annotations

import re

import pytest

from ratings.charts.stacked_bars import FrameworkSpan, SharesData, Slice, StackedBar, shares_picture
from ratings.charts.survival import Curve, SurvivalData, survival_picture
from ratings.rules.kaplan_meier import Duration, kaplan_meier, median
from tests.charts.builders import (
    ADEQUATE,
    GOOD,
    INADEQUATE,
    OUTSTANDING,
    SVG,
    assert_named_and_safe,
    assert_own_ids,
    parse,
    texts,
)

COLUMNS = (
    StackedBar("2024", "31 Mar", (Slice(2, "inadequate", INADEQUATE), Slice(0, "good", GOOD),
                              Slice(7, "not yet inspected"))),
    StackedBar("2025", "31 Mar", (Slice(1, "inadequate", INADEQUATE), Slice(6, "good", GOOD),
                              Slice(2, "no grade", dashed=True))),
)  # fmt: skip
DATA = SharesData(
    uid="shares",
    title="Shares <of> grades",
    description="2024: 2 & 2025: 1",
    columns=COLUMNS,
    eras=(FrameworkSpan("OLD", 0, 1), FrameworkSpan("NEW", 1, 2, "no grade")),
    key=(("inadequate", INADEQUATE, False), ("good", GOOD, False), ("no grade", None, True)),
)


@pytest.mark.parametrize("form", ["svg", "svg_narrow"])
def test_it_is_an_image_that_says_letters_and_counts_without_styles(form: str) -> None:
    svg = getattr(shares_picture(DATA), form)
    assert {"I 2", "7", "G 6", "2024", "2025", "31 Mar"} <= set(texts(svg))
    assert "G 0" not in texts(svg)
    titles = {title.text for title in parse(svg).iter(f"{SVG}title")}
    assert {"2 inadequate", "7 not yet inspected", "6 good", "2 no grade"} <= titles, "on hover"
    assert "NEW: no grade" in texts(svg), "the end of a grade is marked and named"
    assert 'class="tl-dashed"' in svg
    assert_named_and_safe(svg, DATA.title, DATA.description)
    assert "<of>" not in svg


def test_a_column_is_as_high_as_all_that_existed() -> None:
    reds = r'<rect [^>]*height="([0-9.]+)"[^>]*class="tl-bar tl-fill-red"'
    heights = [float(number) for number in re.findall(reds, shares_picture(DATA).svg)]
    assert [height for height in heights if height > 16] == [
        pytest.approx(300 * 2 / 9 - 1, abs=0.1), pytest.approx(300 / 9 - 1, abs=0.1),
    ]  # fmt: skip


def test_the_ids_of_both_forms_differ() -> None:
    picture = shares_picture(DATA)
    assert_own_ids(picture.svg, picture.svg_narrow)


def test_a_hatched_grade_keeps_its_hatching() -> None:
    column = StackedBar(
        "2012", "1 May", (Slice(5, "adequate", ADEQUATE), Slice(5, "x", OUTSTANDING))
    )
    data = SharesData("old", "Old", "Old", (column,), (), ())
    assert 'fill="url(#old-wide-amber-hatched)"' in shares_picture(data).svg


def test_nobody_at_all_draws_an_empty_picture() -> None:
    empty = SharesData("none", "None", "None", (StackedBar("2024", "31 Mar", ()),), (), ())
    assert "2024" in texts(shares_picture(empty).svg)


DURATIONS = [Duration(365, True), Duration(731, True), Duration(1096, False), Duration(5000, True)]
STEPS = kaplan_meier(DURATIONS)
CURVE = Curve("Good", "4 periods", STEPS, 5000, median(STEPS), "blue", "G")
SIZES = ["svg", "svg_narrow"]


def picture(*curves: Curve, form: str = "svg") -> str:
    data = SurvivalData("times", "How <long>", "Half & half", curves, years=10)
    return str(getattr(survival_picture(data), form))


def curve_of(svg: str) -> str:
    found = re.search(r'<path d="([^"]*)" class="tl-riser nat-curve nat-curve-blue"', svg)
    assert found
    return found[1]


@pytest.mark.parametrize("form", SIZES)
def test_a_curve_goes_across_and_down_only(form: str) -> None:
    d = curve_of(picture(CURVE, form=form))
    assert re.fullmatch(r"M[0-9. ]+(H[0-9.]+V[0-9.]+)*H[0-9.]+", d)
    across = [float(x) for x in re.findall(r"H([0-9.]+)", d)]
    down = [float(y) for y in re.findall(r"V([0-9.]+)", d)]
    assert across == sorted(across)
    assert down == sorted(down)
    assert len(down) == 2, "a step beyond the axis is left out, not drawn at its end"


def test_the_band_is_closed_and_the_median_marked() -> None:
    svg = picture(CURVE)
    assert re.search(r'd="M[^"]*Z" class="tl-strip nat-band"', svg)
    assert "<circle" in svg


def test_nothing_seen_to_end_says_so() -> None:
    svg = picture(Curve("Outstanding", "2 periods", (), 900, median(()), "deep-blue", "O"))
    assert "none of these has been seen to end" in texts(svg)
    assert "nat-curve" not in svg


@pytest.mark.parametrize("form", SIZES)
def test_it_is_an_image_with_words_and_without_styles(form: str) -> None:
    svg = picture(CURVE, CURVE, form=form)
    assert_named_and_safe(svg, "How <long>", "Half & half")
    assert {"Good", "4 periods", "G", "50%", "10 years"} <= set(texts(svg))
    assert not re.search(r"style=|<style|<script", svg)


def test_no_curve_at_all_is_an_empty_picture() -> None:
    assert texts(picture()) == []

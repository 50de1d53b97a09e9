"""Shares of grades through time, drawn."""

from __future__ import annotations

import re

import pytest

from ratings.charts.stacked_bars import Column, Era, SharesData, Slice, shares_picture
from tests.charts.builders import ADEQUATE, GOOD, INADEQUATE, OUTSTANDING, SVG, parse, texts

COLUMNS = (
    Column("2024", "31 Mar", (Slice(2, "inadequate", INADEQUATE), Slice(0, "good", GOOD),
                              Slice(7, "not yet inspected"))),
    Column("2025", "31 Mar", (Slice(1, "inadequate", INADEQUATE), Slice(6, "good", GOOD),
                              Slice(2, "no grade", dashed=True))),
)  # fmt: skip
DATA = SharesData(
    uid="shares",
    title="Shares <of> grades",
    description="2024: 2 & 2025: 1",
    columns=COLUMNS,
    eras=(Era("OLD", 0, 1), Era("NEW", 1, 2, "no grade")),
    key=(("inadequate", INADEQUATE, False), ("good", GOOD, False), ("no grade", None, True)),
)
FORMS = ["svg", "svg_narrow"]


@pytest.mark.parametrize("form", FORMS)
def test_letters_and_counts_stand_in_the_columns(form: str) -> None:
    words = texts(getattr(shares_picture(DATA), form))
    assert {"I 2", "7", "G 6", "2024", "2025", "31 Mar"} <= set(words)
    assert "G 0" not in words


@pytest.mark.parametrize("form", FORMS)
def test_every_slice_says_its_number_on_hover(form: str) -> None:
    root = parse(getattr(shares_picture(DATA), form))
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert {"2 inadequate", "7 not yet inspected", "6 good", "2 no grade"} <= set(titles)


def heights(svg: str, cls: str) -> list[float]:
    found = re.findall(rf'<rect [^>]*height="([0-9.]+)"[^>]*class="{cls}"', svg)
    return [float(number) for number in found]


def test_a_column_is_as_high_as_all_that_existed() -> None:
    svg = shares_picture(DATA).svg
    reds = [h for h in heights(svg, "tl-bar tl-fill-red") if h > 16]
    assert reds == [pytest.approx(300 * 2 / 9 - 1, abs=0.1), pytest.approx(300 / 9 - 1, abs=0.1)]


@pytest.mark.parametrize("form", FORMS)
def test_the_end_of_a_grade_is_marked_and_named(form: str) -> None:
    svg = getattr(shares_picture(DATA), form)
    assert "NEW: no grade" in texts(svg)
    assert 'class="tl-dashed"' in svg


@pytest.mark.parametrize("form", FORMS)
def test_it_is_an_image_with_words_and_without_styles(form: str) -> None:
    svg = getattr(shares_picture(DATA), form)
    root = parse(svg)
    assert (root.get("role"), root[0].text, root[1].text) == ("img", DATA.title, DATA.description)
    assert not re.search(r"style=|<style|<script", svg)
    assert "<of>" not in svg


def test_the_ids_of_both_forms_differ() -> None:
    picture = shares_picture(DATA)
    ids = re.findall(r' id="([^"]+)"', picture.svg + picture.svg_narrow)
    assert len(ids) == len(set(ids))


def test_a_hatched_grade_keeps_its_hatching() -> None:
    column = Column("2012", "1 May", (Slice(5, "adequate", ADEQUATE), Slice(5, "x", OUTSTANDING)))
    data = SharesData("old", "Old", "Old", (column,), (), ())
    assert 'fill="url(#old-wide-amber-hatched)"' in shares_picture(data).svg


def test_nobody_at_all_draws_an_empty_picture() -> None:
    empty = SharesData("none", "None", "None", (Column("2024", "31 Mar", ()),), (), ())
    assert "2024" in texts(shares_picture(empty).svg)

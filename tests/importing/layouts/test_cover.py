"""The cover: which release this is, and when it was published."""

from datetime import date
from typing import Any

import pytest

from ratings.importing.types import Release
from tests.importing.layouts.releases import AS_AT, release

PUBLISHED = ("Published on:", date(2024, 8, 30))


def of(*cover: Any, **others: Any) -> Release:
    return release(Front=cover, **others)


def test_a_cover_whose_first_row_is_the_title() -> None:
    read = of(["Outcomes as at 31 March 2024"], ["Section", "Detail"], PUBLISHED)
    assert (read.title, read.published) == ("Outcomes as at 31 March 2024", date(2024, 8, 30))
    assert (read.as_at, read.source) == (date(2024, 3, 31), "official-2024")
    assert read.sheets[0].layout == "cover"


def test_a_cover_whose_title_is_its_policy_area() -> None:
    period = "Some inspections as at\n31 March 2022, published by 30 April 2022."
    read = of(
        ["Cover sheet - Statistics"], ["Policy area:", "Data in England 2022"],
        ["Published on:", "07/07/2022"], ["Period covered:", period],
    )  # fmt: skip
    assert (read.title, read.published) == ("Data in England 2022", date(2022, 7, 7))
    assert read.source == "official-2022"


def test_periods_that_agree_are_one() -> None:
    read = of(
        ["Cover sheet"], ["Policy area:", "Data in England 2023"], PUBLISHED,
        ["Period covered - some", "As at 31 March 2023, published by 30 April 2023"],
        ["Period covered - others", "01 April 2022 to 31 March 2023"],
        ["Period covered - the rest", "As at 31 March 2023"],
    )  # fmt: skip
    assert read.source == "official-2023"


@pytest.mark.parametrize(
    ("title", "as_at"),
    [
        ("Outcomes", None),
        ("Outcomes as at March 2024", None),
        ("Outcomes as at 31 August 2024", date(2024, 8, 31)),
        ("Outcomes as at 31 March 2024 and as at 31 March 2023", None),
        ("Outcomes in 2023 as at 31 March 2024", date(2024, 3, 31)),
        ("Outcomes as at 31 Smarch 2024", None),
    ],
)
def test_a_release_that_cannot_be_told_has_no_source(title: str, as_at: date | None) -> None:
    read = of([title], PUBLISHED)
    assert (read.title, read.as_at, read.source) == (title, as_at, "")


def test_without_a_cover_the_titles_above_the_tables_say_it() -> None:
    read = release(
        Notes=[["Notes"]], A=[["Judgements as at 31 March 2025"], AS_AT], B=[["More"], AS_AT]
    )
    assert (read.title, read.published) == ("Notes", None)
    assert (read.as_at, read.source) == (date(2025, 3, 31), "official-2025")


def test_without_any_of_it_nothing_is_made_up() -> None:
    read = release(A=[AS_AT])
    assert (read.title, read.published, read.as_at, read.source) == ("", None, None, "")


def test_a_publication_date_that_is_none_is_left_out() -> None:
    assert of(["Outcomes"], ["Published on:", "soon"]).published is None
    assert of(["Outcomes"], ["Published on:"], ["x", "y"]).published is None

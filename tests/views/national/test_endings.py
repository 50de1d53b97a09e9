"""How a time at a grade ended, as the lists behind the national page say it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.views.pages import json_at, page_at, rows_of

pytestmark = pytest.mark.usefixtures("record")


def row(page: str, name: str) -> str:
    return next(row for row in rows_of(page) if row.startswith(name))


def test_an_inspection_without_an_overall_grade_is_not_passed_over(client: Client) -> None:
    page = page_at(client, "/national/recovery/?outcome=censored")
    assert row(page, "South Tyneside").endswith(
        "censored: inspected without an overall grade – no overall grade 15 June 2026"
    )
    assert 'href="/inspections/south-tyneside-ilacs-2026-2026-06-15/"' in page


def test_as_data_it_is_no_recovery(client: Client) -> None:
    rows = json_at(client, "/national/recovery.json?outcome=censored")["rows"]
    found = next(row for row in rows if row["authority"] == "south-tyneside")
    assert (found["recovered"], found["grade"], found["recovery_inspection"]) == (False, None, None)


def test_only_who_still_exists_has_none_yet(client: Client) -> None:
    page = page_at(client, "/national/recovery/?outcome=censored")
    assert row(page, "Devon").endswith("not yet on the last day known none yet none yet")
    assert row(page, "Northamptonshire").endswith("the authority was abolished none none")


def test_a_grade_found_again_has_had_inspections_since(client: Client) -> None:
    """Barking and Dagenham was inspected in 2019 and 2023 and held its grade: no inspection has
    found another, which is not to say that there was none."""
    page = page_at(client, "/national/spells/?grade=requires-improvement")
    assert "Next graded inspection" not in page
    assert 'data-label="Found on"' in page


@pytest.mark.parametrize(
    ("name", "length"), [("Bradford", "7 years 3 months"), ("Surrey", "7 years 2 months")]
)
def test_a_length_is_that_which_the_questions_give(client: Client, name: str, length: str) -> None:
    """Whole months of the calendar: the same days are not said in two ways."""
    assert length in row(page_at(client, "/national/recovery/"), name)
    assert length in row(page_at(client, "/questions/longest-inadequate/"), name)

"""A framework that is announced tomorrow is rows that an editor adds: no code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ratings.models import Framework, Grade, Inspection, InspectionKind, JudgementArea
from ratings.models.reference import Reference
from ratings.rules.line import line_of
from tests.admin.conftest import ADD, Told

SCALE = ("exceptional", "strong", "expected", "attention-needed", "urgent")
AREAS = (("families-first", "Families first", True), ("belonging", "Belonging", False))


def add_grade(client: Client, key: str, position: int) -> None:
    told = {"key": key, "word": key.replace("-", " "), "letter": key[:2].upper(),
            "position": position, "tone": "teal"}  # fmt: skip
    assert client.post("/admin/ratings/grade/add/", told).status_code == 302


def framework_form() -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": "families-2027", "name": "Families framework", "short_name": "FF 2027",
        "first_day": "1 April 2027", "last_day": "", "in_line": "on", "in_national": "on",
        "grades": [grade.pk for grade in Grade.objects.filter(key__in=SCALE)],
        "kinds": [InspectionKind.objects.get(key="full").pk],
        "areas-TOTAL_FORMS": 2, "areas-INITIAL_FORMS": 0,
        "areas-MIN_NUM_FORMS": 0, "areas-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for number, (key, name, headline) in enumerate(AREAS):
        prefix = f"areas-{number}-"
        told |= {f"{prefix}order": number + 1, f"{prefix}key": key, f"{prefix}name": name,
                 f"{prefix}short_name": name}  # fmt: skip
        told |= {f"{prefix}is_headline": "on"} if headline else {}
    return told


@pytest.fixture
def framework(keeper: Client) -> Framework:
    """A five-grade framework of 2027, entered by a keeper through the desk."""
    for position, key in enumerate(SCALE, 1):
        add_grade(keeper, key, position)
    response = keeper.post("/admin/ratings/framework/add/", framework_form())
    assert response.status_code == 302, response.context["errors"]
    return Framework.objects.get(code="families-2027")


def test_a_new_framework_with_five_grades_is_entered_at_the_desk(framework: Framework) -> None:
    assert [g.key for g in framework.grades.all()] == list(SCALE)
    assert list(framework.areas.values_list("key", flat=True)) == ["families-first", "belonging"]


def test_an_inspection_under_it_is_entered_and_its_line_comes_out(
    reviewer: Client, framework: Framework, told: Callable[..., Told], settings: Any
) -> None:
    settings.RATINGS_TODAY = date(2027, 9, 1)
    entered = told(
        start="4 May 2027", end="", kind=InspectionKind.objects.get(key="full").pk,
        **{"area:families-first": "grade:strong", "area:belonging": "grade:urgent",
           "area:leaders": None},
    )  # fmt: skip
    check = reviewer.post(ADD, {**entered, "step": "check"})
    assert check.context["preview"].after.text.endswith("→ strong (2027)")
    reviewer.post(ADD, {**entered, "step": "publish"})
    found = Inspection.objects.filter(authority__slug="leeds").public()
    reference = Reference.current()
    leeds = Inspection.objects.get(framework=framework).authority.record()
    line = line_of(leeds, found.records(reference), reference.comparability, as_at=date(2027, 9, 1))
    assert line.text.endswith("→ strong (2027)")
    assert line.headline.grade is not None
    assert line.headline.grade.key == "strong"


def test_the_public_page_and_its_data_show_it(
    reviewer: Client, client: Client, framework: Framework, told: Callable[..., Told], settings: Any
) -> None:
    settings.RATINGS_TODAY = date(2027, 9, 1)
    entered = told(
        start="4 May 2027", end="", kind=InspectionKind.objects.get(key="full").pk,
        **{"area:families-first": "grade:strong", "area:belonging": "grade:urgent"},
    )  # fmt: skip
    reviewer.post(ADD, {**entered, "step": "publish"})
    answer = client.get("/authorities/leeds.json").json()
    assert answer["line"].endswith("→ strong (2027)")
    assert "strong (2027)" in client.get("/authorities/leeds/").content.decode()


def test_a_framework_that_ends_before_it_begins_is_refused(keeper: Client) -> None:
    wrong = {**framework_form(), "last_day": "1 March 2027", "grades": [Grade.objects.first().pk]}
    page = keeper.post("/admin/ratings/framework/add/", wrong).content.decode()
    assert "The last start date is before the first" in page


def test_two_headline_areas_are_refused(keeper: Client) -> None:
    told = {**framework_form(), "grades": [Grade.objects.first().pk], "areas-1-is_headline": "on"}
    response = keeper.post("/admin/ratings/framework/add/", told)
    assert "untick one" in response.content.decode()
    assert not JudgementArea.objects.filter(key="belonging").exists()

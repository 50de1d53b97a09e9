"""A framework that is announced tomorrow is rows that an editor adds: no code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from ratings.models import (
    AreaLink,
    Framework,
    Grade,
    InspectionKind,
    JudgementArea,
    Programme,
    Scale,
)
from ratings.models.record import Record
from tests.admin.conftest import Telling, Told, change, enter, url_of

SCALE = ("exceptional", "strong", "expected", "attention-needed", "urgent")
AREAS = (("families-first", "Families first", True), ("belonging", "Belonging", False))
REWRITES = "would be rewritten: enter a new framework instead"


def framework_form() -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": "families-2027", "name": "Families framework", "short_name": "FF 2027",
        "first_day": "1 April 2027", "last_day": "", "in_line": "on", "in_national": "on",
        "programme": Programme.objects.get().pk, "scale": Scale.objects.get(key="five").pk,
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
def framework(reviewer: Client, settings: Settings) -> Framework:
    """A five-grade framework, entered by a reviewer in the admin; today is a day under it."""
    for position, key in enumerate(SCALE, 1):
        told = {"key": key, "word": key.replace("-", " "), "letter": key[:2].upper(),
                "position": position, "tone": "teal"}  # fmt: skip
        assert reviewer.post("/admin/ratings/grade/add/", told).status_code == 302
    scale = {"key": "five", "name": "Five grades", "order": 3,
             "grades": [grade.pk for grade in Grade.objects.filter(key__in=SCALE)]}  # fmt: skip
    assert reviewer.post("/admin/ratings/scale/add/", scale).status_code == 302
    response = reviewer.post("/admin/ratings/framework/add/", framework_form())
    assert response.status_code == 302, response.context["errors"]
    settings.RATINGS_TODAY = date(2027, 9, 1)
    return Framework.objects.get(code="families-2027")


@pytest.fixture
def under_it(told: Telling, framework: Framework) -> Told:
    grades = {"area:families-first": "grade:strong", "area:belonging": "grade:urgent"}
    full = InspectionKind.objects.get(key="full").pk
    return told(start="4 May 2027", end="", kind=full, **grades, **{"area:leaders": None})


def test_a_new_framework_and_an_inspection_under_it_are_entered_and_its_line_comes_out(
    reviewer: Client, client: Client, framework: Framework, under_it: Told
) -> None:
    assert [g.key for g in framework.grades] == list(SCALE)
    assert list(framework.areas.values_list("key", flat=True)) == ["families-first", "belonging"]
    check = enter(reviewer, "check", under_it)
    assert check.context["preview"]["after"].text.endswith("→ strong (2027)")
    enter(reviewer, "publish", under_it)
    assert client.get("/authorities/leeds.json").json()["line"].endswith("→ strong (2027)")
    assert "strong (2027)" in client.get("/authorities/leeds/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"last_day": "1 March 2027"}, "The last start date is before the first"),
        ({"areas-1-is_headline": "on"}, "untick one"),
        ({"programme": ""}, "This field is required"),
    ],
)
def test_an_odd_framework_is_refused(reviewer: Client, wrong: dict[str, str], message: str) -> None:
    Scale.objects.create(key="five", name="Five grades")
    told = {**framework_form(), **wrong}
    assert message in reviewer.post("/admin/ratings/framework/add/", told).content.decode()
    assert not JudgementArea.objects.filter(key="belonging").exists()


# What gives a node of the line stays as it is once inspections stand on it.


@pytest.mark.parametrize(("code", "tick"), [("sif", None), ("ilacs-2026", "on")])
def test_a_headline_is_not_ticked_or_unticked_under_inspections(
    reviewer: Client, code: str, tick: str | None
) -> None:
    area = Framework.objects.get(code=code).areas.order_by("-is_headline", "order").first()
    assert area is not None
    assert REWRITES in change(reviewer, area, is_headline=tick).content.decode()
    area.refresh_from_db()
    assert area.is_headline is (tick is None)
    assert change(reviewer, area, short_name="Another name").status_code == 302


def test_a_headline_is_not_added_or_deleted_under_inspections(reviewer: Client) -> None:
    last = Framework.objects.get(code="ilacs-2026")
    number = last.areas.count()
    new = {"order": 9, "key": "overall", "name": "Overall", "short_name": "Overall"}
    row = {f"areas-{number}-{name}": value for name, value in new.items()}
    page = change(reviewer, last, **row, **{f"areas-{number}-is_headline": "on"})
    assert REWRITES in page.content.decode()
    assert change(reviewer, last, **row).status_code == 302
    headline = JudgementArea.objects.get(framework__code="sif", is_headline=True)
    reviewer.post(url_of(headline, "delete"), {"post": "yes", "reason": "so"})
    assert JudgementArea.objects.filter(pk=headline.pk).exists()


def test_a_framework_is_fixed_under_inspections(reviewer: Client, framework: Framework) -> None:
    for code, tick in (("slac", "on"), ("sif", None)):
        row = Framework.objects.get(code=code)
        assert REWRITES in change(reviewer, row, in_line=tick).content.decode()
    assert change(reviewer, framework, in_line=None).status_code == 302
    framework.refresh_from_db()
    assert not framework.in_line


def test_a_framework_without_areas_takes_no_graded_inspection(
    reviewer: Client, framework: Framework, under_it: Told
) -> None:
    assert "facts" in enter(reviewer, "findings", under_it).context
    framework.areas.all().delete()
    page = enter(reviewer, "findings", under_it)
    assert "has no judgement areas yet" in page.context["form"].errors["framework"][0]


def test_a_framework_that_no_link_reaches_says_so(framework: Framework) -> None:
    comparability = Record.current().comparability
    assert not comparability.joins("families-2027", "ilacs-2026")
    overall = JudgementArea.objects.get(framework__code="ilacs-2023", is_headline=True)
    AreaLink.objects.create(
        a=overall, b=framework.areas.first(), comparable="no", why="another scale"
    )
    assert Record.current().comparability.joins("families-2027", "ilacs-2026")


def test_a_scale_has_one_grade_a_position_and_keeps_those_that_were_given(reviewer: Client) -> None:
    scale = Scale.objects.get(key="four-grades-2013")
    keys = {grade.key: grade.pk for grade in Grade.objects.all()}
    both = change(reviewer, scale, grades=list(keys.values()))
    assert "Two of these grades have one position" in both.content.decode()
    fewer = change(reviewer, scale, grades=[keys["outstanding"], keys["good"]])
    assert "on this scale: keep it" in fewer.content.decode()
    adequate = Grade.objects.get(key="adequate")
    moved = change(reviewer, adequate, position=4).content.decode()
    assert "inadequate has this position on the same scale" in moved
    sif = Framework.objects.get(code="sif")
    other = change(reviewer, sif, scale=Scale.objects.get(key="four-grades-2009").pk)
    assert "choose a scale that has this grade" in other.content.decode()

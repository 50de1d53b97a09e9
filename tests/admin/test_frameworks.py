"""A framework that is announced tomorrow is rows that an editor adds: no code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ratings.models import AreaLink, Framework, Grade, Inspection, InspectionKind, JudgementArea
from ratings.models.reference import Reference
from ratings.rules.line import line_of
from tests.admin.conftest import ADD, Told, change_address, form_data

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
def framework(reviewer: Client) -> Framework:
    """A five-grade framework of 2027, entered by a reviewer through the desk."""
    for position, key in enumerate(SCALE, 1):
        add_grade(reviewer, key, position)
    response = reviewer.post("/admin/ratings/framework/add/", framework_form())
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


def test_a_framework_that_ends_before_it_begins_is_refused(reviewer: Client) -> None:
    wrong = {**framework_form(), "last_day": "1 March 2027", "grades": [Grade.objects.first().pk]}
    page = reviewer.post("/admin/ratings/framework/add/", wrong).content.decode()
    assert "The last start date is before the first" in page


def test_two_headline_areas_are_refused(reviewer: Client) -> None:
    told = {**framework_form(), "grades": [Grade.objects.first().pk], "areas-1-is_headline": "on"}
    response = reviewer.post("/admin/ratings/framework/add/", told)
    assert "untick one" in response.content.decode()
    assert not JudgementArea.objects.filter(key="belonging").exists()


# What gives a node of the line stays as it is once inspections stand on it.

REWRITES = "would be rewritten: enter a new framework instead"


def sent(client: Client, row: Any, **values: Any) -> Any:
    data = {**form_data(client.get(change_address(row))), **values, "reason": "so"}
    return client.post(change_address(row), {n: v for n, v in data.items() if v is not None})


@pytest.mark.parametrize(("code", "tick"), [("sif", None), ("ilacs-2026", "on")])
def test_a_headline_is_not_ticked_or_unticked_under_inspections(
    reviewer: Client, code: str, tick: str | None
) -> None:
    area = Framework.objects.get(code=code).areas.order_by("-is_headline", "order").first()
    assert area is not None
    assert REWRITES in sent(reviewer, area, is_headline=tick).content.decode()
    area.refresh_from_db()
    assert area.is_headline is (tick is None)
    assert sent(reviewer, area, short_name="Another name").status_code == 302


def test_a_headline_is_not_added_or_deleted_under_inspections(reviewer: Client) -> None:
    last = Framework.objects.get(code="ilacs-2026")
    number = last.areas.count()
    new = {"order": 9, "key": "overall", "name": "Overall", "short_name": "Overall"}
    row = {f"areas-{number}-{name}": value for name, value in new.items()}
    page = sent(reviewer, last, **row, **{f"areas-{number}-is_headline": "on"})
    assert REWRITES in page.content.decode()
    assert sent(reviewer, last, **row).status_code == 302
    headline = JudgementArea.objects.get(framework__code="sif", is_headline=True)
    address = change_address(headline).replace("/change/", "/delete/")
    reviewer.post(address, {"post": "yes", "reason": "so"})
    assert JudgementArea.objects.filter(pk=headline.pk).exists()


def test_a_framework_does_not_enter_or_leave_the_line_under_inspections(
    reviewer: Client, framework: Framework
) -> None:
    slac = Framework.objects.get(code="slac")
    assert REWRITES in sent(reviewer, slac, in_line="on").content.decode()
    sif = Framework.objects.get(code="sif")
    assert REWRITES in sent(reviewer, sif, in_line=None).content.decode()
    assert sent(reviewer, framework, in_line=None).status_code == 302
    framework.refresh_from_db()
    assert not framework.in_line


def test_a_framework_without_areas_takes_no_graded_inspection(
    reviewer: Client, framework: Framework, told: Callable[..., Told], settings: Any
) -> None:
    settings.RATINGS_TODAY = date(2027, 9, 1)
    facts = told(start="4 May 2027", end="", kind=InspectionKind.objects.get(key="full").pk)
    assert "facts" in reviewer.post(ADD, {**facts, "step": "findings"}).context
    framework.areas.all().delete()
    page = reviewer.post(ADD, {**facts, "step": "findings"})
    assert "has no judgement areas yet" in page.context["form"].errors["framework"][0]


def test_a_framework_that_no_link_reaches_says_so(framework: Framework) -> None:
    comparability = Reference.current().comparability
    assert not comparability.joins("families-2027", "ilacs-2026")
    overall = JudgementArea.objects.get(framework__code="ilacs-2023", is_headline=True)
    AreaLink.objects.create(
        a=overall, b=framework.areas.first(), comparable="no", why="another scale"
    )
    assert Reference.current().comparability.joins("families-2027", "ilacs-2026")

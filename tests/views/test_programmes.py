"""Programmes, scales, frameworks and grades are rows: new ones change nothing said of others."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from ratings.forms import today
from ratings.models import (
    AreaLink,
    Authority,
    DataVersion,
    Framework,
    Grade,
    Inspection,
    InspectionKind,
    JudgementArea,
    Programme,
    Rating,
    Scale,
    VersionEntry,
)
from tests.views.pages import json_at, page_at

pytestmark = pytest.mark.usefixtures("record")

FIVE = ("exceptional", "strong", "expected", "attention-needed", "urgent")
THREE = ("typically-positive", "inconsistent", "systemic-failings")

EVERYWHERE = (
    "/", "/?area=leaders", "/about/", "/authorities/", "/authorities.csv", "/authorities.json",
    "/authorities/?grade=superb", "/authorities/leeds/", "/authorities/leeds.json",
    "/authorities/leeds.csv", "/authorities/leeds/timeline.png", "/embed/leeds/",
    "/embed/leeds/timeline.svg", "/badge/leeds.svg", "/inspections/", "/inspections.csv",
    "/inspections.json", "/inspections/?framework=none", "/national/", "/national/?area=leaders",
    "/national.json", "/national.csv", "/national/repeats.json", "/national/groups.csv",
    "/national/over-time.json", "/national/transitions/", "/national/spells.json",
    "/national/recovery/", "/national/authorities/", "/national/transitions/?from=none",
    "/compare/?authority=leeds&authority=kent", "/compare.json?authority=leeds&authority=kent",
    "/questions/", "/questions/never-below-good/", "/questions/since-inadequate/",
    "/questions/held-longest/", "/questions/moved/", "/questions/outstanding-by-region.json",
    "/questions/longest-inadequate.csv", "/due/", "/due.json", "/figures/", "/changes/coverage/",
    "/changes/coverage.json", "/changes/discrepancies/",
)  # fmt: skip
ON = ("", "as_at=2012-03-31", "as_at=2023-03-31&known_by=2023-06-30")
ONCE = (
    "/data/", "/data/dictionary/", "/data/ratings.csv", "/data/datapackage.json", "/feeds/",
    "/feeds/all.atom", "/api/v1/openapi.json", "/api/v1/national", "/api/v1/authorities/leeds",
    "/api/v1/ratings?grade=superb", "/api/v1/areas?framework=sif", "/api/v1/inspections?limit=50",
)  # fmt: skip
ADDRESSES = [
    f"{each}{'&' if '?' in each else '?'}{days}" if days else each
    for each in EVERYWHERE
    for days in ON
] + list(ONCE)

MOVES = re.compile(
    r"\b\d+\.[0-9a-f]{8,}(?:-\d{4}-\d\d-\d\d[\w.-]*)?|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)"
    r"|\b\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d\b|[Vv]ersion[= ]\d+|\"version\": \d+"
)
"""The version of the data and its times."""


def answer(client: Client, address: str) -> str:
    response: Any = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.status_code} {MOVES.sub('', body.decode('utf-8', 'replace'))}"


def scale(key: str, *grades: str) -> Scale:
    found = Scale.objects.create(key=key, name=key)
    for position, grade in enumerate(grades, 1):
        row = Grade(key=grade, word=grade.replace("-", " "), letter=grade[:2].upper(),
                    position=position, tone="red")  # fmt: skip
        row.save()
        found.grades.add(row)
    return found


def framework(code: str, programme: str, judges: Scale, *areas: str, **days: Any) -> Framework:
    """A framework whose kind is `full`; the areas of another programme include an outcome."""
    found = Framework(
        code=code, name=code, short_name=code, scale=judges, **days,
        programme=Programme.objects.get(key=programme),
    )  # fmt: skip
    found.clean()
    found.save()
    found.kinds.set(InspectionKind.objects.filter(key__in=["full", "standard"]))
    for order, key in enumerate(areas):
        JudgementArea.objects.create(framework=found, key=key, name=f"{code} {key}",
                                     short_name=f"{code} {key}", order=order,
                                     is_headline=key == "outcome")  # fmt: skip
    return found


def inspected(under: Framework, day: date, *grades: str) -> Inspection:
    """A published inspection of Leeds with a grade for each area."""
    found = Inspection.objects.create(
        key=f"leeds-{under.code}", authority=Authority.objects.get(slug="leeds"), framework=under,
        kind=InspectionKind.objects.get(key="full"), start_date=day, start_precision="day",
        published=day, verified="official", status="published",
    )  # fmt: skip
    for area, grade in zip(under.areas.order_by("order"), grades, strict=True):
        row = Rating(inspection=found, area=area, grade=Grade.objects.get(key=grade),
                     verified="official")  # fmt: skip
        row.clean()
        row.save()
    return found


def enter_rows() -> None:
    """A programme with three outcomes, a framework of 2027 with five grades and without an overall
    one (its areas bear keys of today's), one that began earlier and was never used, and a grade.
    The number of the data version stays."""
    number = DataVersion.objects.get().number
    Programme.objects.create(key="partnerships", name="Partnerships", order=0)
    three, five = scale("three", *THREE), scale("five", *FIVE)
    framework("part-2016", "partnerships", three, "outcome", first_day=date(2010, 1, 1),
              last_day=date(2022, 12, 31))  # fmt: skip
    framework("part-2023", "partnerships", three, "outcome", first_day=date(2023, 1, 1))
    framework("part-2028", "partnerships", three, "outcome", first_day=date(2028, 1, 1))
    framework("families-2027", "childrens-services", five, "leaders", "belonging",
              first_day=date(2027, 4, 1), in_line=True, in_national=True)  # fmt: skip
    Grade.objects.create(key="alone", word="alone", letter="X", position=9)
    DataVersion.objects.update(number=number)
    VersionEntry.objects.filter(number__gt=number).delete()


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 9, 1)])
def test_new_rows_change_nothing_that_is_said_of_others_or_of_days_before(
    client: Client, settings: Settings, day: date
) -> None:
    """Later than the first day of a framework, everything that is asked as at a day before."""
    settings.RATINGS_TODAY = day
    asked = [a for a in ADDRESSES if day == date(2026, 12, 1) or "as_at" in a]
    before = {address: answer(client, address) for address in asked}
    enter_rows()
    after = {address: answer(client, address) for address in asked}
    assert [address for address in asked if before[address] != after[address]] == []


def test_an_inspection_of_another_programme_is_listed_and_never_counted(client: Client) -> None:
    asked = ("/national.json", "/", "/due.json", "/questions/held-longest.json", "/figures.json",
             "/embed/leeds/timeline.svg", "/authorities.csv", "/compare/?authority=leeds",
             "/changes/coverage.json")  # fmt: skip
    enter_rows()
    before = {address: answer(client, address) for address in asked}
    line = json_at(client, "/authorities/leeds.json")["line"]
    inspected(Framework.objects.get(code="part-2023"), date(2026, 6, 1), "systemic-failings")
    assert {address: answer(client, address) for address in asked} == before
    assert json_at(client, "/authorities/leeds.json")["line"] == line
    for address in (
        "/authorities/leeds/",
        "/inspections/?q=leeds",
        "/inspections/leeds-part-2023/",
    ):
        page = page_at(client, address)
        assert "systemic failings" in page
        assert "part-2023" in page
    assert 'class="mark mark-neutral"' in page
    listed = json_at(client, "/api/v1/inspections?framework=part-2023&grade=systemic-failings")
    assert [each["id"] for each in listed["results"]] == ["leeds-part-2023"]
    for address in ("/data/ratings.csv", "/feeds/all.atom"):
        assert "leeds-part-2023" in answer(client, address)
    assert client.get("/national.json?area=outcome").status_code == 400


def test_a_framework_of_2027_is_shown_from_its_first_day_with_its_five_grades(
    client: Client, settings: Settings
) -> None:
    enter_rows()
    five = Framework.objects.get(code="families-2027")
    last = JudgementArea.objects.create(framework=five, key="care", name="Care",
                                        short_name="Care", order=9)  # fmt: skip
    assert last.pk
    inspected(five, date(2027, 5, 4), "strong", "urgent", "exceptional")
    assert (
        json_at(client, "/authorities/leeds.json")["line"]
        == json_at(client, "/authorities/leeds.json?as_at=2027-05-03")["line"]
    )
    page = page_at(client, "/authorities/leeds/?as_at=2027-06-01")
    assert "no overall grade (2027)" in page
    assert "leaders strong" in page
    shares = json_at(client, "/national.json?area=belonging&as_at=2027-06-01")
    assert (list(shares["grades"]), shares["grades"]["urgent"]) == (list(FIVE), 1)
    assert "families-2027" in shares["frameworks_counted"]
    assert "strong" in page_at(client, "/authorities/?as_at=2027-06-01")
    assert today() < five.first_day


def test_scales_compare_only_where_grades_in_common_say_which_stands_where(db: None) -> None:
    enter_rows()
    one = JudgementArea.objects.get(framework__code="ilacs-2026", key="leaders")
    other = JudgementArea.objects.get(framework__code="families-2027", key="leaders")
    link = AreaLink(a=one, b=other, comparable="yes", why="the same")
    with pytest.raises(ValidationError, match="have no grade in common"):
        link.clean()
    other.framework.scale.grades.add(Grade.objects.get(key="outstanding"))
    link.clean()
    AreaLink(a=one, b=one, comparable="yes", why="the same").clean()
    with pytest.raises(ValidationError, match="Only children’s services count"):
        Framework(programme=Programme.objects.get(key="partnerships"), in_line=True).clean()

"""Every invariant that the database itself holds, from both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from ratings.models import (
    Alias,
    AreaLink,
    Authority,
    Completeness,
    Discrepancy,
    Event,
    FormerCode,
    Framework,
    Grade,
    HeadingAlias,
    ImportChange,
    ImportItem,
    ImportRun,
    Inspection,
    InspectionKind,
    JudgementArea,
    Neighbour,
    Programme,
    PublishedFigure,
    Rating,
    Succession,
)  # fmt: skip
from ratings.models.data_version import DataVersion

pytestmark = pytest.mark.django_db


def may(day: int) -> date:
    return date(2015, 5, day)


def kent() -> Authority:
    return Authority.objects.get(slug="kent")


def area(framework: str = "sif", key: str = "lscb") -> JudgementArea:
    return JudgementArea.objects.get(framework__code=framework, key=key)


def saved_inspection() -> Inspection:
    row = make(Inspection)
    row.save()
    return row


def saved_run() -> ImportRun:
    if not ImportRun.objects.exists():
        make(ImportRun).save()
    return ImportRun.objects.get()


FIELDS: dict[type[models.Model], Callable[[], dict[str, Any]]] = {
    Authority: lambda: {
        "slug": "new-shire", "name": "New Shire", "gss_code": "E06009999", "la_code": "999",
        "region": "South East", "authority_type": "unitary authority",
    },
    Inspection: lambda: {
        "key": "kent-sif-2015-05-05", "authority": kent(), "verified": "report",
        "framework": Framework.objects.get(code="sif"),
        "kind": InspectionKind.objects.get(key="full"),
        "start_date": may(5), "start_precision": "day",
    },
    ImportRun: lambda: {
        "kind": "release", "file_name": "a.csv", "file_sha256": "0" * 64, "file_size": 1,
    },
    ImportItem: lambda: {"run": saved_run(), "number": 1, "outcome": "new", "row": 1},
    Rating: lambda: {  # of an area that the inspection, saved for it, does not have yet
        "inspection": saved_inspection(), "area": area(), "verified": "report",
        "grade": Grade.objects.get(key="good"),
    },
    Event: lambda: {
        "authority": kent(), "kind": "other", "title": "A thing", "verified": "news",
        "start_date": may(5), "start_precision": "day",
    },
    Framework: lambda: {
        "code": "new", "name": "New", "short_name": "New", "first_day": date(2027, 4, 1),
        "programme": Programme.objects.first(),
    },
    Discrepancy: lambda: {
        "authority": kent(), "field": "published", "value_b": "x", "source_b": "y",
    },
    Succession: lambda: {
        "predecessor": Authority.objects.get(slug="medway"), "successor": kent(),
        "date": date(2028, 4, 1), "kind": "merged", "source_url": "https://example.org/",
    },
    Neighbour: lambda: {
        "authority": kent(), "model_year": 2030, "rank": 1,
        "neighbour": Authority.objects.get(slug="medway"),
    },
    PublishedFigure: lambda: {
        "key": "a-figure", "as_at": date(2024, 3, 31), "known_by": date(2024, 6, 30),
        "area": "leaders", "unit": "percent", "denominator": "inspected",
        "denominator_words": "inspected", "value": 100, "source_url": "https://example.org/",
    },
}  # fmt: skip
"""Rows that the database takes, each to be spoilt in one thing."""


def make(model: type[models.Model], **changes: Any) -> Any:
    return model(**(FIELDS[model]() | changes))


def row(model: type[models.Model], **changes: Any) -> Callable[[], models.Model]:
    return partial(make, model, **changes)


def visit(**changes: Any) -> Inspection:
    return make(Inspection, kind=InspectionKind.objects.get(key="focused-visit"), **changes)


def completeness(**changes: Any) -> Completeness:
    """What the record says of visits, which is complete to 31 March 2025, with changes."""
    row = Completeness.objects.get(kind="visits")
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def twice(row: Callable[[], models.Model]) -> Callable[[], models.Model]:
    """Save one such row and return another like it."""

    def make_both() -> models.Model:
        row().save()
        return row()

    return make_both


ALLOWED: dict[str, Callable[[], models.Model]] = {
    "authority": row(Authority),
    "authority of one day": row(Authority, start_date=date(2023, 4, 1), end_date=date(2023, 4, 1)),
    "second authority without a URN": lambda: (
        make(Authority).save(),
        make(Authority, slug="x", name="X", gss_code="E06009998", la_code="998"),
    )[1],
    "inspection of one day": row(Inspection, end_date=may(5)),
    "inspection published on its last day": row(Inspection, end_date=may(6), published=may(6)),
    "inspection with a publication date only": row(
        Inspection, start_date=None, start_precision="", published=may(5)
    ),
    "visit with a direction and its address": lambda: visit(
        direction="improved", direction_source_url="https://example.org/"
    ),
    "visit of which the letter was read": lambda: visit(
        direction_read="letter", direction_source_url="https://example.org/"
    ),
    "completeness of one day": lambda: completeness(first_day=date(2025, 3, 31)),
    "completeness from the beginning": lambda: completeness(first_day=None),
    "rating with a grade": row(Rating),
    "rating with a reason": row(Rating, grade=None, missing="not-graded", verified=""),
    "event": row(Event),
    "event that ended the same day": row(Event, end_date=may(5), end_precision="day"),
    "event that ended some time in the year it began": row(
        Event, end_date=date(2015, 1, 1), end_precision="year"
    ),
    "framework of one day": row(Framework, last_day=date(2027, 4, 1)),
    "framework without an end": row(Framework),
    "succession": row(Succession),
    "neighbour of rank ten": row(Neighbour, rank=10),
    "open discrepancy": row(Discrepancy),
    "settled discrepancy with its reason": row(Discrepancy, status="settled", why="the report"),
    "published percentage of a hundred": row(PublishedFigure),
    "published count over a hundred": row(PublishedFigure, unit="count", value=153),
    "published figure that says why not": row(PublishedFigure, reproducible=False, note="x"),
    "alias": lambda: Alias(authority=kent(), name="The Garden of England"),
    "former code": lambda: FormerCode(authority=kent(), scheme="slug", value="old-kent"),
    "an import that waits": row(ImportRun),
    "an item that may be taken, and is": row(ImportItem, can_take=True, is_taken=True),
}

REFUSED: dict[str, Callable[[], models.Model]] = {
    "authority_ends_after_it_begins": row(
        Authority, start_date=date(2023, 4, 1), end_date=date(2023, 3, 31)
    ),
    "authority_urn_once": lambda: make(Authority, ofsted_urn=kent().ofsted_urn),
    "inspection_has_a_date": row(Inspection, start_date=None, start_precision=""),
    "inspection_start_says_how_precise": row(Inspection, start_precision=""),
    "inspection_start_says_how_precise (no start)": row(
        Inspection, start_date=None, published=may(5)
    ),
    "inspection_ends_after_it_begins": row(Inspection, end_date=may(4)),
    "inspection_published_after_it_begins": row(Inspection, published=may(4)),
    "inspection_published_after_it_ends": row(Inspection, end_date=may(9), published=may(8)),
    "inspection_direction_has_a_source": lambda: visit(direction="improved"),
    "inspection_direction_has_a_source (read)": lambda: visit(direction_read="letter"),
    "completeness_ends_after_it_begins": lambda: completeness(first_day=date(2025, 4, 1)),
    "key": twice(row(Inspection)),
    "rating_is_a_grade_or_a_reason (neither)": row(Rating, grade=None, verified=""),
    "rating_is_a_grade_or_a_reason (both)": row(Rating, missing="not-graded"),
    "rating_grade_says_how_verified": row(Rating, verified=""),
    "rating_once_an_area": lambda: Rating(
        inspection=Rating.objects.first().inspection,
        area=Rating.objects.first().area,
        missing="not-graded",
    ),
    "event_ends_after_it_begins": row(Event, end_date=may(4), end_precision="day"),
    "event_end_says_how_precise": row(Event, end_date=date(2016, 1, 1)),
    "event_end_says_how_precise (no end)": row(Event, end_precision="day"),
    "event_once": twice(row(Event)),
    "framework_ends_after_it_begins": row(Framework, last_day=date(2027, 3, 31)),
    "area_key_once_a_framework": lambda: JudgementArea(
        framework=area().framework, key="lscb", name="x", short_name="x", order=9
    ),
    "area_one_headline_a_framework": lambda: JudgementArea(
        framework=area().framework, key="x", name="x", short_name="x", order=9, is_headline=True
    ),
    "heading_once_an_area": twice(lambda: HeadingAlias(area=area(), text="x")),
    "area_link_once": lambda: AreaLink(
        a=AreaLink.objects.first().a, b=AreaLink.objects.first().b, comparable="yes", why="x"
    ),
    "area_link_between_two": lambda: AreaLink(a=area(), b=area(), comparable="yes", why="x"),
    "grade_position_from_one": lambda: Grade(key="best", word="best", letter="B", position=0),
    "succession_once": twice(row(Succession)),
    "succession_between_two": lambda: make(Succession, predecessor=kent()),
    "neighbour_rank_once": twice(row(Neighbour)),
    "neighbour_once_a_model": lambda: (make(Neighbour).save(), make(Neighbour, rank=2))[1],
    "neighbour_rank_one_to_ten (0)": row(Neighbour, rank=0),
    "neighbour_rank_one_to_ten (11)": row(Neighbour, rank=11),
    "discrepancy_once": twice(lambda: make(Discrepancy, inspection=Inspection.objects.first())),
    "discrepancy_once_without_inspection": twice(row(Discrepancy)),
    "discrepancy_settled_says_why": row(Discrepancy, status="settled"),
    "published_percentage_up_to_hundred": row(PublishedFigure, value=101),
    "published_figure_says_why_not": row(PublishedFigure, reproducible=False),
    "alias_once_an_authority": twice(lambda: Alias(authority=kent(), name="x")),
    "former_code_once": twice(lambda: FormerCode(authority=kent(), scheme="gss", value="x")),
    "data_version_is_one_row": lambda: DataVersion(id=2),
    "import_applied_says_when": row(ImportRun, status="applied"),
    "import_undone_says_when": row(ImportRun, status="undone"),
    "import_item_number_once": twice(row(ImportItem)),
    "import_item_taken_can_be": row(ImportItem, is_taken=True),
    "import_change_order_once": twice(
        lambda: ImportChange(run=saved_run(), order=1, action="created", inspection="x")
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_database_takes(name: str) -> None:
    row = ALLOWED[name]()
    row.save()
    assert type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name: str) -> None:
    row = REFUSED[name]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_every_named_constraint_is_tried_here() -> None:
    tried = {name.split(" (")[0] for name in REFUSED}
    named = {
        constraint.name
        for model in Inspection._meta.apps.get_app_config("ratings").get_models()
        for constraint in model._meta.constraints
    }
    assert named <= tried


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (row(Inspection, end_date=may(4)),
         "The last day (4 May 2015) is before the first day (5 May 2015)"),
        (row(Inspection, published=may(4)),
         "The publication (4 May 2015) is before the first day"),
        (lambda: visit(direction="improved"), "Give the address where the direction was read"),
        (lambda: visit(direction_read="letter"), "Give the address where the direction was read"),
        (lambda: completeness(first_day=date(2025, 4, 1)), "The last day is before the first"),
        (row(Inspection, direction="improved", direction_source_url="https://e.org/"),
         "A graded inspection has grades, not a direction"),
        (lambda: make(Inspection, start_precision="month"), "first of that month"),
        (row(Event, end_date=date(2014, 1, 1), end_precision="year"),
         "before the beginning"),
        (lambda: make(Rating, area=area("ilacs-2018", "leaders")), "SIF does not judge Leaders"),
        (lambda: make(Rating, grade=Grade.objects.get(key="adequate")), "not give “adequate”"),
        (lambda: make(Rating, missing="not-graded"), "Choose a grade, or say why there is none"),
        (lambda: make(Neighbour, neighbour=kent()), "not its own neighbour"),
        (lambda: make(Authority, slug="New_Shire"), "lower-case letters"),
        (lambda: make(Authority, gss_code="K06000001"), "A GSS code is E and eight digits"),
        (lambda: make(Authority, la_code="12a"), "A DfE code is three digits"),
    ],
)  # fmt: skip
def test_a_person_is_told_what_is_wrong(row: Callable[[], models.Model], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        row().full_clean()
    assert sentence in " ".join(refusal.value.messages)

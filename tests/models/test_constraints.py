"""Every invariant that the database itself holds, from both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from ratings.models import (
    Alias,
    AreaLink,
    FormerCode,
    Grade,
    HeadingAlias,
    ImportChange,
    Inspection,
    JudgementArea,
    Rating,
)
from ratings.models.data_version import DataVersion
from tests.models.rows import (
    area,
    authority,
    completeness,
    discrepancy,
    event,
    framework,
    import_item,
    import_run,
    inspection,
    kent,
    neighbour,
    published_figure,
    rating,
    saved_run,
    succession,
    twice,
    visit,
)

pytestmark = pytest.mark.django_db

ALLOWED: dict[str, Callable[[], models.Model]] = {
    "authority": authority,
    "authority of one day": lambda: authority(
        start_date=date(2023, 4, 1), end_date=date(2023, 4, 1)
    ),
    "second authority without a URN": lambda: (
        authority().save(),
        authority(slug="x", name="X", gss_code="E06009998", la_code="998"),
    )[1],
    "inspection of one day": lambda: inspection(end_date=date(2015, 5, 5)),
    "inspection published on its last day": lambda: inspection(
        end_date=date(2015, 5, 6), published=date(2015, 5, 6)
    ),
    "inspection with a publication date only": lambda: inspection(
        start_date=None, start_precision="", published=date(2015, 5, 5)
    ),
    "visit with a direction and its address": lambda: visit(
        direction="improved", direction_source_url="https://example.org/"
    ),
    "visit of which the letter was read": lambda: visit(
        direction_read="letter", direction_source_url="https://example.org/"
    ),
    "completeness of one day": lambda: completeness(first_day=date(2025, 3, 31)),
    "completeness from the beginning": lambda: completeness(first_day=None),
    "rating with a grade": rating,
    "rating with a reason": lambda: rating(grade=None, missing="not-graded", verified=""),
    "event": event,
    "event that ended the same day": lambda: event(end_date=date(2015, 5, 5), end_precision="day"),
    "event that ended some time in the year it began": lambda: event(
        end_date=date(2015, 1, 1), end_precision="year"
    ),
    "framework of one day": lambda: framework(last_day=date(2027, 4, 1)),
    "framework without an end": framework,
    "succession": succession,
    "neighbour of rank ten": lambda: neighbour(rank=10),
    "open discrepancy": discrepancy,
    "settled discrepancy with its reason": lambda: discrepancy(status="settled", why="the report"),
    "published percentage of a hundred": published_figure,
    "published count over a hundred": lambda: published_figure(unit="count", value=153),
    "published figure that says why not": lambda: published_figure(reproducible=False, note="x"),
    "alias": lambda: Alias(authority=kent(), name="The Garden of England"),
    "former code": lambda: FormerCode(authority=kent(), scheme="slug", value="old-kent"),
    "an import that waits": import_run,
    "an item that may be taken, and is": lambda: import_item(can_take=True, is_taken=True),
}

REFUSED: dict[str, Callable[[], models.Model]] = {
    "authority_ends_after_it_begins": lambda: authority(
        start_date=date(2023, 4, 1), end_date=date(2023, 3, 31)
    ),
    "authority_urn_once": lambda: authority(ofsted_urn=kent().ofsted_urn),
    "inspection_has_a_date": lambda: inspection(start_date=None, start_precision=""),
    "inspection_start_says_how_precise": lambda: inspection(start_precision=""),
    "inspection_start_says_how_precise (no start)": lambda: inspection(
        start_date=None, published=date(2015, 5, 5)
    ),
    "inspection_ends_after_it_begins": lambda: inspection(end_date=date(2015, 5, 4)),
    "inspection_published_after_it_begins": lambda: inspection(published=date(2015, 5, 4)),
    "inspection_published_after_it_ends": lambda: inspection(
        end_date=date(2015, 5, 9), published=date(2015, 5, 8)
    ),
    "inspection_direction_has_a_source": lambda: visit(direction="improved"),
    "inspection_direction_has_a_source (read)": lambda: visit(direction_read="letter"),
    "completeness_ends_after_it_begins": lambda: completeness(first_day=date(2025, 4, 1)),
    "key": twice(inspection),
    "rating_is_a_grade_or_a_reason (neither)": lambda: rating(grade=None, verified=""),
    "rating_is_a_grade_or_a_reason (both)": lambda: rating(missing="not-graded"),
    "rating_grade_says_how_verified": lambda: rating(verified=""),
    "rating_once_an_area": lambda: Rating(
        inspection=Rating.objects.first().inspection,
        area=Rating.objects.first().area,
        missing="not-graded",
    ),
    "event_ends_after_it_begins": lambda: event(end_date=date(2015, 5, 4), end_precision="day"),
    "event_end_says_how_precise": lambda: event(end_date=date(2016, 1, 1)),
    "event_end_says_how_precise (no end)": lambda: event(end_precision="day"),
    "event_once": twice(event),
    "framework_ends_after_it_begins": lambda: framework(last_day=date(2027, 3, 31)),
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
    "succession_once": twice(succession),
    "succession_between_two": lambda: succession(predecessor=kent()),
    "neighbour_rank_once": twice(neighbour),
    "neighbour_once_a_model": lambda: (neighbour().save(), neighbour(rank=2))[1],
    "neighbour_rank_one_to_ten (0)": lambda: neighbour(rank=0),
    "neighbour_rank_one_to_ten (11)": lambda: neighbour(rank=11),
    "discrepancy_once": twice(lambda: discrepancy(inspection=Inspection.objects.first())),
    "discrepancy_once_without_inspection": twice(discrepancy),
    "discrepancy_settled_says_why": lambda: discrepancy(status="settled"),
    "published_percentage_up_to_hundred": lambda: published_figure(value=101),
    "published_figure_says_why_not": lambda: published_figure(reproducible=False),
    "alias_once_an_authority": twice(lambda: Alias(authority=kent(), name="x")),
    "former_code_once": twice(lambda: FormerCode(authority=kent(), scheme="gss", value="x")),
    "data_version_is_one_row": lambda: DataVersion(id=2),
    "import_applied_says_when": lambda: import_run(status="applied"),
    "import_undone_says_when": lambda: import_run(status="undone"),
    "import_item_number_once": twice(lambda: import_item()),
    "import_item_taken_can_be": lambda: import_item(is_taken=True),
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
        (lambda: inspection(end_date=date(2015, 5, 4)), "The last day is before the first day"),
        (lambda: inspection(published=date(2015, 5, 4)), "It was published before its first day"),
        (lambda: visit(direction="improved"), "Give the address where the direction was read"),
        (lambda: visit(direction_read="letter"), "Give the address where the direction was read"),
        (lambda: completeness(first_day=date(2025, 4, 1)), "The last day is before the first"),
        (lambda: inspection(direction="improved", direction_source_url="https://e.org/"),
         "A graded inspection has grades, not a direction"),
        (lambda: inspection(start_precision="month"), "first of that month"),
        (lambda: event(end_date=date(2014, 1, 1), end_precision="year"), "before the beginning"),
        (lambda: rating(area=area("ilacs-2018", "leaders")), "does not judge this area"),
        (lambda: rating(grade=Grade.objects.get(key="adequate")), "does not give the grade"),
        (lambda: rating(missing="not-graded"), "Choose a grade, or say why there is none"),
        (lambda: neighbour(neighbour=kent()), "not its own neighbour"),
        (lambda: authority(slug="New_Shire"), "lower-case letters"),
        (lambda: authority(gss_code="K06000001"), "A GSS code is E and eight digits"),
        (lambda: authority(la_code="12a"), "A DfE code is three digits"),
    ],
)  # fmt: skip
def test_a_person_is_told_what_is_wrong(row: Callable[[], models.Model], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        row().full_clean()
    assert sentence in " ".join(refusal.value.messages)

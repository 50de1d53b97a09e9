"""New inspections: written as if each had been entered, with one version of everything."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from ratings.models import DataVersion, ImportChange, Inspection, Rating
from ratings.models.corrections import corrections_of
from tests.importing.apply.runs import (
    AREAS,
    DAY,
    KEY,
    SHOWN,
    VISIT_KEY,
    cited,
    load,
    moves,
    planned,
    rutland,
    rutland_visit,
    the_inspection,
    the_rating,
)

pytestmark = pytest.mark.django_db


def test_an_inspection_with_its_grades_and_who_says_so() -> None:
    load(rutland(changed={"leaders": "Outstanding"}))
    row = the_inspection()
    assert (row.authority.slug, row.framework.code, row.kind.key) == (
        "rutland", "ilacs-2023", "standard",
    )  # fmt: skip
    assert (row.start_date, row.start_precision, row.published) == (DAY, "day", SHOWN)
    assert (row.status, row.verified, cited(row)) == ("published", "official", {"official-2024"})
    grades = {rating.area.key: rating.grade.key for rating in row.ratings.all()}
    assert grades == dict.fromkeys(AREAS, "good") | {"leaders": "outstanding"}
    assert {rating.verified for rating in row.ratings.all()} == {"official"}
    assert all(cited(rating) == {"official-2024"} for rating in row.ratings.all())
    row.full_clean()
    for rating in row.ratings.all():
        rating.full_clean()


def test_a_visit_has_no_ratings() -> None:
    load(rutland_visit(theme="front door"))
    row = the_inspection(VISIT_KEY)
    assert (row.kind.key, row.theme, row.ratings.count()) == ("focused-visit", "front door", 0)


def test_areas_without_a_grade_say_why() -> None:
    load(rutland(grades={}, findings=rutland().findings[:2]))
    missing = {rating.area.key: rating.missing for rating in the_inspection().ratings.all()}
    assert missing == dict.fromkeys(AREAS[:2], "") | dict.fromkeys(AREAS[2:], "not-recorded")
    assert the_rating(AREAS[4]).verified == ""


def test_drafts_when_they_are_not_to_be_published() -> None:
    before = DataVersion.current()
    load(rutland(), publish=False)
    assert the_inspection().status == "draft"
    assert not Inspection.objects.public().filter(key=KEY).exists()
    assert DataVersion.current() != before


def test_only_what_was_chosen() -> None:
    run = load(rutland(), rutland_visit(), choose=lambda item: item.inspection == VISIT_KEY)
    assert not Inspection.objects.filter(key=KEY).exists()
    assert Inspection.objects.filter(key=VISIT_KEY).exists()
    assert [change.inspection for change in run.changes.all()] == [VISIT_KEY]


def test_nothing_chosen_writes_nothing() -> None:
    before = Inspection.objects.count(), Rating.objects.count(), Inspection.history.count()
    run = load(rutland(), choose=lambda _: False)
    assert (
        Inspection.objects.count(),
        Rating.objects.count(),
        Inspection.history.count(),
    ) == before
    assert not run.changes.exists()


def test_one_version_each_with_reason_person_and_sources() -> None:
    user = User.objects.create(username="keeper")
    run = load(rutland(), decided_by=user)
    row = the_inspection()
    (version,) = row.history.all()
    assert (version.history_type, version.history_user) == ("+", user)
    assert version.history_change_reason == f"import {run.pk}: official-2024, sheet As_at, row 5"
    assert [each.source.key for each in version.sources.all()] == ["official-2024"]
    versions = Rating.history.filter(inspection_id=row.pk)
    assert versions.count() == len(AREAS)
    for each in versions:
        assert (each.history_type, each.sources.count()) == ("+", 1)
        assert each.history_change_reason == version.history_change_reason


def test_its_history_tells_of_no_correction() -> None:
    load(rutland())
    assert corrections_of(the_inspection()) == ()


def test_the_reason_names_every_row_that_told_of_it() -> None:
    run = load(rutland(row=5), rutland(row=9, kind=""))
    reason = the_inspection().history.get().history_change_reason
    assert reason == f"import {run.pk}: official-2024, sheet As_at, row 5, sheet As_at, row 9"


def test_the_version_of_the_data_moves_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with moves(monkeypatch) as moved:
        load(rutland(), rutland_visit())
    assert len(moved) == 1


def test_what_is_needed_to_undo_is_kept() -> None:
    run = load(rutland(), rutland_visit())
    rows = list(run.changes.values_list("action", "inspection", "field"))
    assert rows == [("created", KEY, ""), ("created", VISIT_KEY, "")]
    assert set(run.history_mark) == {"inspection", "rating"}
    assert ImportChange.objects.filter(run=run).count() == 2
    assert run.applied_at <= timezone.now()


def test_the_same_row_is_the_same_afterwards() -> None:
    load(rutland(), rutland_visit())
    plan = planned(rutland(), rutland_visit())
    assert {item.outcome for item in plan.items} == {"same"}


def test_who_says_it_where_the_rows_name_their_sources() -> None:
    load(rutland(sources=("report-pdf", "listing"), verified="official+report"), source="")
    assert cited(the_inspection()) == {"report-pdf", "listing"}
    assert the_inspection().verified == "official+report"

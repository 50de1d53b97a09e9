"""Corrections keep the old value, who changed it, when and why."""

import pytest
from django.contrib.auth.models import User

from ratings.models import Framework, Grade, Inspection, Rating, Source
from ratings.models.history import FIRST_RECORDED

pytestmark = pytest.mark.django_db


def test_what_was_loaded_is_written_down_before_its_first_change() -> None:
    inspection = Inspection.objects.exclude(theme="").first()
    before = inspection.theme
    assert inspection.history.count() == 0
    inspection.theme = "front door and thresholds"
    inspection._change_reason = "the letter says so"
    inspection.save()
    corrected, loaded = inspection.history.all()
    assert (loaded.theme, loaded.history_change_reason) == (before, FIRST_RECORDED)
    assert (corrected.theme, corrected.history_change_reason) == (
        "front door and thresholds", "the letter says so",
    )  # fmt: skip


def test_who_made_a_change_is_kept() -> None:
    rating = Rating.objects.filter(grade__key="good").first()
    keeper = User.objects.create_user("keeper")
    rating.grade = Grade.objects.get(key="outstanding")
    rating._history_user = keeper
    rating.save()
    assert rating.history.first().history_user == keeper
    assert [row.grade.key for row in rating.history.all()] == ["outstanding", "good"]


def test_a_new_row_has_one_entry_and_a_second_change_adds_one() -> None:
    grade = Grade.objects.create(key="strong", word="strong", letter="S", position=2)
    assert grade.history.count() == 1
    grade.word = "strong standard"
    grade.save()
    assert grade.history.count() == 2


def test_a_change_of_sources_alone_keeps_the_old_sources() -> None:
    inspection = Inspection.objects.filter(sources__key="council").first()
    before = set(inspection.sources.values_list("key", flat=True))
    inspection.sources.add(Source.objects.get(key="listing"))
    loaded = inspection.history.last()
    assert loaded.history_change_reason == FIRST_RECORDED
    assert {row.source.key for row in loaded.sources.all()} == before
    latest = inspection.history.first()
    assert {row.source.key for row in latest.sources.all()} == before | {"listing"}


def test_a_deleted_row_leaves_what_it_said() -> None:
    rating = Rating.objects.filter(grade__isnull=False).first()
    pk, grade = rating.pk, rating.grade
    rating.delete()
    deleted, loaded = Rating.history.filter(id=pk)
    assert (deleted.history_type, loaded.history_type) == ("-", "+")
    assert loaded.grade == grade


def test_the_first_day_of_a_framework_is_kept_but_a_computed_day_is_not() -> None:
    names = {field.name for field in Framework.history.model._meta.fields}
    assert "first_day" in names
    assert "first_day" not in {f.name for f in Inspection.history.model._meta.fields}

"""Corrections keep the old value, who changed it, when and why, row by row and many at once; what
the public may see of them: who by role alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from ratings.models import Framework, Grade, Inspection, Rating, Source, db
from ratings.models.bulk_history import ChangeReasons, keep_first, write_versions
from ratings.models.history import FIRST_RECORDED
from tests.views.histories import (
    KENT,
    corrections_of,
    drafted,
    publish,
    regrade,
    withdraw,
)

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def inspection() -> Inspection:
    return Inspection.objects.get(key=KENT)


def test_a_grade_that_is_taken_away_is_told(inspection: Inspection) -> None:
    inspection.ratings.get(area__key="leaders").delete()
    (told,) = corrections_of(inspection)
    assert (told.old, told.new) == ("outstanding", "nothing")


@pytest.mark.parametrize("came_with_the_record", [True, False])
def test_what_is_changed_and_put_back_while_withdrawn_is_never_told(
    inspection: Inspection, came_with_the_record: bool
) -> None:
    row = inspection if came_with_the_record else drafted("kent", date(2026, 6, 1))
    theme, before = row.theme, row.ratings.get(area__key="leaders").grade
    assert before is not None
    publish(row)
    withdraw(row, "withdrawn for a check")
    row.theme = "secret theme"
    row.save()
    regrade(row, "leaders", "requires-improvement", "secret reason")
    regrade(row, "leaders", before.key, "secret way back")
    row.theme = theme
    publish(row, "checked")
    assert corrections_of(row) == []


@pytest.mark.parametrize("why", ["checked with Ofsted", ""])
def test_what_changed_while_withdrawn_is_told_once(inspection: Inspection, why: str) -> None:
    withdraw(inspection, "withdrawn for a check")
    regrade(inspection, "leaders", "inadequate", "secret")
    regrade(inspection, "leaders", "good", "secret")
    inspection.published = date(2022, 7, 6)
    publish(inspection, why)
    told = why or "changed while it was withdrawn"
    found = corrections_of(inspection)
    assert sorted((each.old, each.new, each.why) for each in found) == [
        ("5 July 2022", "6 July 2022", told),
        ("outstanding", "good", told),
    ]


def test_what_was_loaded_is_written_down_before_its_first_change_and_who_made_it() -> None:
    inspection = Inspection.objects.exclude(theme="").first()
    before = inspection.theme
    assert inspection.history.count() == 0
    inspection.theme = "front door and thresholds"
    inspection._change_reason = "the letter says so"
    inspection._history_user = keeper = User.objects.create_user("keeper")
    inspection.save()
    corrected, loaded = inspection.history.all()
    assert (loaded.theme, loaded.history_change_reason) == (before, FIRST_RECORDED)
    assert (corrected.theme, corrected.history_user) == ("front door and thresholds", keeper)
    assert corrected.history_change_reason == "the letter says so"


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


ONE, OTHER = "rutland-ilacs-2018-2020-03-02", "york-ilacs-2018-2022-03-07"


def said(version: Any) -> tuple[Any, ...]:
    facts = [getattr(version, field.attname) for field in version.tracked_fields]
    sources = sorted(row.source.key for row in version.sources.all())
    return (*facts[1:], sources, version.history_type, version.history_change_reason)


def test_the_same_as_saving_each(django_user_model: type[User]) -> None:
    user = django_user_model.objects.create(username="keeper")
    row = Inspection.objects.get(key=ONE)
    write_versions(Inspection, [row.pk], "~", ChangeReasons(user, {row.pk: "why"}))
    bulk = row.history.get()
    row._change_reason, row._history_user = "why", user
    row.save()
    saved = row.history.latest("history_id")
    assert saved.history_id != bulk.history_id
    assert said(saved) == said(bulk)
    assert (bulk.history_user, saved.history_user) == (user, user)


def test_each_row_has_its_own_reason_and_sources() -> None:
    rows = {row.pk: row for row in Inspection.objects.filter(key__in=(ONE, OTHER))}
    write_versions(
        Inspection, list(rows), "~", ChangeReasons(None, {pk: rows[pk].key for pk in rows})
    )
    for row in rows.values():
        version = row.history.get()
        assert version.history_change_reason == row.key
        cited = {each.source_id for each in version.sources.all()}
        assert cited == set(row.sources.values_list("pk", flat=True))


def test_what_a_row_said_is_written_down_once_before_it_changes() -> None:
    pks = list(Rating.objects.filter(inspection__key=ONE).values_list("pk", flat=True))
    keep_first(Rating, pks)
    keep_first(Rating, pks)
    found = Rating.history.filter(id__in=pks)
    assert found.count() == len(pks)
    assert {each.history_change_reason for each in found} == {FIRST_RECORDED}
    assert {each.history_user for each in found} == {None}


def test_more_rows_than_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BATCH", 7)
    pks = list(Rating.objects.values_list("pk", flat=True)[:20])
    write_versions(Rating, [*pks, pks[0]], "~", ChangeReasons(None, dict.fromkeys(pks, "why")))
    assert sorted(Rating.history.values_list("id", flat=True)) == sorted(pks)

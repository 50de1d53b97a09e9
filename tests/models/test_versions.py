"""Versions of many rows at once say what saving each of them would have said."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from ratings.models import Inspection, Rating, Source, bulk_history
from ratings.models.bulk_history import Teller, keep_first, write_versions
from ratings.models.history import FIRST_RECORDED

pytestmark = pytest.mark.django_db

ONE, OTHER = "rutland-ilacs-2018-2020-03-02", "york-ilacs-2018-2022-03-07"


def said(version: Any) -> tuple[Any, ...]:
    facts = [getattr(version, field.attname) for field in version.tracked_fields]
    sources = sorted(row.source.key for row in version.sources.all())
    return (*facts[1:], sources, version.history_type, version.history_change_reason)


def test_the_same_as_saving_each(django_user_model: type[User]) -> None:
    user = django_user_model.objects.create(username="keeper")
    row = Inspection.objects.get(key=ONE)
    write_versions(Inspection, [row.pk], "~", Teller(user, {row.pk: "why"}))
    bulk = row.history.get()
    row._change_reason, row._history_user = "why", user
    row.save()
    saved = row.history.latest("history_id")
    assert saved.history_id != bulk.history_id
    assert said(saved) == said(bulk)
    assert (bulk.history_user, saved.history_user) == (user, user)


def test_each_row_has_its_own_reason_and_sources() -> None:
    rows = {row.pk: row for row in Inspection.objects.filter(key__in=(ONE, OTHER))}
    write_versions(Inspection, list(rows), "~", Teller(None, {pk: rows[pk].key for pk in rows}))
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


def test_a_row_with_a_history_is_left_alone() -> None:
    row = Inspection.objects.get(key=ONE)
    row.sources.add(Source.objects.get(key="news"))
    before = row.history.count()
    keep_first(Inspection, [row.pk])
    assert row.history.count() == before


def test_more_rows_than_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_history, "BATCH", 7)
    pks = list(Rating.objects.values_list("pk", flat=True)[:20])
    write_versions(Rating, [*pks, pks[0]], "~", Teller(None, dict.fromkeys(pks, "why")))
    assert sorted(Rating.history.values_list("id", flat=True)) == sorted(pks)

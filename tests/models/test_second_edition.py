"""What the migration to the second edition says of rows that a site already has."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from ratings.models import Completeness, InspectionKind, Source

pytestmark = pytest.mark.django_db


def fill() -> None:
    import_module("ratings.migrations.0006_second_edition").fill(apps, None)


def test_the_new_columns_are_filled() -> None:
    """They are made empty."""
    InspectionKind.objects.update(asks_direction=False)
    Source.objects.update(authority_page="")
    Completeness.objects.update(basis="published", first_day=None)
    fill()
    asked = InspectionKind.objects.filter(asks_direction=True).values_list("key", flat=True)
    assert set(asked) == {"focused-visit", "monitoring-visit"}, "no joint inspection"
    rows = Completeness.objects.values_list("kind", "basis", "first_day", "last_day")
    assert set(rows) == {
        ("graded", "published", None, date(2026, 8, 20)),
        ("visits", "begun", date(2021, 4, 1), date(2025, 3, 31)),
    }
    pages = Source.objects.exclude(authority_page="").values_list("key", "authority_page")
    assert list(pages) == [("listing", "https://reports.ofsted.gov.uk/provider/44/{ofsted_urn}")]


def test_a_day_before_the_first_stays_open_at_its_beginning() -> None:
    """A keeper who had moved the day back: no row ends before it begins."""
    Completeness.objects.filter(kind="visits").update(
        basis="published", first_day=None, last_day=date(2020, 12, 31)
    )
    fill()
    row = Completeness.objects.get(kind="visits")
    assert (row.basis, row.first_day) == ("begun", None)

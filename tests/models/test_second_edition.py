"""What the migration to the second edition says of rows that a site already has."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from ratings.models import Completeness, InspectionKind, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    """The new columns as they are made, empty, and then filled."""
    InspectionKind.objects.update(asks_direction=False)
    Source.objects.update(authority_page="")
    Completeness.objects.update(basis="published", first_day=None)
    import_module("ratings.migrations.0006_second_edition").fill(apps, None)


def test_visits_but_joint_inspections_are_asked_for_a_direction(filled: None) -> None:
    asked = InspectionKind.objects.filter(asks_direction=True)
    assert {kind.key for kind in asked} == {"focused-visit", "monitoring-visit"}


def test_graded_inspections_count_by_publication_and_visits_by_their_beginning(
    filled: None,
) -> None:
    found = {
        row.kind: (row.basis, row.first_day, row.last_day) for row in Completeness.objects.all()
    }
    assert found == {
        "graded": ("published", None, date(2026, 8, 20)),
        "visits": ("begun", date(2021, 4, 1), date(2025, 3, 31)),
    }


def test_the_listing_has_a_page_for_each_authority(filled: None) -> None:
    assert {
        source.key: source.authority_page for source in Source.objects.exclude(authority_page="")
    } == {"listing": "https://reports.ofsted.gov.uk/provider/44/{ofsted_urn}"}


def test_a_day_before_the_first_stays_open_at_its_beginning() -> None:
    """A keeper who had moved the day back: no row ends before it begins."""
    Completeness.objects.filter(kind="visits").update(
        basis="published", first_day=None, last_day=date(2020, 12, 31)
    )
    import_module("ratings.migrations.0006_second_edition").fill(apps, None)
    row = Completeness.objects.get(kind="visits")
    assert (row.basis, row.first_day) == ("begun", None)

"""What is entered by hand is planned like a file: duplicates and contradictions are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ratings.models import Discrepancy, ImportRun, Inspection, Rating, Source
from tests.admin.conftest import ADD, Told

Telling = Callable[..., Told]


@pytest.fixture
def published(draft: Inspection) -> Inspection:
    """What `told` tells, in public, cited from a release."""
    draft.sources.set(Source.objects.filter(key="official-2025"))
    for rating in draft.ratings.all():
        rating.sources.set(Source.objects.filter(key="official-2025"))
    Inspection.objects.filter(pk=draft.pk).update(status="published")
    draft.refresh_from_db()
    return draft


def other(inspection: Inspection) -> tuple[str, str]:
    """An area, and a grade that the inspection did not give for it."""
    rating = inspection.ratings.select_related("area", "grade").get(area__key="leaders")
    return rating.area.key, "inadequate" if rating.grade.key != "inadequate" else "good"


def test_an_entry_that_contradicts_is_shown_beside_the_record(
    keeper: Client, told: Telling, published: Inspection
) -> None:
    area, grade = other(published)
    page = keeper.post(ADD, {**told(**{f"area:{area}": f"grade:{grade}"}), "step": "check"})
    beside = page.context["beside"]
    assert beside.inspection == published
    (contradiction,) = [row for row in beside.differences if row.outcome == "Contradicts"]
    assert contradiction.new.grade.key == grade
    assert "more trusted" in contradiction.reason
    assert "The record has this inspection already" in page.content.decode()


def test_what_an_entry_contradicts_is_taken_like_that_of_a_file(
    reviewer: Client, told: Telling, published: Inspection
) -> None:
    area, grade = other(published)
    told_otherwise = told(**{f"area:{area}": f"grade:{grade}"})
    page = reviewer.post(ADD, {**told_otherwise, "step": "compare"})
    run = ImportRun.objects.get(kind=ImportRun.Kind.ENTRY)
    assert page["Location"].endswith(f"/{run.pk}/")
    assert run.status == run.Status.PLANNED
    taken = run.items.get(field=f"grade:{area}")
    assert (taken.new, taken.wins, taken.is_taken) == (grade, True, True)
    assert Rating.objects.get(inspection=published, area__key=area).grade.key != grade
    assert not Discrepancy.objects.filter(inspection=published).exists()


def test_a_new_inspection_has_nothing_beside_it(keeper: Client, told: Telling) -> None:
    page = keeper.post(ADD, {**told(), "step": "check"})
    assert not page.context["beside"].is_there

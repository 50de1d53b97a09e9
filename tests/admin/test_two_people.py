"""Two people at one row: what one has done is neither put back nor published unseen by another."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from ratings.admin import entry_pages
from ratings.models import Inspection
from tests.admin.conftest import ADD, change_address, form_data, person

YORK = "york-ilacs-2023-2025-02-24"
PUBLISH = "/admin/ratings/inspection/publish/"
SINCE = "Somebody has changed it since you opened this page"


@pytest.fixture
def inspection(record: None) -> Inspection:
    return Inspection.objects.get(key=YORK)


def test_what_another_corrected_meanwhile_is_not_put_back(
    reviewer: Client, inspection: Inspection
) -> None:
    address, other = change_address(inspection), person("ola", "reviewer")
    opened, earlier = form_data(reviewer.get(address)), form_data(other.get(address))
    corrected = {"end_date": "3 March 2025", "reason": "the report says the 3rd"}
    assert reviewer.post(address, {**opened, **corrected}).status_code == 302

    answer = other.post(address, {**earlier, "note": "mine", "reason": "a note"})
    assert SINCE in answer.content.decode()
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note == "mine") == ("2025-03-03", False)

    again = {**form_data(other.get(address)), "note": "mine", "reason": "a note"}
    assert other.post(address, again).status_code == 302
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note) == ("2025-03-03", "mine")


def test_nor_is_a_grade_that_another_corrected(reviewer: Client, inspection: Inspection) -> None:
    address = change_address(inspection)
    earlier = form_data(reviewer.get(address))
    rating = inspection.ratings.select_related("grade").order_by("area__order")[1]
    own = form_data(reviewer.get(change_address(rating)))
    assert own["answer"] != "missing:not-recorded"
    own |= {"answer": "missing:not-recorded", "label_as_published": "", "reason": "not in it"}
    assert reviewer.post(change_address(rating), own).status_code == 302

    answer = reviewer.post(address, {**earlier, "note": "mine", "reason": "a note"})
    assert SINCE in answer.content.decode()
    rating.refresh_from_db()
    assert rating.missing == "not-recorded"


def test_only_what_the_reviewer_saw_is_published(
    keeper: Client, reviewer: Client, draft: Inspection
) -> None:
    shown = reviewer.get(f"{PUBLISH}?key={draft.key}")
    seen = shown.context["cases"][0].seen
    assert f'name="seen" value="{seen}"' in shown.content.decode()
    rating = draft.ratings.first()
    assert rating is not None
    own = form_data(keeper.get(change_address(rating)))
    own |= {"answer": "grade:outstanding", "reason": "as it says"}
    assert keeper.post(change_address(rating), own).status_code == 302

    told = {"key": draft.key, "seen": seen}
    assert SINCE in reviewer.post(PUBLISH, told, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.status == Inspection.Status.DRAFT

    told["seen"] = reviewer.get(f"{PUBLISH}?key={draft.key}").context["cases"][0].seen
    reviewer.post(PUBLISH, told)
    draft.refresh_from_db()
    assert draft.status == Inspection.Status.PUBLISHED


def test_what_two_people_enter_at_once_is_there_once_and_the_later_is_told(
    keeper: Client, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guards of the later saw nothing yet: only the database did, as PostgreSQL does then."""
    save = entry_pages.save

    def after_another(*given: Any) -> None:
        monkeypatch.setattr(entry_pages, "save", save)
        save(*given)
        raise IntegrityError("duplicate key value violates unique constraint")

    monkeypatch.setattr(entry_pages, "save", after_another)
    answer = keeper.post(ADD, {**told(), "step": "draft"})
    assert answer.context["beside"].inspection == Inspection.objects.get(status="draft")

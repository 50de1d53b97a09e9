"""Two people at one row: what one has done is neither put back nor published unseen by another."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.admin import add_inspection, desk
from ratings.admin.concurrency import ConcurrentAdmin
from ratings.models import Inspection
from tests.admin.conftest import ADD, change_address, form_data, person

YORK = "york-ilacs-2023-2025-02-24"
PUBLISH = "/admin/ratings/inspection/publish/"
SINCE = "Somebody has changed it since you opened this page"
HOLD = ConcurrentAdmin.hold


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
    rating = inspection.ratings.select_related("grade", "area").order_by("area__order")[1]
    own = form_data(reviewer.get(change_address(rating)))
    assert own["answer"] != "missing:not-recorded"
    own |= {"answer": "missing:not-recorded", "label_as_published": "", "reason": "not in it"}
    assert reviewer.post(change_address(rating), own).status_code == 302

    answer = reviewer.post(address, {**earlier, "note": "mine", "reason": "a note"})
    named = SINCE.replace("it", rating.area.short_name, 1)
    assert named in answer.content.decode()
    rating.refresh_from_db()
    assert rating.missing == "not-recorded"


def test_nor_is_it_by_restoring_what_the_row_said_before(
    reviewer: Client, inspection: Inspection
) -> None:
    """Who restores saw what that changes: not what another has corrected since."""
    address = change_address(inspection)
    correct(reviewer, address, note="mine")
    restored = address.replace("/change/", f"/history/{inspection.history.earliest().pk}/")
    earlier = reviewer.get(restored).context["form"]["seen"]
    assert str(earlier) in reviewer.get(restored).content.decode()
    correct(person("ola", "reviewer"), address, end_date="3 March 2025")

    told = {"seen": earlier.value(), "reason": "so"}
    assert SINCE in reviewer.post(restored, told).content.decode()
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note) == ("2025-03-03", "mine")
    told["seen"] = reviewer.get(restored).context["form"]["seen"].value()
    assert reviewer.post(restored, told).status_code == 302
    inspection.refresh_from_db()
    assert (str(inspection.end_date) == "2025-03-03", inspection.note) == (False, "")


def correct(client: Client, address: str, **values: str) -> None:
    told = {**form_data(client.get(address)), **values, "reason": "misread"}
    assert client.post(address, told).status_code == 302


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
    save = add_inspection.save

    def after_another(*given: Any) -> None:
        monkeypatch.setattr(add_inspection, "save", save)
        save(*given)
        raise IntegrityError("duplicate key value violates unique constraint")

    monkeypatch.setattr(add_inspection, "save", after_another)
    answer = keeper.post(ADD, {**told(), "step": "draft"})
    assert answer.context["beside"].inspection == Inspection.objects.get(status="draft")


def test_a_grade_of_a_draft_that_is_published_just_now_is_not_changed_by_a_keeper(
    keeper: Client, draft: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its keeper was let in while it was a draft; a reviewer published it before the row was
    held."""
    rating = draft.ratings.first()
    assert rating is not None
    address = change_address(rating)
    told = {**form_data(keeper.get(address)), "answer": "grade:outstanding", "reason": "so"}
    monkeypatch.setattr(ConcurrentAdmin, "hold", after_publishing(draft))
    assert keeper.post(address, told).status_code == 403
    rating.refresh_from_db()
    assert rating.grade.key == "good"


def test_nor_is_one_thrown_away(
    keeper: Client, draft: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = change_address(draft).replace("/change/", "/delete/")
    monkeypatch.setattr(ConcurrentAdmin, "hold", after_publishing(draft))
    answer = keeper.post(address, {"post": "yes", "reason": "a mistake"}, follow=True)
    assert "It is published, and readers may have cited it" in answer.content.decode()
    assert Inspection.objects.filter(pk=draft.pk).exists()


def after_publishing(draft: Inspection) -> Any:
    def hold(admin: Any, row: Any) -> Any:
        Inspection.objects.filter(pk=draft.pk).update(status=Inspection.Status.PUBLISHED)
        return HOLD(admin, row)

    return hold


def test_a_page_is_held_with_all_rows_that_it_tells_of(inspection: Inspection) -> None:
    """Otherwise a grade could be corrected while its inspection is saved or published."""
    page = desk.get_model_admin(Inspection)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert page.hold(inspection) == inspection
    assert "ratings_dataversion" in asked[0]["sql"]
    tables = Counter(re.findall(r'FROM "(ratings_\w+)"', " ".join(
        query["sql"] for query in list(asked)[1:] if '"id" = ' in query["sql"]
    )))  # fmt: skip
    ratings = inspection.ratings.count()
    assert tables == {"ratings_inspection": 1, "ratings_rating": ratings}
    if connection.features.has_select_for_update:
        held = [query for query in asked if "FOR UPDATE" in query["sql"]]
        assert len(held) == 2 + ratings


def test_withdrawing_writes_down_what_another_corrected_just_now(
    reviewer: Client, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The correction came between reading the row and holding it."""

    def after_correcting(admin: Any, row: Any) -> Any:
        Inspection.objects.filter(pk=row.pk).update(note="as corrected")
        return HOLD(admin, row)

    monkeypatch.setattr(ConcurrentAdmin, "hold", after_correcting)
    told = {"key": inspection.key, "reason": "another authority's"}
    assert reviewer.post("/admin/ratings/inspection/withdraw/", told).status_code == 302
    latest = inspection.history.latest()
    assert (latest.status, latest.note) == ("draft", "as corrected")

"""Two people at one row: what one has done is neither put back nor published unseen by another."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.admin import add_inspection, admin_site
from ratings.admin.concurrency import ConcurrentAdmin
from ratings.models import Inspection
from tests.admin.conftest import Telling, change, enter, form_data, person, status_of, url_of

PUBLISH = "/admin/ratings/inspection/publish/"
SINCE = "Somebody has changed it since you opened this page"
HOLD = ConcurrentAdmin.hold


def test_what_another_corrected_is_not_put_back(reviewer: Client, inspection: Inspection) -> None:
    address, other = url_of(inspection), person("ola", "reviewer")
    earlier = form_data(other.get(address))
    assert change(reviewer, inspection, end_date="3 March 2025").status_code == 302

    answer = other.post(address, {**earlier, "note": "mine", "reason": "a note"})
    assert SINCE in answer.content.decode()
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note == "mine") == ("2025-03-03", False)

    assert change(other, inspection, note="mine").status_code == 302
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note) == ("2025-03-03", "mine")


def test_nor_is_a_grade_that_another_corrected(reviewer: Client, inspection: Inspection) -> None:
    earlier = form_data(reviewer.get(url_of(inspection)))
    rating = inspection.ratings.select_related("grade", "area").order_by("area__order")[1]
    assert rating.missing != "not-recorded"
    told = {"answer": "missing:not-recorded", "label_as_published": ""}
    assert change(reviewer, rating, **told).status_code == 302

    told = {**earlier, "note": "mine", "reason": "a note"}
    answer = reviewer.post(url_of(inspection), told)
    named = SINCE.replace("it", rating.area.short_name, 1)
    assert named in answer.content.decode()
    rating.refresh_from_db()
    assert rating.missing == "not-recorded"


def test_nor_is_it_by_restoring_what_was_before(reviewer: Client, inspection: Inspection) -> None:
    """Who restores saw what that changes: not what another has corrected since."""
    assert change(reviewer, inspection, note="mine").status_code == 302
    version = url_of(inspection, f"history/{inspection.history.earliest().pk}")
    shown = reviewer.get(version)
    earlier = shown.context["form"]["seen"]
    assert str(earlier) in shown.content.decode()
    other = person("ola", "reviewer")
    assert change(other, inspection, end_date="3 March 2025").status_code == 302

    told = {"seen": earlier.value(), "reason": "so"}
    assert SINCE in reviewer.post(version, told).content.decode()
    inspection.refresh_from_db()
    assert (str(inspection.end_date), inspection.note) == ("2025-03-03", "mine")
    told["seen"] = reviewer.get(version).context["form"]["seen"].value()
    assert reviewer.post(version, told).status_code == 302
    inspection.refresh_from_db()
    assert (str(inspection.end_date) == "2025-03-03", inspection.note) == (False, "")


def test_only_what_was_seen_goes_out(keeper: Client, reviewer: Client, draft: Inspection) -> None:
    shown = reviewer.get(f"{PUBLISH}?key={draft.key}")
    seen = shown.context["cases"][0]["seen"]
    assert f'name="seen" value="{seen}"' in shown.content.decode()
    assert change(keeper, draft.ratings.first(), answer="grade:outstanding").status_code == 302

    told = {"key": draft.key, "seen": seen}
    assert SINCE in reviewer.post(PUBLISH, told, follow=True).content.decode()
    assert status_of(draft) == "draft"

    told["seen"] = reviewer.get(f"{PUBLISH}?key={draft.key}").context["cases"][0]["seen"]
    reviewer.post(PUBLISH, told)
    assert status_of(draft) == "published"


def test_what_two_people_enter_at_once_is_there_once_and_the_later_is_told(
    keeper: Client, told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guards of the later saw nothing yet: only the database did, as PostgreSQL does then."""
    save = add_inspection.save

    def after_another(*given: Any) -> None:
        monkeypatch.setattr(add_inspection, "save", save)
        save(*given)
        raise IntegrityError("duplicate key value violates unique constraint")

    monkeypatch.setattr(add_inspection, "save", after_another)
    answer = enter(keeper, "draft", told())
    assert answer.context["beside"]["inspection"] == Inspection.objects.get(status="draft")


@pytest.fixture
def published_just_now(draft: Inspection, monkeypatch: pytest.MonkeyPatch) -> Inspection:
    """A keeper is let in while it is a draft; a reviewer publishes it before the row is held."""

    def hold(admin: Any, row: Any) -> Any:
        Inspection.objects.filter(pk=draft.pk).update(status=Inspection.Status.PUBLISHED)
        return HOLD(admin, row)

    monkeypatch.setattr(ConcurrentAdmin, "hold", hold)
    return draft


def test_a_grade_of_a_draft_that_is_published_just_now_is_not_changed_by_a_keeper(
    keeper: Client, published_just_now: Inspection
) -> None:
    rating = published_just_now.ratings.first()
    assert rating is not None
    assert change(keeper, rating, answer="grade:outstanding").status_code == 403
    rating.refresh_from_db()
    assert rating.grade.key == "good"


def test_nor_is_one_thrown_away(keeper: Client, published_just_now: Inspection) -> None:
    told = {"post": "yes", "reason": "a mistake"}
    answer = keeper.post(url_of(published_just_now, "delete"), told, follow=True)
    assert "It is published, and readers may have cited it" in answer.content.decode()
    assert Inspection.objects.filter(pk=published_just_now.pk).exists()


def test_a_page_is_held_with_all_rows_that_it_tells_of(inspection: Inspection) -> None:
    """Otherwise a grade could be corrected while its inspection is saved or published."""
    page = admin_site.get_model_admin(Inspection)
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

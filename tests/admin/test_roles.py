"""Keepers enter, reviewers publish: at every door, from both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from ratings.models import Alias, Authority, Event, Inspection, Source
from tests.admin.conftest import ADD, Told, change_address, form_data

Telling = Callable[..., Told]
LIST = "/admin/ratings/inspection/"
PUBLISH, WITHDRAW = f"{LIST}publish/", f"{LIST}withdraw/"


@pytest.fixture
def published(record: None) -> Inspection:
    return Inspection.objects.get(key="york-ilacs-2023-2025-02-24")


def status_of(inspection: Inspection) -> str:
    inspection.refresh_from_db()
    return inspection.status


def test_both_roles_are_there_and_only_reviewers_may_publish(record: None) -> None:
    keepers = Group.objects.get(name="keeper").permissions.values_list("codename", flat=True)
    reviewers = Group.objects.get(name="reviewer").permissions.values_list("codename", flat=True)
    assert "publish_inspection" in reviewers
    assert "publish_inspection" not in keepers
    assert set(keepers) < set(reviewers)


def test_a_role_that_lost_a_permission_has_it_again_after_migrating_and_keeps_what_was_added(
    record: None,
) -> None:
    keepers = Group.objects.get(name="keeper")
    lost = keepers.permissions.get(codename="add_inspection")
    given = Permission.objects.get(codename="view_user")
    keepers.permissions.remove(lost)
    keepers.permissions.add(given)
    call_command("migrate", verbosity=0)
    assert {lost, given} <= set(keepers.permissions.all())
    assert Group.objects.count() == 2


DECIDED_BY_REVIEWERS = (
    "arealink", "completeness", "formercode", "framework", "grade", "headingalias",
    "inspectionkind", "judgementarea", "publishedfigure", "source", "succession",
)  # fmt: skip


@pytest.mark.parametrize("model", DECIDED_BY_REVIEWERS)
def test_what_many_lines_stand_on_is_seen_by_keepers_and_changed_by_reviewers(
    keeper: Client, reviewer: Client, model: str
) -> None:
    row = apps.get_model("ratings", model).objects.first()
    assert keeper.get(change_address(row)).status_code == 200
    for page in ("change", "delete"):
        address = change_address(row).replace("/change/", f"/{page}/")
        refused = keeper.post(address, {"post": "yes", "reason": "so"})
        assert refused.status_code == 403 or "/change/" in refused.headers["Location"]
    assert type(row).objects.filter(pk=row.pk).exists()
    assert keeper.post(f"/admin/ratings/{model}/add/", {}).status_code == 403
    assert reviewer.post(f"/admin/ratings/{model}/add/", {}).status_code == 200


def test_what_is_the_reviewers_is_taken_from_keepers_who_had_it(record: None) -> None:
    keepers = Group.objects.get(name="keeper")
    had = Permission.objects.get(codename="change_grade")
    keepers.permissions.add(had)
    call_command("migrate", verbosity=0)
    assert had not in keepers.permissions.all()
    assert had in Group.objects.get(name="reviewer").permissions.all()


# The form.


def test_a_keeper_is_not_offered_to_publish_and_a_reviewer_is(
    keeper: Client, reviewer: Client, told: Telling
) -> None:
    button = 'value="publish"'
    assert button not in keeper.post(ADD, {**told(), "step": "check"}).content.decode()
    assert button in reviewer.post(ADD, {**told(), "step": "check"}).content.decode()


def test_a_keeper_who_sends_publish_all_the_same_is_refused(keeper: Client, told: Telling) -> None:
    assert keeper.post(ADD, {**told(), "step": "publish"}).status_code == 403
    crafted = {**told(), "step": "draft", "status": "published"}
    keeper.post(ADD, crafted)
    assert Inspection.objects.get(key="leeds-ilacs-2026-2026-08-03").status == "draft"


def test_a_reviewer_publishes_what_they_enter(reviewer: Client, told: Telling) -> None:
    reviewer.post(ADD, {**told(), "step": "publish"})
    assert Inspection.objects.get(key="leeds-ilacs-2026-2026-08-03").status == "published"


# The page that publishes.


def test_a_keeper_cannot_open_or_use_the_page_that_publishes(
    keeper: Client, draft: Inspection
) -> None:
    assert keeper.get(PUBLISH, {"key": draft.key}).status_code == 403
    assert keeper.post(PUBLISH, {"key": draft.key}).status_code == 403
    assert status_of(draft) == "draft"


def test_a_reviewer_sees_the_resulting_line_and_publishes(
    reviewer: Client, draft: Inspection
) -> None:
    case = reviewer.get(PUBLISH, {"key": draft.key}).context["cases"][0]
    assert case.preview.after.text.endswith("→ no overall grade (2026)")
    assert status_of(draft) == "draft"
    reviewer.post(PUBLISH, {"key": draft.key, "reason": "read against the report"})
    assert status_of(draft) == "published"
    latest = draft.history.latest()
    assert latest.history_user.username == "robin"
    assert latest.history_change_reason == "read against the report"


def test_a_draft_without_a_citation_is_not_published(reviewer: Client, draft: Inspection) -> None:
    draft.report_url = ""
    draft.save()
    page = reviewer.get(PUBLISH, {"key": draft.key}).content.decode()
    assert "give its address at Ofsted" in page
    reviewer.post(PUBLISH, {"key": draft.key})
    assert status_of(draft) == "draft"


# The action of the list.


def test_the_action_is_offered_to_reviewers_only(
    keeper: Client, reviewer: Client, draft: Inspection
) -> None:
    chosen = {"action": "publish_drafts", "_selected_action": [draft.pk]}
    assert "publish_drafts" not in keeper.get(LIST).content.decode()
    keeper.post(LIST, chosen)
    assert status_of(draft) == "draft"
    assert "publish_drafts" in reviewer.get(LIST).content.decode()
    response = reviewer.post(LIST, chosen)
    assert response.headers["Location"] == f"{PUBLISH}?key={draft.key}"


# The change form.


def test_a_crafted_status_in_the_change_form_changes_nothing(
    keeper: Client, draft: Inspection
) -> None:
    address = change_address(draft)
    data = form_data(keeper.get(address))
    keeper.post(address, {**data, "note": "read", "reason": "a note", "status": "published"})
    assert status_of(draft) == "draft"
    assert draft.note == "read"


def test_a_keeper_sees_a_published_inspection_and_cannot_change_it(
    keeper: Client, published: Inspection
) -> None:
    address = change_address(published)
    response = keeper.get(address)
    assert response.status_code == 200
    assert "record the discrepancy" in response.content.decode()
    assert keeper.post(address, {"note": "changed", "reason": "so"}).status_code == 403
    rating = published.ratings.first()
    assert keeper.get(change_address(rating)).status_code == 200
    changed = {"answer": "grade:good", "verified": "report", "reason": "so"}
    assert keeper.post(change_address(rating), changed).status_code == 403


def test_a_keeper_cannot_restore_delete_or_withdraw_what_is_published(
    keeper: Client, reviewer: Client, published: Inspection
) -> None:
    data = form_data(reviewer.get(change_address(published)))
    reviewer.post(change_address(published), {**data, "note": "new", "reason": "a note"})
    version = published.history.earliest()
    address = f"{LIST}{published.pk}/history/{version.history_id}/"
    assert keeper.post(address, {"reason": "so"}).status_code == 403
    assert keeper.post(f"{LIST}{published.pk}/delete/", {"post": "yes"}).status_code in {302, 403}
    assert keeper.post(WITHDRAW, {"key": published.key, "reason": "so"}).status_code == 403
    assert status_of(published) == "published"


def test_a_keeper_cannot_delete_what_reviewers_can(keeper: Client, reviewer: Client) -> None:
    alias = Alias.objects.first()
    assert alias is not None
    address = f"/admin/ratings/alias/{alias.pk}/delete/"
    assert keeper.post(address, {"post": "yes", "reason": "wrong"}).status_code == 403
    reviewer.post(address, {"post": "yes", "reason": "wrong"})
    assert not Alias.objects.filter(pk=alias.pk).exists()


def test_deleting_needs_a_reason_that_is_kept(reviewer: Client) -> None:
    event = Event.objects.first()
    assert event is not None
    address = f"/admin/ratings/event/{event.pk}/delete/"
    reviewer.post(address, {"post": "yes"})
    assert Event.objects.filter(pk=event.pk).exists()
    reviewer.post(address, {"post": "yes", "reason": "entered twice"})
    gone = Event.history.filter(id=event.pk).latest()
    assert (gone.history_type, gone.history_change_reason) == ("-", "entered twice")


def test_a_draft_is_thrown_away_and_a_published_inspection_is_not(
    keeper: Client, reviewer: Client, draft: Inspection, published: Inspection
) -> None:
    reviewer.post(f"{LIST}{published.pk}/delete/", {"post": "yes", "reason": "wrong"})
    assert Inspection.objects.filter(pk=published.pk).exists()
    keeper.post(f"{LIST}{draft.pk}/delete/", {"post": "yes", "reason": "entered twice"})
    assert not Inspection.objects.filter(pk=draft.pk).exists()


def test_a_reviewer_withdraws_with_a_reason_and_not_without(
    reviewer: Client, published: Inspection
) -> None:
    reviewer.post(WITHDRAW, {"key": published.key, "reason": ""})
    assert status_of(published) == "published"
    reviewer.post(WITHDRAW, {"key": published.key, "reason": "the report was withdrawn"})
    assert status_of(published) == "draft"


def test_what_others_stand_on_is_kept_and_the_page_says_so_in_words(reviewer: Client) -> None:
    leeds = Authority.objects.get(slug="leeds")
    page = reviewer.get(f"/admin/ratings/authority/{leeds.pk}/delete/").content.decode()
    assert "cannot be deleted, because others stand on it" in page
    reviewer.post(f"/admin/ratings/authority/{leeds.pk}/delete/", {"post": "yes", "reason": "x"})
    assert Authority.objects.filter(slug="leeds").exists()
    source = Source.objects.get(key="listing")
    reviewer.post(f"/admin/ratings/source/{source.pk}/delete/", {"post": "yes", "reason": "x"})
    assert Source.objects.filter(key="listing").exists()

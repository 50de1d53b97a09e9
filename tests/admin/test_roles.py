"""Keepers enter, reviewers publish: at every door, from both sides.

Who may open and send to each address is in `tests/security/test_permissions.py`.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from ratings.models import Alias, Authority, Event, Inspection
from tests.admin.conftest import NEW, Telling, change, enter, status_of, url_of

LIST = "/admin/ratings/inspection/"
PUBLISH, WITHDRAW = f"{LIST}publish/", f"{LIST}withdraw/"


def test_migrating_gives_roles_their_permissions_and_keeps_what_was_added(record: None) -> None:
    """What an administrator gave stays, unless it is the reviewers'."""
    keepers, reviewers = (Group.objects.get(name=name) for name in ("keeper", "reviewer"))
    lost, given, reserved = (
        Permission.objects.get(codename=name)
        for name in ("add_inspection", "view_user", "change_grade")
    )
    assert set(keepers.permissions.all()) < set(reviewers.permissions.all())
    keepers.permissions.remove(lost)
    keepers.permissions.add(given, reserved)
    call_command("migrate", verbosity=0)
    assert {lost, given} <= set(keepers.permissions.all())
    assert reserved not in keepers.permissions.all()
    assert reserved in reviewers.permissions.all()
    assert Group.objects.count() == 2


# The form.


def test_a_keeper_is_not_let_publish(keeper: Client, reviewer: Client, told: Telling) -> None:
    button = 'value="publish"'
    assert button not in enter(keeper, "check", told()).content.decode()
    assert button in enter(reviewer, "check", told()).content.decode()
    assert enter(keeper, "publish", told()).status_code == 403
    enter(keeper, "draft", told(status="published"))
    assert Inspection.objects.get(key=NEW).status == "draft"


# The page that publishes, and the action of the list that leads to it.


def test_a_reviewer_sees_and_publishes(keeper: Client, reviewer: Client, draft: Inspection) -> None:
    case = reviewer.get(PUBLISH, {"key": draft.key}).context["cases"][0]
    assert case["preview"]["after"].text.endswith("→ no overall grade (2026)")
    assert keeper.get(PUBLISH, {"key": draft.key}).status_code == 403
    assert keeper.post(PUBLISH, {"key": draft.key}).status_code == 403
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


def test_the_action_is_of_reviewers(keeper: Client, reviewer: Client, draft: Inspection) -> None:
    chosen = {"action": "publish_drafts", "_selected_action": [draft.pk]}
    assert "publish_drafts" not in keeper.get(LIST).content.decode()
    keeper.post(LIST, chosen)
    assert status_of(draft) == "draft"
    assert "publish_drafts" in reviewer.get(LIST).content.decode()
    response = reviewer.post(LIST, chosen)
    assert response.headers["Location"] == f"{PUBLISH}?key={draft.key}"


# The change form.


def test_a_crafted_status_in_the_form_changes_nothing(keeper: Client, draft: Inspection) -> None:
    change(keeper, draft, note="read", status="published")
    assert status_of(draft) == "draft"
    assert draft.note == "read"


def test_a_keeper_is_told_to_record_a_discrepancy(keeper: Client, inspection: Inspection) -> None:
    assert "record the discrepancy" in keeper.get(url_of(inspection)).content.decode()


@pytest.mark.parametrize("model", [Alias, Event])
def test_a_reviewer_deletes(keeper: Client, reviewer: Client, model: type[Alias | Event]) -> None:
    row = model._default_manager.first()
    assert row is not None
    told = {"post": "yes", "reason": "entered twice"}
    assert keeper.post(url_of(row, "delete"), told).status_code == 403
    reviewer.post(url_of(row, "delete"), {"post": "yes"})
    assert model._default_manager.filter(pk=row.pk).exists()
    reviewer.post(url_of(row, "delete"), told)
    assert not model._default_manager.filter(pk=row.pk).exists()
    gone = model.history.filter(id=row.pk).latest()
    assert (gone.history_type, gone.history_change_reason) == ("-", "entered twice")


def test_a_draft_is_thrown_away_and_a_published_inspection_is_not(
    keeper: Client, reviewer: Client, draft: Inspection, inspection: Inspection
) -> None:
    told = {"post": "yes", "reason": "entered twice"}
    reviewer.post(url_of(inspection, "delete"), told)
    assert Inspection.objects.filter(pk=inspection.pk).exists()
    keeper.post(url_of(draft, "delete"), told)
    assert not Inspection.objects.filter(pk=draft.pk).exists()


def test_a_reviewer_withdraws_with_a_reason(reviewer: Client, inspection: Inspection) -> None:
    for reason, status in (("", "published"), ("the report was withdrawn", "draft")):
        reviewer.post(WITHDRAW, {"key": inspection.key, "reason": reason})
        assert status_of(inspection) == status


def test_what_others_stand_on_is_kept_and_the_page_says_so_in_words(reviewer: Client) -> None:
    leeds = Authority.objects.get(slug="leeds")
    page = reviewer.get(url_of(leeds, "delete")).content.decode()
    assert "cannot be deleted, because others stand on it" in page
    reviewer.post(url_of(leeds, "delete"), {"post": "yes", "reason": "x"})
    assert Authority.objects.filter(slug="leeds").exists()

"""Every page of the desk answers, for each role, with a number of queries that does not grow."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ratings.admin import desk
from ratings.admin.roles import KEEPERS_ADD, PARTS_OF_RUN, RUN
from ratings.models import Alias, Authority, Discrepancy, Inspection
from tests.admin.conftest import change_address
from tests.views.pages import text_of

KEPT = sorted(
    model._meta.model_name
    for model in desk._registry
    if model._meta.app_label == "ratings" and model._meta.model_name != RUN
)
"""Models with Django's pages; imports have their own (`test_imports.py`)."""

MOST_QUERIES = 16
NO_ADDING = {"rating", "dataversion"}


def test_every_model_has_its_place_at_the_desk(record: None) -> None:
    from django.apps import apps

    own = {
        model._meta.model_name
        for model in apps.get_app_config("ratings").get_models()
        if not hasattr(model, "history_type")
        and not model._meta.model_name.startswith("historical")
    }
    assert own - {RUN, *PARTS_OF_RUN, "versionentry"} <= set(KEPT)


@pytest.mark.parametrize("model", KEPT)
def test_a_list_answers_with_few_queries_however_long_it_is(
    reviewer: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        response = reviewer.get(f"/admin/ratings/{model}/")
    assert response.status_code == 200


@pytest.mark.parametrize("model", KEPT)
def test_a_list_is_searched_and_a_row_opened(
    keeper: Client, reviewer: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    assert reviewer.get(f"/admin/ratings/{model}/", {"q": "leeds"}).status_code == 200
    row = next(m for m in desk._registry if m._meta.model_name == model).objects.first()
    with django_assert_max_num_queries(60):
        assert reviewer.get(change_address(row)).status_code == 200
    assert keeper.get(change_address(row)).status_code == 200


@pytest.mark.parametrize("model", KEPT)
def test_no_two_fields_of_a_page_have_one_name(reviewer: Client, model: str) -> None:
    row = next(m for m in desk._registry if m._meta.model_name == model).objects.first()
    page = reviewer.get(change_address(row)).content.decode()
    form = page[page.index('<div id="content-main">') :]
    labels = re.findall(r'<label[^>]* for="id_[a-z_]+".*?</label>', form, re.S)
    assert len(labels) >= (model != "dataversion")
    counts = Counter(map(text_of, labels))
    assert [label for label, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("model", sorted(set(KEPT) - NO_ADDING))
def test_who_may_add_is_offered_an_empty_form(keeper: Client, reviewer: Client, model: str) -> None:
    address = f"/admin/ratings/{model}/add/"
    assert reviewer.get(address).status_code == 200
    assert keeper.get(address).status_code == (200 if model in KEEPERS_ADD else 403)


@pytest.mark.parametrize("model", sorted(NO_ADDING))
def test_what_follows_from_other_rows_is_not_added_by_hand(reviewer: Client, model: str) -> None:
    assert reviewer.get(f"/admin/ratings/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", sorted(set(KEPT) - {"dataversion"}))
def test_a_history_is_told(keeper: Client, model: str) -> None:
    row = next(m for m in desk._registry if m._meta.model_name == model).objects.first()
    address = change_address(row).replace("/change/", "/history/")
    assert "Nothing has been changed" in keeper.get(address).content.decode()


def test_an_authority_is_found_by_any_name_or_code_it_has_had(keeper: Client) -> None:
    alias = Alias.objects.get(name="London Borough of Barnet")
    barnsley = Authority.objects.get(slug="barnsley")
    former = barnsley.former_codes.first()
    for asked, found in (
        (alias.name, "barnet"),
        (barnsley.gss_code, "barnsley"),
        (barnsley.la_code, "barnsley"),
        (former.value, "barnsley"),
    ):
        response = keeper.get("/admin/ratings/authority/", {"q": asked})
        assert [a.slug for a in response.context["cl"].result_list] == [found]


@pytest.mark.parametrize("choices", [Authority.Region, Authority.Type])
def test_a_region_and_a_type_are_offered_as_they_are_written(choices: Any) -> None:
    assert choices.labels == choices.values
    assert {"East of England", "county council"} & set(choices.labels)


# Where a page is.

DESK, OWN = "/admin/", "/admin/ratings/"
WAYS = {
    OWN: "Desk › Ofsted ratings administration",
    f"{OWN}authority/": "Desk › Authorities",
    f"{OWN}authority/{{pk}}/change/": "Desk › Authorities › York",
    f"{OWN}authority/{{pk}}/history/": "Desk › Authorities › York › History",
    f"{OWN}authority/{{pk}}/delete/": "Desk › Authorities › York › Cannot delete authority",
    f"{OWN}authority/codes/": "Desk › Authorities › Change of code",
    f"{OWN}alias/add/": "Desk › Aliases › Add alias",
    f"{OWN}importrun/": "Desk › Imports",
    f"{OWN}importrun/load-release/": "Desk › Imports › Load a release",
    f"{DESK}auth/user/": "Desk › Users",
    f"{DESK}auth/user/{{user}}/change/": "Desk › Users › ada",
    f"{DESK}auth/user/{{user}}/password/": "Desk › Users › Change password: ada",
    f"{DESK}password_change/": "Desk › Password change",
    f"{DESK}password_change/done/": "Desk › Password change successful",
}


@pytest.mark.parametrize(("address", "way"), WAYS.items())
def test_the_way_to_every_page_begins_at_the_desk(
    administrator: Client, address: str, way: str
) -> None:
    numbers = {"pk": Authority.objects.get(slug="york").pk, "user": User.objects.get().pk}
    page = administrator.get(address.format(**numbers)).content.decode()
    (told,) = re.findall(r'<nav aria-label="Breadcrumbs">(.*?)</nav>', page, re.S)
    assert text_of(told) == way
    assert '<a href="/admin/">Desk</a>' in told


def test_the_history_of_an_account_is_told_too(administrator: Client) -> None:
    """What people may do is kept by Django, in another way than the record."""
    user = User.objects.get()
    told = {"username": "ada", "first_name": "Ada", "is_active": "on", "is_staff": "on"}
    told |= {"is_superuser": "on", "date_joined_0": "2026-09-01", "date_joined_1": "12:00"}
    assert administrator.post(change_address(user), told).status_code == 302
    page = administrator.get(change_address(user).replace("/change/", "/history/"))
    assert "First name" in page.content.decode()


# The first page.


def test_the_first_page_counts_what_needs_doing(
    keeper: Client, draft: Inspection, django_assert_max_num_queries: Any
) -> None:
    Discrepancy.objects.filter(pk=Discrepancy.objects.first().pk).update(status="open")
    with django_assert_max_num_queries(24):
        response = keeper.get("/admin/")
    counts = {task.title: task.count for task in response.context["tasks"]}
    assert counts["drafts wait for review"] == 1
    assert counts["discrepancies are open"] == 1
    assert counts["ratings are not recorded"] == 4
    assert counts["days since visits were complete"] == 519


def test_each_task_leads_to_a_list_of_as_many_rows(keeper: Client, draft: Inspection) -> None:
    for task in keeper.get("/admin/").context["tasks"]:
        if task.is_done or "days since" in task.title:
            continue
        response = keeper.get(task.url)
        drafts = 1 if "recent" in task.title and draft_is_in(response, draft) else 0
        assert response.context["cl"].result_count == task.count + drafts, task.title


def draft_is_in(response: Any, draft: Inspection) -> bool:
    return draft in response.context["cl"].queryset


def test_a_completeness_date_is_named_only_once_it_is_old(keeper: Client) -> None:
    titles = [task.title for task in keeper.get("/admin/").context["tasks"]]
    assert "days since visits were complete" in titles
    assert "days since graded inspections were complete" not in titles


def test_the_desk_is_only_for_those_who_sign_in(client: Client, record: None) -> None:
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/ratings/inspection/add/"])
def test_no_page_carries_script_or_style_of_its_own(keeper: Client, address: str) -> None:
    page = keeper.get(address).content.decode()
    assert "<style" not in page
    assert "style=" not in page
    assert "<script>" not in page
    assert "onclick=" not in page


# Signing in.


def test_five_wrong_passwords_are_answered_with_a_page_that_says_what_to_do(
    client: Client, keeper: Client, settings: Any
) -> None:
    wrong = {"username": "kit", "password": "not this one"}
    for _ in range(4):
        assert client.post("/admin/login/", wrong).status_code == 200
    response = client.post("/admin/login/", wrong)
    assert response.status_code == 429
    page = response.content.decode()
    assert "Too many tries" in page
    assert "Wait 30 minutes" in page


def test_the_right_password_signs_in(client: Client, keeper: Client) -> None:
    right = {"username": "kit", "password": "a long word for tests", "next": "/admin/"}
    assert client.post("/admin/login/", right).headers["Location"] == "/admin/"


def test_the_old_password_is_not_guessed_where_a_new_one_is_set(
    client: Client, keeper: Client
) -> None:
    """Whoever finds a session open has no more tries than whoever signs in."""
    address, right = "/admin/password_change/", "a long word for tests"
    new = {"new_password1": "quite another long word", "new_password2": "quite another long word"}
    tries = [keeper.post(address, {"old_password": f"wrong {n}", **new}) for n in range(5)]
    assert [answer.status_code for answer in tries] == [200, 200, 200, 200, 429]
    assert keeper.post(address, {"old_password": right, **new}).status_code == 429
    assert client.post("/admin/login/", {"username": "kit", "password": right}).status_code == 429
    assert User.objects.get(username="kit").check_password(right)
    assert keeper.get("/admin/").status_code == 200

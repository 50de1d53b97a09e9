"""Every page of the admin answers, with a number of queries that does not grow.

Who may open which is in `tests/security/test_permissions.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from ratings.admin import admin_site
from ratings.admin.roles import PARTS_OF_RUN, RUN
from ratings.models import Alias, Authority, Discrepancy, Inspection
from tests.admin.conftest import url_of
from tests.views.pages import text_of

KEPT = {
    str(model._meta.model_name): model
    for model in admin_site._registry
    if model._meta.app_label == "ratings" and model._meta.model_name != RUN
}
"""Models with Django's pages; imports have their own (`imports/`)."""


def test_every_model_has_its_place_in_the_admin() -> None:
    models = apps.get_app_config("ratings").get_models()
    own = {m._meta.model_name for m in models if not hasattr(m, "history_type")}
    typed = {name for name in own if not name.startswith("historical")}
    assert typed - {RUN, *PARTS_OF_RUN, "versionentry"} <= set(KEPT)


@pytest.mark.parametrize("model", KEPT)
def test_a_list_is_light(reviewer: Client, model: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(16):
        assert reviewer.get(f"/admin/ratings/{model}/").status_code == 200
    assert reviewer.get(f"/admin/ratings/{model}/", {"q": "leeds"}).status_code == 200


@pytest.mark.parametrize("model", KEPT)
def test_a_row_is_opened_and_no_two_of_its_fields_have_one_name(
    reviewer: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    row = KEPT[model]._default_manager.first()
    with django_assert_max_num_queries(60):
        response = reviewer.get(url_of(row))
    assert response.status_code == 200
    page = response.content.decode()
    form = page[page.index('<div id="content-main">') :]
    labels = re.findall(r'<label[^>]* for="id_[a-z_]+".*?</label>', form, re.S)
    assert len(labels) >= (model != "dataversion")
    counts = Counter(map(text_of, labels))
    assert [label for label, count in counts.items() if count > 1] == []
    if model != "dataversion":
        history = reviewer.get(url_of(row, "history")).content.decode()
        assert "Nothing has been changed" in history


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


def test_a_region_and_a_type_are_offered_as_they_are_written() -> None:
    for choices, one in ((Authority.Region, "East of England"), (Authority.Type, "county council")):
        assert choices.labels == choices.values
        assert one in choices.labels


DESK, OWN = "/admin/", "/admin/ratings/"
BREADCRUMBS = {
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


@pytest.mark.parametrize(("address", "way"), BREADCRUMBS.items())
def test_breadcrumbs_begin_at_the_first_page(administrator: Client, address: str, way: str) -> None:
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
    assert administrator.post(url_of(user), told).status_code == 302
    assert "First name" in administrator.get(url_of(user, "history")).content.decode()


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
    assert "days since graded inspections were complete" not in counts  # only once it is old
    assert "letters of recent visits have not been read yet" in counts


def test_each_task_leads_to_a_list_of_as_many_rows(keeper: Client, draft: Inspection) -> None:
    for task in keeper.get("/admin/").context["tasks"]:
        if task.is_done or "days since" in task.title:
            continue
        shown = keeper.get(task.url).context["cl"]
        drafts = 1 if "recent" in task.title and draft in shown.queryset else 0
        assert shown.result_count == task.count + drafts, task.title

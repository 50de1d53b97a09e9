"""What a role may do to one row: crafted fields, crafted addresses, other people's accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

from ratings.models import Alias, Authority, Completeness, Inspection, Source
from tests.admin.conftest import change_address, form_data
from tests.importing.work.files import VISIT, planned, table
from tests.security.people import PASSWORD, everybody

People = dict[str, Client]


@pytest.fixture
def people(record: None) -> People:
    return everybody()


@pytest.fixture
def visit(record: None) -> Inspection:
    """A published visit: it has no ratings that would stand in the way of anything."""
    found = Inspection.objects.filter(kind__is_graded=False, status="published").first()
    assert found is not None
    return found


# Rights.


@pytest.mark.parametrize("role", ["keeper", "reviewer"])
def test_nobody_gives_themselves_rights(people: People, role: str) -> None:
    user = User.objects.get(username=role)
    before = user.password
    crafted = {
        "username": role, "is_superuser": "on", "is_staff": "on", "is_active": "on",
        "groups": [group.pk for group in Group.objects.all()],
        "usable_password": "true", "password1": "other words", "password2": "other words",
    }  # fmt: skip
    for page in ("change", "password", "delete", "history"):
        address = f"/admin/auth/user/{user.pk}/{page}/"
        assert people[role].get(address).status_code == 403
        assert people[role].post(address, crafted).status_code == 403
    group = Group.objects.get(name=role)
    assert people[role].post(f"/admin/auth/group/{group.pk}/change/", crafted).status_code == 403
    user.refresh_from_db()
    assert (user.is_superuser, user.password) == (False, before)
    assert [group.name for group in user.groups.all()] == [role]


@pytest.mark.parametrize("role", ["keeper", "reviewer"])
def test_no_list_of_accounts_is_found_by_a_side_door(people: People, role: str) -> None:
    for query in (
        "app_label=ratings&model_name=importrun&field_name=uploaded_by",
        "app_label=auth&model_name=user&field_name=groups",
        "app_label=ratings&model_name=historicalevent&field_name=history_user",
    ):
        response = people[role].get(f"/admin/autocomplete/?{query}&term=a")
        assert response.status_code == 403
    lookups = "uploaded_by__password__startswith=md5", "uploaded_by__email__contains=a"
    for lookup in lookups:
        assert people[role].get(f"/admin/ratings/importrun/?{lookup}").status_code in {302, 400}


def test_a_keeper_cannot_make_a_plan_publish(people: People) -> None:
    run = planned(table(VISIT))
    crafted = {"publish": "yes", "choice": "x", "status": "applied", "decided_by": "1"}
    for step in ("answer", "choose", "again"):
        people["keeper"].post(f"/admin/ratings/importrun/{run.pk}/{step}/", crafted)
    run.refresh_from_db()
    assert run.status == "planned"
    assert not run.answers.get("publish")
    assert people["keeper"].post(f"/admin/ratings/importrun/{run.pk}/undo/").status_code == 403


# Crafted fields.


def test_what_a_keeper_may_not_change_of_an_authority_is_not_read_from_the_form(
    people: People,
) -> None:
    leeds = Authority.objects.get(slug="leeds")
    data = form_data(people["keeper"].get(change_address(leeds)))
    crafted = {
        "slug": "york-2", "gss_code": "E99999999", "la_code": "999", "ofsted_urn": "99999",
        "start_date": "1 May 2020", "end_date": "2 May 2020",
    }  # fmt: skip
    told = {**data, **crafted, "latitude": "53.9", "reason": "measured"}
    assert people["keeper"].post(change_address(leeds), told).status_code == 302
    now = Authority.objects.get(pk=leeds.pk)
    assert float(now.latitude or 0) == 53.9
    kept = ("slug", "gss_code", "la_code", "ofsted_urn", "start_date", "end_date")
    assert [getattr(now, name) for name in kept] == [getattr(leeds, name) for name in kept]


def test_a_keeper_cannot_delete_a_name_by_ticking_a_box_that_is_not_there(people: People) -> None:
    alias = Alias.objects.select_related("authority").first()
    assert alias is not None
    data = form_data(people["keeper"].get(change_address(alias.authority)))
    boxes = {name.replace("-id", "-DELETE"): "on" for name in data if name.endswith("-id")}
    people["keeper"].post(change_address(alias.authority), {**data, **boxes, "reason": "so"})
    assert Alias.objects.filter(pk=alias.pk).exists()


# Crafted addresses: Django also reads “_2B26”, which means +26, as the row 26.


def quoted(address: str, row: Any) -> str:
    return address.replace(f"/{row.pk}/", f"/_2B{row.pk}/")


def test_what_is_kept_is_kept_however_its_number_is_written(
    people: People, visit: Inspection
) -> None:
    cited = Source.objects.get(key="listing")
    shown = Completeness.objects.first()
    for row in (visit, cited, shown):
        address = change_address(row).replace("/change/", "/delete/")
        for written in (address, quoted(address, row)):
            response = people["administrator"].post(written, {"post": "yes", "reason": "so"})
            assert response.status_code == 302
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_keeper_gains_nothing_by_writing_a_number_differently(
    people: People, visit: Inspection
) -> None:
    for page in ("change", "delete"):
        address = quoted(change_address(visit).replace("/change/", f"/{page}/"), visit)
        people["keeper"].post(address, {"post": "yes", "reason": "so", "note": "changed"})
    visit.refresh_from_db()
    assert visit.status == "published"
    assert visit.note != "changed"


@pytest.mark.parametrize("model", ["framework", "authority", "event", "inspection"])
def test_a_page_opens_however_its_number_is_written(people: People, model: str) -> None:
    row: Any = apps.get_model("ratings", model).objects.first()
    response = people["reviewer"].get(quoted(change_address(row), row))
    assert response.status_code == 200


# Accounts that are no longer.


def test_whoever_leaves_is_out_at_once(record: None) -> None:
    client = everybody()["reviewer"]
    assert client.get("/admin/").status_code == 200
    User.objects.filter(username="reviewer").update(is_active=False)
    assert client.get("/admin/").status_code == 302
    User.objects.filter(username="reviewer").update(is_active=True, is_staff=False)
    assert client.get("/admin/").status_code == 302


def test_whoever_loses_a_role_loses_it_at_once(people: People, visit: Inspection) -> None:
    address = f"/admin/ratings/inspection/publish/?key={visit.key}"
    assert people["reviewer"].get(address).status_code == 200
    User.objects.get(username="reviewer").groups.set([Group.objects.get(name="keeper")])
    assert people["reviewer"].get(address).status_code == 403


def test_an_account_that_is_not_active_cannot_sign_in(people: People) -> None:
    told = {"username": "inactive", "password": PASSWORD}
    assert Client().post("/admin/login/", told).status_code == 200

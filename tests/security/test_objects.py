"""What a role may do to one row: crafted fields, crafted addresses, other people's accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from ratings.models import Alias, Completeness, Inspection, Source
from tests.admin.conftest import change, form_data, url_of
from tests.importing.work.files import VISIT, planned, table
from tests.security.walking import People


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
        assert people[role].get(url_of(user, page)).status_code == 403
        assert people[role].post(url_of(user, page), crafted).status_code == 403
    group = Group.objects.get(name=role)
    assert people[role].post(url_of(group), crafted).status_code == 403
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
    for lookup in ("uploaded_by__password__startswith=md5", "uploaded_by__email__contains=a"):
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


def test_a_keeper_cannot_delete_a_name_by_ticking_a_box_that_is_not_there(people: People) -> None:
    alias = Alias.objects.select_related("authority").first()
    assert alias is not None
    data = form_data(people["keeper"].get(url_of(alias.authority)))
    boxes = {name.replace("-id", "-DELETE"): "on" for name in data if name.endswith("-id")}
    change(people["keeper"], alias.authority, **boxes)
    assert Alias.objects.filter(pk=alias.pk).exists()


# Crafted addresses: Django also reads “_2B26”, which means +26, as the row 26.


def quoted(address: str, row: Any) -> str:
    return address.replace(f"/{row.pk}/", f"/_2B{row.pk}/")


def test_what_is_kept_is_kept_however_it_is_numbered(people: People, visit: Inspection) -> None:
    told = {"post": "yes", "reason": "so"}
    for row in (visit, Source.objects.get(key="listing"), Completeness.objects.first()):
        address = url_of(row, "delete")
        for written in (address, quoted(address, row)):
            assert people["administrator"].post(written, told).status_code == 302
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_keeper_gains_nothing_by_odd_numbering(people: People, visit: Inspection) -> None:
    for page in ("change", "delete"):
        told = {"post": "yes", "reason": "so", "note": "changed"}
        people["keeper"].post(quoted(url_of(visit, page), visit), told)
    visit.refresh_from_db()
    assert visit.status == "published"
    assert visit.note != "changed"


@pytest.mark.parametrize("model", ["framework", "authority", "event", "inspection"])
def test_a_page_opens_however_its_number_is_written(people: People, model: str) -> None:
    row: Any = apps.get_model("ratings", model).objects.first()
    assert people["reviewer"].get(quoted(url_of(row), row)).status_code == 200


# Accounts that are no longer.


def test_whoever_leaves_or_loses_a_role_is_out_at_once(people: People, visit: Inspection) -> None:
    client, account = people["reviewer"], User.objects.filter(username="reviewer")
    address = f"/admin/ratings/inspection/publish/?key={visit.key}"
    assert client.get(address).status_code == 200
    account.get().groups.set([Group.objects.get(name="keeper")])
    assert client.get(address).status_code == 403
    assert client.get("/admin/").status_code == 200
    for gone in ({"is_active": False}, {"is_active": True, "is_staff": False}):
        account.update(**gone)
        assert client.get("/admin/").status_code == 302

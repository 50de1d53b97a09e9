"""People in the admin, and the inspection that the tests enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from ratings.models import Authority, Framework, Inspection, InspectionKind, Source
from tests.views.conftest import read_before  # noqa: F401

ADD = "/admin/ratings/inspection/add/"
REPORT = "https://files.ofsted.gov.uk/v1/file/50300000"
PASSWORD = "a long word for tests"
KEY = "york-ilacs-2023-2025-02-24"
NEW = "leeds-ilacs-2026-2026-08-03"
"""A published inspection of the record; the one that `told` tells of."""

Told = dict[str, Any]
Telling = Callable[..., Told]


def person(name: str, role: str) -> Client:
    """Somebody signed in with a role, who answers to a name in the history."""
    user = User.objects.create_user(
        name, password=PASSWORD, is_staff=role != "reader", is_superuser=role == "administrator"
    )
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def keeper(record: None) -> Client:
    return person("kit", "keeper")


@pytest.fixture
def reviewer(record: None) -> Client:
    return person("robin", "reviewer")


@pytest.fixture
def administrator(record: None) -> Client:
    return person("ada", "administrator")


@pytest.fixture
def inspection(record: None) -> Inspection:
    return Inspection.objects.get(key=KEY)


@pytest.fixture
def kent(record: None) -> Authority:
    return Authority.objects.get(slug="kent")


@pytest.fixture
def told(record: None) -> Telling:
    """What the forms are told of a standard inspection of Leeds in August 2026."""

    def make(**changes: Any) -> Told:
        grades = {f"area:{area}": "grade:good" for area in areas("ilacs-2026")}
        whole = {
            "authority": Authority.objects.get(slug="leeds").pk,
            "kind": InspectionKind.objects.get(key="standard").pk,
            "framework": "", "start": "3 August 2026", "end": "14/08/2026", "published": "",
            "report_url": REPORT, "sources": [Source.objects.get(key="report-pdf").pk],
            "source_url": "", "verified": "report", "note": "", **grades, **changes,
        }  # fmt: skip
        return {name: value for name, value in whole.items() if value is not None}

    return make


def areas(code: str) -> list[str]:
    return [area.key for area in Framework.objects.get(code=code).areas.all()]


@pytest.fixture
def draft(keeper: Client, told: Telling) -> Inspection:
    """A draft that a keeper entered."""
    enter(keeper, "draft", told())
    return Inspection.objects.get(status="draft")


def enter(client: Client, step: str, told: Told) -> Any:
    """A step of entering an inspection."""
    return client.post(ADD, {**told, "step": step})


def url_of(row: Any, page: str = "change") -> str:
    """A page of a row: `change`, `delete`, `history`, or `history/5` for a version."""
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{page}/"


def form_data(response: Any) -> Told:
    """What a change page's form would send if nothing were typed into it."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: Told = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value is not None:
                data[field.html_name] = (
                    [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
                )
    return data


def change(client: Client, row: Any, reason: str = "so", **values: Any) -> Any:
    """Send a row's form with these values typed into it; None takes a tick away."""
    data = {**form_data(client.get(url_of(row))), **values, "reason": reason}
    return client.post(url_of(row), {n: v for n, v in data.items() if v is not None})


def status_of(row: Any) -> str:
    """As it stands in the database."""
    row.refresh_from_db()
    return row.status

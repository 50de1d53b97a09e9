"""People at the desk, and the inspection that the tests enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from ratings.models import Authority, Framework, Inspection, InspectionKind, Source

ADD = "/admin/ratings/inspection/add/"
REPORT = "https://files.ofsted.gov.uk/v1/file/50300000"


def person(name: str, role: str) -> Client:
    """Somebody signed in with a role, who answers to a name in the history."""
    user = User.objects.create_user(name, password="a long word for tests", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
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
    User.objects.create_superuser("ada", password="a long word for tests")
    client = Client()
    client.force_login(
        User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


Told = dict[str, Any]


@pytest.fixture
def told(record: None) -> Callable[..., Told]:
    """What the forms are told of a standard inspection of Leeds in August 2026."""

    def make(**changes: Any) -> Told:
        grades = {f"area:{area}": "grade:good" for area in areas("ilacs-2026")}
        whole = {
            "authority": Authority.objects.get(slug="leeds").pk,
            "kind": InspectionKind.objects.get(key="standard").pk,
            "framework": "",
            "start": "3 August 2026",
            "end": "14/08/2026",
            "published": "",
            "report_url": REPORT,
            "sources": [Source.objects.get(key="report-pdf").pk],
            "source_url": "",
            "verified": "report",
            "note": "",
            **grades,
            **changes,
        }
        return {name: value for name, value in whole.items() if value is not None}

    return make


def areas(code: str) -> list[str]:
    return [area.key for area in Framework.objects.get(code=code).areas.all()]


@pytest.fixture
def draft(keeper: Client, told: Callable[..., Told]) -> Inspection:
    """A draft that a keeper entered."""
    keeper.post(ADD, {**told(), "step": "draft"})
    return Inspection.objects.get(status="draft")


def change_address(row: Any) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


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

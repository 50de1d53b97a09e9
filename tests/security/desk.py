"""The addresses of the desk with rows to open there, and who may open them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from ratings.models import Inspection
from tests.importing.work.files import VISIT, planned, table
from tests.security.addresses import CATCH_ALL, Address, every_address
from tests.security.people import an_attempt, everybody
from tests.security.walking import Walk, answer_of

Rows = dict[str, models.Model]


def rows() -> Rows:
    """One row of every model that the desk shows, by `app.model`; imports are planned."""
    an_attempt()
    run = planned(table(VISIT))
    found: Rows = {"ratings.importrun": run}
    for address in every_address():
        label = model_of(address)
        if label and label not in found:
            found[label] = _first(label)
    return found


def model_of(address: Address) -> str:
    """`ratings.event` for the pages of events; empty for the desk's own pages."""
    parts = address.route.split("/")
    is_of_model = address.is_desk and len(parts) > 3 and parts[1] in ("ratings", "auth", "axes")
    return f"{parts[1]}.{parts[2]}" if is_of_model else ""


def _first(label: str) -> models.Model:
    manager: Any = apps.get_model(label)._default_manager
    if label == "ratings.inspection":
        manager = manager.filter(status=Inspection.Status.PUBLISHED)
    if label == "auth.user":
        User.objects.get_or_create(username="somebody")
    row: models.Model | None = manager.order_by("pk").first()
    assert row is not None, label
    return row


def desk_path(address: Address, found: Rows) -> str:
    """One path for an address of the desk, about a row that is there."""
    if address.route == CATCH_ALL:
        return "/admin/nowhere"
    if address.name == "admin:app_list":
        return reverse(address.name, args=["ratings"])
    if address.name == "admin:view_on_site":
        return _on_site(found)
    if not address.takes_names:
        return reverse(address.name)
    row = found[model_of(address)]
    if address.name.endswith("_simple_history"):
        return reverse(address.name, args=[row.pk, _version(row)])
    if address.is_nameless:
        return f"/{address.route.partition('<')[0]}{row.pk}/"
    return reverse(address.name, args=[row.pk])


def _on_site(found: Rows) -> str:
    row = found["ratings.inspection"]
    return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(row).pk, row.pk])


def _version(row: Any) -> int:
    """A version of the row that can be looked at and restored; made where there is none."""
    if not row.history.exists():
        row.save()
    return int(row.history.order_by("-history_id").first().pk)


def desk_paths(found: Rows) -> dict[str, str]:
    """Every path of the desk by its route."""
    return {a.route: desk_path(a, found) for a in every_address() if a.is_desk}


def walked_desk() -> Walk:
    """Every page of the desk, as an administrator sees it."""
    paths, client, walk = desk_paths(rows()), everybody()["administrator"], Walk()
    for path in paths.values():
        if path != "/admin/logout/":
            walk.answers[path] = answer_of(client.get(path))
    return walk

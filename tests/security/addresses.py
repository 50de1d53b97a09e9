"""Every address of the site, found by walking the resolver: a new one is in every test at once;
those of the admin with rows to open there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from ratings.models import Discrepancy, Event, Inspection
from ratings.views.discrepancy_text import address_of
from tests.importing.work.files import VISIT, planned, table

Rows = dict[str, models.Model]

DESK = "admin/"
CATCH_ALL = "admin/(?P<url>.*)$"
SIBLINGS = (".xlsx", ".ods", ".jsonl")
SMALL = ("/data/events", "/data/authorities", "/data/discrepancies", "/data/successions")

INSPECTION = "york-ilacs-2023-2025-02-24"
NAMED: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"(authority|timeline|card|embed|badge)(-.*)?|feed-(authority|neighbours)-.*",
     {"slug": "northamptonshire"}),
    (r"feed-region-.*", {"slug": "london"}),
    (r"inspection(-.*)?", {"key": INSPECTION}),
    (r"question(-.*)?", {"key": "improved"}),
    (r"version(-.*)?", {"number": 1}),
    (r"api:authority", {"authority": "kent"}),
    (r"api:inspection", {"inspection": INSPECTION}),
)  # fmt: skip
"""What stands in the place of a name in an address, by the name of the address."""

ASKED: dict[str, str] = {
    "cite": "page=/authorities/kent/",
    "oembed": "url=http://127.0.0.1:8000/authorities/kent/",
}
"""What an address has to be asked, by the beginning of its name."""

CONVERTER = re.compile(r"<[^>]*>|\(")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the resolver: its route and its name with its namespace."""

    route: str
    name: str
    is_nameless: bool

    @property
    def is_desk(self) -> bool:
        return self.route.startswith(DESK)

    @property
    def takes_names(self) -> bool:
        return bool(CONVERTER.search(self.route))


@cache
def every_address() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(whole, f"{space}{pattern.name}", pattern.name is None)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, whole, space + inner)


def public_paths() -> list[str]:
    """One path for each public address. KeyError where one takes a name nobody has given."""
    return [_path(address) for address in every_address() if not address.is_desk]


def _path(address: Address) -> str:
    if not address.takes_names:
        asked = ASKED.get(address.name.partition("-")[0])
        return f"/{address.route}?{asked}" if asked else f"/{address.route}"
    if address.is_nameless:
        return f"/{address.route.partition('<')[0]}nowhere"
    return reverse(address.name, kwargs=dict(_names_of(address)))


def _names_of(address: Address) -> Mapping[str, Any]:
    if address.name.startswith("discrepancy"):
        row = Discrepancy.objects.filter(inspection__isnull=False).first()
        return resolve(address_of(row)).kwargs if row else {}
    for pattern, names in NAMED:
        if re.fullmatch(pattern, address.name):
            return names
    raise KeyError(f"{address.name} ({address.route}) takes a name: say which in NAMED")


def without_siblings(paths: list[str]) -> list[str]:
    """Those that are walked: of a CSV's siblings, the same sheet by the same view in another
    format, only the smaller files of the record."""
    return [path for path in paths if not path.endswith(SIBLINGS) or path.startswith(SMALL)]


def rows() -> Rows:
    """One row of every model that the desk shows, by `app.model`; imports are planned."""
    AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)
    found: Rows = {"ratings.importrun": planned(table(VISIT))}
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
    if label == "ratings.publicchange" and (event := Event.objects.first()):
        event.title = f"{event.title}, corrected"
        event.save()
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
        row = found["ratings.inspection"]
        kind = ContentType.objects.get_for_model(row)
        return reverse(address.name, args=[kind.pk, row.pk])
    if not address.takes_names:
        return reverse(address.name)
    row = found[model_of(address)]
    if address.name.endswith("_simple_history"):
        return reverse(address.name, args=[row.pk, _version(row)])
    if address.is_nameless:
        return f"/{address.route.partition('<')[0]}{row.pk}/"
    return reverse(address.name, args=[row.pk])


def _version(row: Any) -> int:
    """A version of the row that can be looked at and restored; made where there is none."""
    if not row.history.exists():
        row.save()
    return int(row.history.order_by("-history_id").first().pk)


def desk_paths(found: Rows) -> dict[str, str]:
    """Every path of the desk by its route."""
    return {a.route: desk_path(a, found) for a in every_address() if a.is_desk}

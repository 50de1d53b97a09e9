"""Every page of the desk, as a reviewer sees it, with something on each: what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse

from ratings.admin import desk
from ratings.models import Authority, Framework, ImportRun, Inspection, InspectionKind, Source
from tests.guides.corpus import words
from tests.importing.report import paper

ENTER = "/admin/ratings/inspection/add/"
ENTRY = {"start": "3 August 2026", "end": "14 August 2026", "published": ""}
OF_VALUES = re.compile(r'<input type="submit"[^>]*?value="([^"]*)"')


def standing(page: str) -> set[str]:
    """Labels, headings, buttons and choices on a page."""
    return {text.rstrip(":") for text in [*words(page), *OF_VALUES.findall(page)]}


def told(kind: str) -> dict[str, Any]:
    """What the forms are told of an inspection or a visit of Leeds."""
    areas = Framework.objects.get(code="ilacs-2026").areas.all()
    grades = {f"area:{area.key}": "grade:good" for area in areas} if kind == "standard" else {}
    return {
        **ENTRY,
        **grades,
        "authority": Authority.objects.get(slug="leeds").pk,
        "kind": InspectionKind.objects.get(key=kind).pk,
        "framework": "",
        "report_url": "https://files.ofsted.gov.uk/v1/file/50300000",
        "sources": [Source.objects.get(key="report-pdf").pk],
        "verified": "report",
    }


def tables_of_the_desk(client: Client) -> Iterator[str]:
    """The first page; the list, the empty form and a row of every model."""
    yield "/admin/"
    for model in desk._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if desk._registry[model].has_add_permission(_request(client)):
            yield reverse(f"{name}_add")
        if row := model._default_manager.first():
            yield reverse(f"{name}_change", args=[row.pk])


def _request(client: Client) -> Any:
    return client.get("/admin/").wsgi_request


def pages(client: Client) -> Iterator[str]:
    """The HTML of everything that the guide walks through, done on the way."""
    for address in tables_of_the_desk(client):
        yield client.get(address).content.decode()
    yield from _entering(client)
    yield from _publishing(client)
    yield from _releasing(client)
    yield from _reading(client)
    for name in ("reorganise", "codes"):
        yield client.get(reverse(f"admin:ratings_authority_{name}")).content.decode()
    yield from _reorganising(client)


def pages_of_a_keeper(client: Client) -> Iterator[str]:
    """What only somebody sees who may not publish, or whose import has stopped."""
    published = Inspection.objects.public().first()
    assert published is not None
    change = reverse("admin:ratings_inspection_change", args=[published.pk])
    yield client.get(change).content.decode()
    run = ImportRun.objects.filter(status=ImportRun.Status.PLANNED).first()
    assert run is not None
    ImportRun.objects.filter(pk=run.pk).update(
        status=ImportRun.Status.PLANNING, heartbeat=run.uploaded_at - timedelta(hours=1)
    )
    yield client.get(reverse("admin:ratings_importrun_change", args=[run.pk])).content.decode()


def _entering(client: Client) -> Iterator[str]:
    for kind in ("standard", "focused-visit"):
        for step in ("findings", "check"):
            yield client.post(ENTER, {**told(kind), "step": step}).content.decode()
    near = Inspection.objects.public().filter(framework__code="ilacs-2026").first()
    assert near is not None
    again = {**told("standard"), "authority": near.authority_id, "kind": near.kind_id}
    again |= {"start": near.first_day.isoformat(), "end": "", "step": "check"}
    yield client.post(ENTER, again).content.decode()


def _publishing(client: Client) -> Iterator[str]:
    yield client.post(ENTER, {**told("standard"), "step": "draft"}, follow=True).content.decode()
    draft = Inspection.objects.get(status="draft")
    query = {"key": draft.key}
    yield client.get(reverse("admin:ratings_inspection_publish"), query).content.decode()
    client.post(f"{reverse('admin:ratings_inspection_publish')}?key={draft.key}", query)
    change = reverse("admin:ratings_inspection_change", args=[draft.pk])
    yield client.get(change).content.decode()
    yield client.get(reverse("admin:ratings_inspection_withdraw"), query).content.decode()
    client.post(f"{reverse('admin:ratings_inspection_withdraw')}?key={draft.key}",
                {**query, "reason": "entered twice"})  # fmt: skip
    history = reverse("admin:ratings_inspection_history", args=[draft.pk])
    page = client.get(history).content.decode()
    yield page
    restore = re.search(rf'href="({re.escape(history)}\d+/)"', page)
    assert restore, "nothing to restore on the page of the history"
    yield client.get(restore[1]).content.decode()


def _releasing(client: Client) -> Iterator[str]:
    address = reverse("admin:ratings_importrun_load_release")
    yield client.get(address).content.decode()
    source = Source.objects.get(key="listing").pk
    client.post(address, {"file": _release(client), "source": source, "only_sheet": ""})
    yield from _run(client, ImportRun.objects.get(kind="release"))


def _release(client: Client) -> BytesIO:
    """The site's own table of Leeds, with one grade changed and a row of nobody's."""
    table = client.get("/authorities/leeds.csv").content.decode()
    changed = table.replace(",outstanding,outstanding,", ",good,good,", 1)
    assert changed != table
    cells = table.splitlines()[1].split(",")
    nobody = ",".join(["atlantis", "Atlantis", "E99999999", "998", "", *cells[5:]])
    file = BytesIO(f"{changed}{nobody}\r\n".encode())
    file.name = "leeds.csv"
    return file


def _run(client: Client, run: ImportRun) -> Iterator[str]:
    yield client.get(reverse("admin:ratings_importrun_change", args=[run.pk])).content.decode()
    yield client.get(reverse("admin:ratings_importrun_discard", args=[run.pk])).content.decode()
    apply = reverse("admin:ratings_importrun_apply", args=[run.pk])
    page = client.get(apply).content.decode()
    yield page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen, "nothing to apply"
    yield client.post(apply, {"seen": seen[1]}, follow=True).content.decode()
    yield client.get(reverse("admin:ratings_importrun_undo", args=[run.pk])).content.decode()


def _reading(client: Client) -> Iterator[str]:
    address = reverse("admin:ratings_importrun_read_report")
    yield client.get(address).content.decode()
    for name, data in (("report.pdf", paper.sif()), ("no.pdf", b"no report at all")):
        file = BytesIO(data)
        file.name = name
        client.post(address, {"file": file, "report_url": ""})
        run = ImportRun.objects.order_by("pk").last()
        assert run is not None
        yield client.get(reverse("admin:ratings_importrun_change", args=[run.pk])).content.decode()


def _reorganising(client: Client) -> Iterator[str]:
    """What it would do: nothing of it is done."""
    told = {
        "predecessor": Authority.objects.get(slug="rutland").pk,
        "last_day": date(2028, 3, 31).isoformat(),
        "source_url": "https://www.legislation.gov.uk/",
        "verified": "registry",
        "s0-name": "New Rutland", "s0-gss_code": "E06999999", "s0-la_code": "999",
        "s0-region": "East Midlands", "s0-authority_type": "unitary authority",
        "s0-kind": "replaced", "step": "check",
    }  # fmt: skip
    yield client.post(reverse("admin:ratings_authority_reorganise"), told).content.decode()

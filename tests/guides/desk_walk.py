"""What the site can say, and what stands on every page of the admin, with something on each."""

import ast
import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse

from ratings.admin import admin_site
from ratings.models import Authority, Framework, ImportRun, Inspection, InspectionKind, Source
from tests.guides.blocks import ROOT
from tests.importing.report import paper

ENTER = "/admin/ratings/inspection/add/"
ENTRY = {"start": "3 August 2026", "end": "14 August 2026", "published": ""}
TAG = re.compile(r"<[^>]*>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
OF_VALUES = re.compile(r'<input type="submit"[^>]*?value="([^"]*)"')


@cache
def said() -> tuple[str, ...]:
    """Texts of the code, and what stands between the tags of the templates."""
    code = (
        node.value
        for path in ROOT.glob("ratings/**/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    pages = (text for path in ROOT.glob("templates/**/*.html") for text in words(path.read_text()))
    return tuple({" ".join(text.split()) for text in (*code, *pages)})


def words(page: str) -> list[str]:
    """What stands between the tags of some HTML, blanks made one."""
    found = (" ".join(html.unescape(text).split()) for text in TAG.split(page))
    return [text for text in found if text]


def can_be_said(quotation: str) -> bool:
    return any(quotation in text for text in said())


def standing(page: str) -> set[str]:
    """Labels, headings, buttons and choices on a page."""
    return {text.rstrip(":") for text in [*words(page), *OF_VALUES.findall(page)]}


def at(client: Client, name: str, *args: Any, **query: str) -> str:
    """The HTML of a page of the admin."""
    return client.get(reverse(f"admin:ratings_{name}", args=args), query).content.decode()


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
    for model in admin_site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if admin_site._registry[model].has_add_permission(client.get("/admin/").wsgi_request):
            yield reverse(f"{name}_add")
        if row := model._default_manager.first():
            yield reverse(f"{name}_change", args=[row.pk])


def pages(client: Client) -> Iterator[str]:
    """The HTML of everything that the guide walks through, done on the way."""
    for address in tables_of_the_desk(client):
        yield client.get(address).content.decode()
    yield from _entering(client)
    yield from _publishing(client)
    yield from _releasing(client)
    yield from _reading(client)
    yield at(client, "authority_reorganise")
    yield at(client, "authority_codes")
    yield from _reorganising(client)


def pages_of_a_keeper(client: Client) -> Iterator[str]:
    """What only somebody sees who may not publish, or whose import has stopped."""
    published = Inspection.objects.public().first()
    assert published is not None
    yield at(client, "inspection_change", published.pk)
    run = ImportRun.objects.filter(status=ImportRun.Status.PLANNED).first()
    assert run is not None
    ImportRun.objects.filter(pk=run.pk).update(
        status=ImportRun.Status.PLANNING, heartbeat=run.uploaded_at - timedelta(hours=1)
    )
    yield at(client, "importrun_change", run.pk)


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
    yield at(client, "inspection_publish", **query)
    client.post(f"{reverse('admin:ratings_inspection_publish')}?key={draft.key}", query)
    yield at(client, "inspection_change", draft.pk)
    yield at(client, "inspection_withdraw", **query)
    client.post(f"{reverse('admin:ratings_inspection_withdraw')}?key={draft.key}",
                {**query, "reason": "entered twice"})  # fmt: skip
    page = at(client, "inspection_history", draft.pk)
    yield page
    history = reverse("admin:ratings_inspection_history", args=[draft.pk])
    restore = re.search(rf'href="({re.escape(history)}\d+/)"', page)
    assert restore, "nothing to restore on the page of the history"
    yield client.get(restore[1]).content.decode()


def _releasing(client: Client) -> Iterator[str]:
    yield at(client, "importrun_load_release")
    source, address = Source.objects.get(key="listing").pk, "admin:ratings_importrun_load_release"
    client.post(reverse(address), {"file": _release(client), "source": source, "only_sheet": ""})
    run = ImportRun.objects.get(kind="release")
    yield at(client, "importrun_change", run.pk)
    yield at(client, "importrun_discard", run.pk)
    page = at(client, "importrun_apply", run.pk)
    yield page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen, "nothing to apply"
    apply = reverse("admin:ratings_importrun_apply", args=[run.pk])
    yield client.post(apply, {"seen": seen[1]}, follow=True).content.decode()
    yield at(client, "importrun_undo", run.pk)


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


def _reading(client: Client) -> Iterator[str]:
    yield at(client, "importrun_read_report")
    for name, data in (("report.pdf", paper.sif()), ("no.pdf", b"no report at all")):
        file = BytesIO(data)
        file.name = name
        address = reverse("admin:ratings_importrun_read_report")
        client.post(address, {"file": file, "report_url": ""})
        run = ImportRun.objects.order_by("pk").last()
        assert run is not None
        yield at(client, "importrun_change", run.pk)


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

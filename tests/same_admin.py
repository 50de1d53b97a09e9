"""Whether two states of the code show editors the same: for changes that must change nothing.

    python -m tests.same_admin save FOLDER       walk the admin in three roles and keep what it says
    python -m tests.same_admin compare FOLDER    walk it again and name every step that differs

In a database of its own with the whole record: lists, forms, history, entry by hand with what it
refuses, plans of files, applying and undoing. Of each answer what a person meets is kept: status,
text, labels, values of fields, messages, in order. Exit: 0 the same, 1 something differs.
"""

from __future__ import annotations

import difflib
import html.parser
import logging
import os
import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

SAID = {"href", "alt", "title", "aria-label", "value", "name", "action", "placeholder", "label"}
CHANGING = re.compile(
    r"\d{1,2} \w+ \d{4}, \d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+]+"
    r"|\d+\.[0-9a-f]{8,}|\b[0-9a-f]{64}\b|\b[0-9a-f]{12}…"
)
"""Times, tokens and hashes of workbooks, which differ from run to run."""
UNSAID = {"csrfmiddlewaretoken", "seen"}
MODELS = (
    "authority", "inspection", "rating", "event", "succession", "neighbour", "source",
    "discrepancy", "completeness", "publishedfigure", "framework", "judgementarea", "grade",
    "inspectionkind", "arealink", "headingalias", "alias", "formercode", "importrun",
)  # fmt: skip
ROLES = ("keeper", "reviewer", "administrator")

Answers = Iterator[tuple[str, str]]
"""The name of a step, and what it said."""


class Reader(html.parser.HTMLParser):
    """Text and attributes of a page as a person meets them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in ("script", "style")
        own = dict(attrs)
        if own.get("name") not in UNSAID and tag not in ("link", "script"):
            self.said += [f"[{k}={v}]" for k, v in sorted(own.items()) if k in SAID and v]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.unseen and data.strip():
            self.said.append(" ".join(data.split()))


def read(response: Any) -> str:
    """What an answer says; where it leads to, if it leads on."""
    reader = Reader()
    reader.feed(response.content.decode())
    led = [f"→ {address}" for address, _ in getattr(response, "redirect_chain", ())]
    said = "\n".join([str(response.status_code), *led, *reader.said])
    return CHANGING.sub("…", said) + "\n"


def lists_and_forms(client: Any) -> Answers:
    from django.apps import apps

    yield "index", read(client.get("/admin/"))
    for model in MODELS:
        base = f"/admin/ratings/{model}/"
        yield f"{model} list", read(client.get(base))
        yield f"{model} search", read(client.get(base, {"q": "kent"}))
        yield f"{model} add", read(client.get(f"{base}add/"))
        row = apps.get_model("ratings", model).objects.order_by("pk").first()
        for page in ("change", "history", "delete") if row else ():
            yield f"{model} {page}", read(client.get(f"{base}{row.pk}/{page}/"))
        if row:
            sent = client.post(f"{base}{row.pk}/change/", {"reason": ""}, follow=True)
            yield f"{model} sent empty", read(sent)


def entries() -> dict[str, dict[str, Any]]:
    """What is sent to the form of a new inspection: some right, some refused."""
    from ratings.models import Authority, Framework, InspectionKind, Source

    authority = {a.slug: a.pk for a in Authority.objects.all()}
    kind = {k.key: k.pk for k in InspectionKind.objects.all()}
    areas = Framework.objects.get(code="ilacs-2026").areas.values_list("key", flat=True)
    graded = {
        "authority": authority["leeds"], "kind": kind["standard"], "start": "3 August 2026",
        "end": "14/08/2026", "report_url": "https://files.ofsted.gov.uk/v1/file/50300000",
        "sources": [Source.objects.get(key="report-pdf").pk], "verified": "report",
        **{f"area:{area}": "grade:good" for area in areas},
    }  # fmt: skip
    visit = {
        "authority": authority["kent"], "kind": kind["focused-visit"], "start": "3 August 2026",
        "verified": "report", "direction": "improved",
    }  # fmt: skip
    letter = {"direction_source_url": "https://files.ofsted.gov.uk/v1/file/50300001"}
    return {
        "nothing": {},
        "graded": graded,
        "graded, no area": {k: v for k, v in graded.items() if not k.startswith("area:")},
        "graded, abolished": {**graded, "authority": authority["cumbria"]},
        "graded, end before start": {**graded, "end": "1 August 2026"},
        "graded, to come": {**graded, "start": "3 August 2030", "end": ""},
        "graded, grade unknown": {**graded, "area:leaders": "grade:adequate"},
        "visit": {**visit, **letter},
        "visit, no address": visit,
        "visit, no date": {**visit, **letter, "start": ""},
        "joint": {**visit, **letter, "kind": kind["jtai"]},
    }


def entering(client: Any) -> Answers:
    for name, data in entries().items():
        for step in ("", "check", "draft", "publish"):
            sent = client.post(
                "/admin/ratings/inspection/add/", {**data, "step": step}, follow=True
            )
            yield f"enter {name}, {step or 'first'}", read(sent)


def imports(client: Any) -> Answers:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from ratings.models import ImportRun
    from tests.admin.imports.stand_in import LOAD, at
    from tests.importing.work.files import VISIT, release, table

    files = {
        "new.csv": table(VISIT),
        "refused.csv": table({**VISIT, "authority": "nowhere"}, {**VISIT, "start_date": "soon"}),
        "release.xlsx": release("03/02/2025", "no day"),
        "nothing.csv": b"",
        "noise.ods": b"not a workbook",
    }
    for name, data in files.items():
        sent = client.post(LOAD, {"file": SimpleUploadedFile(name, data)}, follow=True)
        yield f"load {name}", read(sent)
        run = ImportRun.objects.order_by("-pk").first()
        for step in ("", "apply", "undo", "discard") if run else ():
            yield f"{name} {step or 'plan'}", read(client.get(at(run, step), follow=True))
            yield f"{name} {step or 'plan'} sent", read(client.post(at(run, step), {}, follow=True))


def walk() -> dict[str, str]:
    """Every step in every role, each role in a database as it was at first."""
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    from tests.admin.conftest import person

    found: dict[str, str] = {}
    for role in ROLES:
        with transaction.atomic():
            if role == "administrator":
                user = User.objects.create_superuser("ada", password="a long word for tests")
                client = Client()
                client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            else:
                client = person("kit", role)
            client.raise_request_exception = False
            for steps in (lists_and_forms, entering, imports):
                with transaction.atomic():
                    found |= {f"{role}, {name}": said for name, said in steps(client)}
            transaction.set_rollback(True)
    return found


def walked() -> dict[str, str]:
    import django

    django.setup()
    logging.disable()
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_record", stdout=StringIO())
        return walk()
    finally:
        teardown_databases(databases, verbosity=0)


def file_of(folder: Path, name: str) -> Path:
    return folder / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.txt"


def main(task: str, folder: Path) -> int:
    found = walked()
    if task == "save":
        folder.mkdir(parents=True, exist_ok=True)
        for name, said in found.items():
            file_of(folder, name).write_text(said)
        print(f"{len(found)} steps kept in {folder}")
        return 0
    differing = 0
    for name, said in found.items():
        path = file_of(folder, name)
        kept = path.read_text() if path.exists() else ""
        if kept != said:
            differing += 1
            lines = difflib.unified_diff(kept.splitlines(), said.splitlines(), "", "", "", "", 0)
            print(f"--- {name}", *list(lines)[2:12], sep="\n")
    print(f"{differing} of {len(found)} steps differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))

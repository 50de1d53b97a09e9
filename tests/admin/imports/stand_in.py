"""The pages of imports: sent, read, looked at, chosen, applied, undone; by whom, and once.

What reading and applying do is tested in `tests/importing`; here `work` is a stand-in that
notes what the pages ask of it.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ratings.importing import jobs
from ratings.models import ImportRun
from tests.admin.imports.runs import a_run

LIST = "/admin/ratings/importrun/"
LOAD, READ = f"{LIST}load-release/", f"{LIST}read-report/"
STEPS = ("choose", "apply", "again", "answer", "discard", "undo")


class Worker:
    """Stands in for `ratings.importing.jobs`: notes what is asked, does the least of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.refusal = ""

    def _note(self, *asked: Any) -> None:
        self.asked.append(asked)
        if self.refusal:
            raise jobs.CannotImport(self.refusal)

    def receive(
        self, kind: str, file_name: str, data: bytes, user: Any = None, **given: Any
    ) -> ImportRun:
        self._note("receive", kind, file_name, data, user.username, given)
        return a_run(kind=kind, file_name=file_name, uploaded_by=user, **given)

    def start(self, run: ImportRun, task: str) -> None:
        self._note("start", run.pk, task)

    def take(self, run: ImportRun, changes: Any, is_taken: bool) -> None:
        self._note("take", list(changes), is_taken)
        run.items.filter(change__in=changes).update(is_taken=is_taken)

    def decide(self, run: ImportRun, user: Any, publish: bool) -> None:
        self._note("decide", user.username, publish)
        run.status = ImportRun.Status.APPLYING
        run.save()

    def answer(self, run: ImportRun, answers: dict[str, str]) -> None:
        self._note("answer", answers)

    def undo_run(self, run: ImportRun, user: Any, reason: str) -> None:
        self._note("undo", user.username, reason)
        ImportRun.objects.filter(pk=run.pk).update(status="undone", undone_at=timezone.now())

    def discard(self, run: ImportRun, user: Any) -> None:
        self._note("discard", user.username)
        ImportRun.objects.filter(pk=run.pk).update(status="discarded")


def page(client: Client, run: ImportRun, step: str = "", **query: Any) -> str:
    return client.get(at(run, step), query).content.decode()


def at(run: ImportRun, step: str = "") -> str:
    return f"{LIST}{run.pk}/{step}/" if step else f"{LIST}{run.pk}/"


def sent(name: str = "outcomes.ods", data: bytes = b"not really") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def confirm(client: Client, run: ImportRun) -> Any:
    seen = client.get(at(run, "apply")).context["outlook"].seen
    return client.post(at(run, "apply"), {"seen": seen}, follow=True)

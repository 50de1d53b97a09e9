"""A process that does what keepers do and is killed at an exact moment, again and again.

    python -m tests.operations.dying < tasks

A task is one line of JSON, `{"do": "enter", "given": [...], "at": 17}`: a child does it and kills
itself (SIGKILL) before its 17th moment: a statement, or either side of a commit; at 0 just after
the first commit. Without `at` it lives. The answer is a line, too: null of whoever died, else how
many moments it had, before which of them something was committed, and what the child says.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from io import StringIO
from typing import Any

import django

django.setup()

# ruff: noqa: E402 (the site's models need its settings first)
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.test import Client

from ratings.models import Authority, Framework, ImportRun, Inspection, InspectionKind, Source
from tests.operations.desk import ADD, REPORT, Form

AFTER_COMMIT = 0
"""The moment after the first commit of something written, whichever it is."""

WRITING = ("INSERT", "UPDATE", "DELETE")

RUNS = "/admin/ratings/importrun/"


class Moments:
    """Counts what a database connection is asked to do, and dies before one of it."""

    def __init__(self, at: int | None) -> None:
        self.at, self.passed, self.commits = at, 0, list[int]()
        self.has_written = False
        self._connection = connections["default"]

    def __enter__(self) -> Moments:
        self._connection.ensure_connection()
        self._connection.execute_wrappers.append(self._statement)
        own: Any = self._connection
        own._commit = self._committing(own._commit)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.execute_wrappers.clear()

    def _pass(self) -> None:
        self.passed += 1
        has_committed = bool(self.commits) and self.at == AFTER_COMMIT
        if self.passed == self.at or has_committed:
            os.kill(os.getpid(), signal.SIGKILL)

    def _statement(self, execute: Any, sql: str, given: Any, many: bool, context: Any) -> Any:
        self._pass()
        self.has_written |= sql.startswith(WRITING)
        return execute(sql, given, many, context)

    def _committing(self, commit: Callable[[], None]) -> Callable[[], None]:
        def committed() -> None:
            self._pass()
            if self.has_written:
                self.commits.append(self.passed)
            self.has_written = False
            commit()
            self._pass()

        return committed


def at_the_desk() -> Client:
    client = Client()
    user = User.objects.get(username="keeper")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def posted(client: Client, path: str, changes: dict[str, Any], form_of: str = "") -> Any:
    """Send the form of a page with some values changed, before the moments are counted."""
    fields = Form(client.get(form_of or path).content.decode()).filled(**changes)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return lambda: client.post(path, data).status_code


def enter(day: str, step: str) -> Any:
    """A standard inspection of Leeds, with all its grades."""
    areas = Framework.objects.get(code="ilacs-2023").areas.all()
    told: dict[str, Any] = {f"area:{area.key}": "grade:good" for area in areas} | {
        "authority": Authority.objects.get(slug="leeds").pk,
        "kind": InspectionKind.objects.get(key="standard").pk,
        "framework": "", "start": day, "end": "", "published": "", "source_url": "", "note": "",
        "report_url": REPORT, "sources": Source.objects.get(key="report-pdf").pk,
        "verified": "report", "confirm_another": "yes", "step": step,
    }  # fmt: skip
    client = at_the_desk()
    return lambda: client.post(ADD, told).status_code


def correct(key: str, note: str) -> Any:
    pk = Inspection.objects.get(key=key).pk
    changes = {"note": note, "ratings-0-answer": "grade:outstanding", "reason": "a misprint"}
    return posted(at_the_desk(), f"/admin/ratings/inspection/{pk}/change/", changes)


def restate(what: str, key: str) -> Any:
    """`publish` or `withdraw`."""
    client, data = at_the_desk(), {"key": key, "reason": "looked at again"}
    return lambda: client.post(f"/admin/ratings/inspection/{what}/", data).status_code


def upload(path: str) -> Any:
    client = at_the_desk()

    def send() -> Any:
        with open(path, "rb") as file:
            told = {"file": file, "source": "", "only_sheet": ""}
            return client.post(f"{RUNS}load-release/", told).headers.get("Location")

    return send


def apply(run: int) -> Any:
    return posted(at_the_desk(), f"{RUNS}{run}/apply/", {})


def again(run: int) -> Any:
    """Start what has stopped, when it has been silent for long enough."""
    ImportRun.objects.filter(pk=run).update(heartbeat="2026-01-01T00:00:00Z")
    client = at_the_desk()
    return lambda: client.post(f"{RUNS}{run}/again/").status_code


def undo(run: int) -> Any:
    return posted(at_the_desk(), f"{RUNS}{run}/undo/", {"reason": "it was a draft"})


def command(*arguments: str) -> Any:
    def run() -> str:
        said = StringIO()
        try:
            call_command(*arguments, stdout=said, stderr=said)
        except SystemExit as ended:
            return f"{ended.code}: {said.getvalue()}"
        return said.getvalue()

    return run


TASKS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (enter, correct, restate, upload, apply, again, undo, command)
}  # fmt: skip


def live(task: dict[str, Any]) -> dict[str, Any]:
    """Get ready, then do it, moment by moment."""
    act = TASKS[task["do"]](*task["given"])
    with Moments(task.get("at")) as moments:
        said = act()
    return {"moments": moments.passed, "commits": moments.commits, "said": said}


def born(task: dict[str, Any]) -> None:
    """Let a child do it, and say what became of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        answer = json.dumps(live(task))
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert died == (not said), (task, status, said)
    print(said or "null", flush=True)


def warm() -> None:
    """Read code and templates once for all children; none of them shares a connection."""
    Form(at_the_desk().get(ADD).content.decode())
    connections.close_all()


if __name__ == "__main__":
    warm()
    for line in sys.stdin:
        born(json.loads(line))

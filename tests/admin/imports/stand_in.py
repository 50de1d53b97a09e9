"""The pages of imports: where they are, and what people send there."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ratings.models import ImportRun

LIST = "/admin/ratings/importrun/"
LOAD, READ = f"{LIST}load-release/", f"{LIST}read-report/"

Started = list[tuple[int, str]]
"""The number of the run and the task of everything that was started."""


def page(client: Client, run: ImportRun, step: str = "", **query: Any) -> str:
    return client.get(at(run, step), query).content.decode()


def at(run: ImportRun, step: str = "") -> str:
    return f"{LIST}{run.pk}/{step}/" if step else f"{LIST}{run.pk}/"


def confirm(client: Client, run: ImportRun) -> Any:
    seen = client.get(at(run, "apply")).context["outlook"]["seen"]
    return client.post(at(run, "apply"), {"seen": seen}, follow=True)

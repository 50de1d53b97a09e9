"""What a request costs the worker: pages that are made, kept, known to the browser.

    python -m benchmarks pages        # writes benchmarks/pages.md, in about eight minutes

Two workers of the same site run under gunicorn on each database: one as deployed, one that keeps
no page (PAGE_CACHE_BYTES=0), so that every page is made. See `HOW` for what is counted.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks import report
from benchmarks.addresses import ADDRESSES, BESIDE_DATASETTE, DATABASE, EMPTY, STYLESHEET, Address
from benchmarks.asking import ask
from benchmarks.databases import Database, in_cluster, in_files
from benchmarks.machine import machine
from benchmarks.measuring import Counts, asked, costs_of, expected, in_turn
from benchmarks.report import Beside, Measured
from benchmarks.workers import ROOT, Worker, datasette, site

T = TypeVar("T")

HOW = """\
Every number is the CPU time (user and system) of the worker process for one request, as a multiple
of an empty Django view without middleware that the same process answered just before: medians of
rounds in which both are asked in turn. gunicorn with `deploy/gunicorn.conf.py`, one sync worker,
lines of the log written to a file; the client asks as a browser does, with `gzip, deflate, br`,
over a connection of its own (sync workers close it after each answer; so for the empty view).

- *kept*: the page is in the worker's memory. *304*: the browser has it.
- *made*: nothing of the page is kept (`PAGE_CACHE_BYTES=0`); what a process knows of the current
  version of the data, it knows. *changed*: the first page after another process moved that version.
- *most* is the goal for a page that is made: 50 for a list, 20 for one thing.
"""

WITHOUT_SERVER = "PostgreSQL: not measured, its programs are not installed here.\n"
WITHOUT_DATASETTE = "Datasette: not measured, it is not installed (benchmarks/requirements.txt).\n"
PROGRAM = Path(sys.executable).parent / "datasette"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: which addresses, how often, at which sizes, on which engines."""

    addresses: Sequence[Address] = ADDRESSES
    counts: Counts = field(default_factory=Counts)
    sizes: tuple[int, ...] = (1, 10)
    server: bool = True
    datasette: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """The site on one database: the worker as deployed, and one that keeps no page."""

    kept: Worker
    cold: Worker
    stylesheet: str


def text(plan: Plan) -> str:
    """Everything that is measured, as Markdown."""
    with TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        prepare_static(folder / "static")
        files, rivals = _on_files(plan, folder)
        server = (
            [_measured(plan, one, folder) for one in in_cluster(plan.sizes)] if plan.server else []
        )
    return "\n\n".join(_parts(plan, files, server, rivals)) + "\n"


def _parts(
    plan: Plan, files: list[Measured], server: list[Measured], rivals: list[Beside]
) -> Iterator[str]:
    measured = files + server
    yield f"# What a request costs\n\nMade by `python -m benchmarks pages`. {machine()}."
    yield HOW + (WITHOUT_SERVER if plan.server and not server else "")
    yield f"## Goals\n\n{report.goals(measured)}"
    for one in (files, server):
        if one:
            yield f"## {one[0].database.engine}\n\n{report.by_address(one)}"
    yield f"## Beside a static file\n\n{report.static(measured)}"
    told = report.beside(rivals) if rivals else WITHOUT_DATASETTE
    yield f"## Beside Datasette, the same tables\n\n{told}"
    yield f"## Memory of a worker\n\n{report.memory(measured)}"


def _on_files(plan: Plan, folder: Path) -> tuple[list[Measured], list[Beside]]:
    """SQLite at each size, and Datasette beside the first."""
    found: list[Measured] = []
    rivals: list[Beside] = []
    for one in in_files(folder, plan.sizes):
        found.append(_measured(plan, one, folder))
        if not rivals and plan.datasette and PROGRAM.is_file():
            rivals = _running(one, folder, lambda here: _rivals(plan, here, folder))
    return found, rivals


def prepare_static(folder: Path) -> None:
    """The static files as they are deployed: hashed, the stylesheet packed."""
    folder.mkdir()
    own = {"BENCHMARK_STATIC": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | own, check=True)


def _measured(plan: Plan, database: Database, folder: Path) -> Measured:
    print(f"{database.engine}, {database.times} × the record …", file=sys.stderr)
    return _running(database, folder, lambda here: _measure(plan, database, here))


def _running(database: Database, folder: Path, measure: Callable[[Site], T]) -> T:
    own = {"DATABASE_URL": database.url, "BENCHMARK_STATIC": str(folder / "static")}
    log = folder / "lines"
    with site(own, log) as kept, site(own | {"PAGE_CACHE_BYTES": "0"}, log) as cold:
        hashed = json.loads((folder / "static/staticfiles.json").read_text())["paths"]
        return measure(Site(kept, cold, f"/static/{hashed[STYLESHEET]}"))


def _measure(plan: Plan, database: Database, here: Site) -> Measured:
    counts, kept = plan.counts, here.kept
    memory = {"after the start": kept.memory()}
    for address in plan.addresses:
        expected(ask(kept.port, address.path), address.path)
    memory["after every page once"] = kept.memory()
    empty = [asked(kept, EMPTY, counts.cheap) for _ in range(counts.rounds)]
    static = in_turn(counts.rounds, lambda: asked(kept, EMPTY, counts.cheap),
                     {"file": lambda: asked(kept, here.stylesheet, counts.cheap)})  # fmt: skip
    change = database.move_version if database.times == 1 else None
    pages = tuple(costs_of(address, kept, here.cold, change, counts) for address in plan.addresses)
    for number in range(counts.memory):
        ask(kept.port, plan.addresses[number % len(plan.addresses)].path)
    memory[f"after {counts.memory:,} requests more"] = kept.memory()
    return Measured(database, pages, static["file"], median(empty), memory)


def _rivals(plan: Plan, here: Site, folder: Path) -> list[Beside]:
    """Datasette on the file that the site gives away; each page beside our empty view."""
    path = folder / Path(DATABASE).name
    path.write_bytes(expected(ask(here.kept.port, DATABASE), DATABASE).body)
    with datasette(PROGRAM, path, folder / "datasette-lines") as other:
        return [
            _beside(plan.counts, here, other, ours, f"/{path.stem}/{theirs}")
            for ours, theirs in BESIDE_DATASETTE.items()
        ]


def _beside(counts: Counts, here: Site, other: Worker, ours: str, theirs: str) -> Beside:
    for worker, path in ((here.kept, ours), (here.cold, ours), (other, theirs)):
        expected(ask(worker.port, path), path)
    found = in_turn(
        counts.rounds,
        lambda: asked(here.kept, EMPTY, counts.cheap),
        {
            "cold": lambda: asked(here.cold, ours, 1),
            "warm": lambda: asked(here.kept, ours, counts.cheap),
            "datasette": lambda: asked(other, theirs, 1),
        },
    )
    return Beside(ours, theirs, **found)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped: nothing is left behind."))
    print(text(Plan()), end="")

"""The real command in a process of its own, killed at any moment: the whole run or none of it.

Each process works on a file of its own, a copy of the test's database. (Every run of the tests
kills imports in `tests/operations/test_kills.py`.)
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from ratings.importing import jobs
from ratings.models import Authority, ImportRun
from tests.importing.work.files import visits

TIMES, AT_ONCE = 10, 2
NEW = 108

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the file to work on is copied from SQLite's memory"
    ),
]


class Waiting(NamedTuple):
    """A database file in which a run waits to be applied."""

    path: Path
    run: int


@pytest.fixture(scope="module")
def waiting(
    world_of_module: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Waiting:
    path = tmp_path_factory.mktemp("killed") / "before.sqlite3"
    with django_db_blocker.unblock():
        slugs = Authority.objects.filter(end_date=None).values_list("slug", flat=True)
        run = jobs.save_upload("release", "visits.csv", visits(NEW // len(slugs), slugs))
        jobs.plan_run(run, date(2026, 9, 1))
        assert run.counts["new"] == NEW
        jobs.confirm_run(run, None, publish=True)
        ImportRun.objects.filter(pk=run.pk).update(status="applying")
        path.write_bytes(connection.connection.serialize())
    return Waiting(path, run.pk)


def started(path: Path, run: int) -> subprocess.Popen[bytes]:
    own = {"DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "work_import", str(run), "apply"]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ | own, stderr=subprocess.PIPE
    )


def applies(path: Path, run: int) -> None:
    """A process that is left alone applies the whole run."""
    _, said = started(path, run).communicate()
    assert (said, found(path)) == (b"", ALL)


def found(path: Path) -> tuple[str, int, int, int]:
    """Status of the run; how many of its inspections, versions and changes there are."""
    tables = (
        "ratings_inspection WHERE theme = 'killed'",
        "ratings_historicalinspection WHERE theme = 'killed'",
        "ratings_importchange",
    )
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (status,) = database.execute("SELECT status FROM ratings_importrun").fetchone()
        counts = [database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]
    return status, *counts


NOTHING = ("applying", 0, 0, 0)
ALL = ("applied", NEW, NEW, NEW)


def killed(waiting: Waiting, path: Path, after: float) -> tuple[str, int, int, int]:
    """What is in the file after a process was killed: `after` seconds from its start, or, if
    negative, from when it began to write."""
    shutil.copy(waiting.path, path)
    process = started(path, waiting.run)
    beside = [path.with_name(path.name + end) for end in ("-journal", "-wal")]
    while after < 0 and process.poll() is None:
        if any(each.exists() and each.stat().st_size for each in beside):
            break
        time.sleep(0.002)
    time.sleep(abs(after))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return found(path)


def test_killed_at_any_moment_there_is_all_of_it_or_nothing(
    waiting: Waiting, tmp_path: Path
) -> None:
    shutil.copy(waiting.path, tmp_path / "whole.sqlite3")
    begun = time.monotonic()
    applies(tmp_path / "whole.sqlite3", waiting.run)
    whole, chance = time.monotonic() - begun, random.Random(20260901)
    moments = [chance.uniform(0.3, 1) * whole for _ in range(TIMES // 2)]
    moments += [-chance.uniform(0.001, 0.2) * whole for _ in range(TIMES - TIMES // 2)]
    paths = [tmp_path / f"{number}.sqlite3" for number in range(TIMES)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        left = list(pool.map(killed, [waiting] * TIMES, paths, moments))
    print(sorted(left))
    assert set(left) <= {NOTHING, ALL}
    if NOTHING in left:
        applies(paths[left.index(NOTHING)], waiting.run)

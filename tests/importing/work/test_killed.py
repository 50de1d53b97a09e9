"""The real command in a process of its own, killed at any moment: the whole run or none of it.

Each process works on a file of its own, a copy of the test's database.
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
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from ratings.importing import jobs
from ratings.models import Authority, ImportRun, Inspection, Rating
from tests.importing.work.files import visits

TIMES, AT_ONCE = 10, 2
NEW = 600

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the file to work on is copied from SQLite's memory"
    ),
]


@dataclass(frozen=True)
class Waiting:
    """A database file in which a run waits to be applied."""

    path: Path
    run: int


@pytest.fixture(scope="module")
def waiting(
    base: object, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Waiting:
    path = tmp_path_factory.mktemp("killed") / "before.sqlite3"
    with django_db_blocker.unblock():
        slugs = Authority.objects.filter(end_date=None).values_list("slug", flat=True)[:60]
        run = jobs.receive("release", "visits.csv", visits(NEW // 60, slugs))
        number = run.pk
        try:
            jobs.plan_run(run, date(2026, 9, 1))
            assert run.counts["new"] == NEW
            jobs.decide(run, None, publish=True)
            ImportRun.objects.filter(pk=run.pk).update(status="applying")
            with closing(sqlite3.connect(path)) as target:
                connection.connection.backup(target)
        finally:
            ImportRun.objects.filter(pk=run.pk).delete()
    return Waiting(path, number)


def started(path: Path, run: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "manage.py", "work_import", str(run), "apply"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE)


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
    if after < 0:
        size = path.stat().st_size
        while process.poll() is None and not _writes(path, size):
            time.sleep(0.002)
    time.sleep(abs(after))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return found(path)


def _writes(path: Path, size: int) -> bool:
    beside = [path.with_name(path.name + end) for end in ("-journal", "-wal")]
    return any(each.exists() and each.stat().st_size for each in beside)


@pytest.fixture(scope="module")
def whole(waiting: Waiting) -> float:
    """How many seconds a process takes that is left alone: it applies the whole run."""
    path, begun = waiting.path.with_name("whole.sqlite3"), time.monotonic()
    shutil.copy(waiting.path, path)
    _, said = started(path, waiting.run).communicate()
    assert (said, found(path)) == (b"", ALL)
    return time.monotonic() - begun


def test_killed_at_any_moment_there_is_all_of_it_or_nothing(
    waiting: Waiting, whole: float, tmp_path: Path
) -> None:
    chance = random.Random(20260901)
    moments = [chance.uniform(0.3, 1) * whole for _ in range(TIMES // 2)]
    moments += [-chance.uniform(0.001, 0.2) * whole for _ in range(TIMES - TIMES // 2)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tasks = [
            pool.submit(killed, waiting, tmp_path / f"{number}.sqlite3", after)
            for number, after in enumerate(moments)
        ]
        left = [task.result() for task in tasks]
    print(sorted(left))
    assert set(left) <= {NOTHING, ALL}
    if NOTHING not in left:
        return
    again = tmp_path / f"{left.index(NOTHING)}.sqlite3"
    _, said = started(again, waiting.run).communicate()
    assert (said, found(again)) == (b"", ALL)


def test_it_is_the_desk_that_starts_it_again(waiting: Waiting, db: None) -> None:
    """A run whose process was killed says "being applied" for a while, then can be started."""
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    run = jobs.receive("release", "visits.csv", visits(1, ["rutland"]))
    jobs.plan_run(run, date(2026, 9, 1))
    jobs.decide(run, None, publish=True)
    ImportRun.objects.filter(pk=run.pk).update(status="applying", heartbeat=now)
    with pytest.raises(jobs.CannotImport, match="Somebody else is at it"):
        jobs.start(run, "apply")
    ImportRun.objects.filter(pk=run.pk).update(heartbeat=now - timedelta(days=1))
    jobs.start(run, "apply")
    assert run.status == "applied"
    assert not Rating.objects.filter(inspection__key="rutland-ilacs-2023-2025-11-28").exists()
    assert Inspection.objects.filter(key="rutland-ilacs-2023-2025-11-28").exists()

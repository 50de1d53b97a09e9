"""The site as deployed, killed by surprise while a keeper saves; and commands that are killed.

Moments are drawn by chance, always the same ones. `KILLS=300` (`make kills`) says how often. Most
of it is slow: `make test` kills the whole site once, and a load of the record.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.operations.clusters import Cluster
from tests.operations.conftest import NO_CLUSTER
from tests.operations.desk import Keeper, keeper_at
from tests.operations.serving import PATIENCE, ROOT, Site, environment, manage, managed, serving
from tests.operations.test_backups import DEAD
from tests.operations.test_kills import FIRST_DAY, enough
from tests.operations.wholeness import Inside
from tests.record import emptied


@dataclass
class Saving:
    """A keeper who enters one visit after another, whatever becomes of the site."""

    keeper: Keeper
    day: date = FIRST_DAY
    confirmed: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    def wait_for_one(self, of: list[str]) -> float:
        """Until the next save is `confirmed`, or `unsure`; says how long that took."""
        known, begun = len(of), time.monotonic()
        while len(of) == known:
            assert time.monotonic() - begun < PATIENCE, "the keeper gets no further"
            time.sleep(0.01)
        return time.monotonic() - begun

    @contextmanager
    def at(self, site: Site) -> Iterator[None]:
        """Until the end of the block, in a thread."""
        self.keeper.browser.base = site.browser.base
        over = Event()
        thread = Thread(target=self._go_on, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _go_on(self, over: Event) -> None:
        while not over.is_set():
            self.day += timedelta(1)
            key = f"rutland-ilacs-2023-{self.day}"
            try:
                is_saved = self.keeper.visit(self.day.isoformat(), key).status == 302
            except (OSError, HTTPException):
                is_saved = False
                over.wait(0.1)
            (self.confirmed if is_saved else self.unsure).append(key)

    def check(self, inside: Inside, version: int) -> None:
        """What was confirmed is there; what was not is there or not; each moved the version."""
        assert inside.problems() == []
        lost = [key for key in self.confirmed if not inside.has(key)]
        assert lost == []
        found = [key for key in self.unsure if inside.has(key)]
        assert inside.version == version + len(self.confirmed) + len(found)


Kill = Callable[[Site, Saving], None]


def workers(site: Site) -> list[int]:
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def kill_all(site: Site, _: Saving) -> None:
    """What a power cut does to the site: no process has time for anything."""
    found = workers(site)
    for pid in (site.process.pid, *found):
        os.kill(pid, signal.SIGKILL)
    site.process.wait()
    for pid in found:
        with suppress(OSError):  # it is gone
            while " Z " not in Path(f"/proc/{pid}/stat").read_text():
                time.sleep(0.01)


def kill_worker(site: Site, saving: Saving) -> None:
    """What the system does when memory runs out; the master starts another."""
    os.kill(workers(site)[0], signal.SIGKILL)
    saving.wait_for_one(saving.confirmed)
    assert site.ask("/readyz").status == 200


def killed(url: str, folder: Path, kill: Kill, times: int) -> Saving:
    """A keeper saves, and after some time, drawn by chance, the site is killed; so many times."""
    inside, chance = Inside.of(url), random.Random(20261122)
    version, saving = inside.version, None
    for _ in range(times):
        with serving(url, folder, WORKERS="2") as site:
            saving = saving or Saving(keeper_at(site))
            with saving.at(site):
                saving.wait_for_one(saving.confirmed)
                usual = saving.wait_for_one(saving.confirmed)
                time.sleep(chance.uniform(0, 2) * usual)
                kill(site, saving)
            if kill is not kill_all:
                assert site.ask("/authorities/rutland/").status == 200
        saving.check(inside, version)
    assert saving
    print(f"{times} kills, {len(saving.confirmed)} confirmed, {len(saving.unsure)} unsure")
    return saving


@pytest.mark.parametrize("kill", [kill_all, pytest.param(kill_worker, marks=pytest.mark.slow)])
def test_no_confirmed_save_is_lost_when_killed(database: Path, tmp_path: Path, kill: Kill) -> None:
    url = f"sqlite:///{database}"
    assert killed(url, tmp_path, kill, enough(url, 0.05, 1)).confirmed


@pytest.mark.slow
@NO_CLUSTER
def test_nor_when_postgresql_crashes_and_comes_back(cluster: Cluster, tmp_path: Path) -> None:
    def crash(site: Site, saving: Saving) -> None:
        cluster.stop("immediate")
        saving.wait_for_one(saving.unsure)
        answer = site.ask("/authorities/rutland.json")
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        cluster.start()

    saving = killed(cluster.url, tmp_path, crash, enough(cluster.url, 0.1, 1))
    assert saving.confirmed
    assert saving.unsure


@NO_CLUSTER
def test_a_killed_restore_does_not_stand_in_the_way_of_the_next(
    cluster: Cluster, tmp_path: Path
) -> None:
    """It may leave the database closed to everybody, and another half filled."""
    kept = tmp_path / "backup.pgdump"
    managed(cluster.url, "backup", str(kept))
    cluster.run(
        f"CREATE DATABASE ratings_restore_{DEAD} OWNER site",
        "ALTER DATABASE ratings ALLOW_CONNECTIONS false",
    )
    managed(cluster.url, "restore", str(kept))
    assert not [name for name in cluster.databases() if "_restore_" in name]
    assert Inside(cluster.url, 1263).problems() == []


def interrupted(url: str, *arguments: str, share: float, whole: float) -> None:
    """A command that is killed after that share of the time that it takes."""
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(url), check=False,
            timeout=share * whole, stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip


def shares(times: int) -> list[float]:
    """Late moments above all: a command first reads its code."""
    return [0.4 + 0.6 * (number + 0.5) / times for number in range(times)]


def test_the_record_is_loaded_whole_or_not_at_all(filled: Path, tmp_path: Path) -> None:
    empty = emptied(Path(shutil.copy(filled, tmp_path / "empty.sqlite3")))
    whole, begun = Path(shutil.copy(empty, tmp_path / "whole.sqlite3")), time.monotonic()
    managed(f"sqlite:///{whole}", "load_record")
    took = time.monotonic() - begun
    counts = "SELECT count(*), (SELECT count(*) FROM ratings_rating) FROM ratings_authority"
    loaded = Inside(f"sqlite:///{whole}", 0).rows(counts)
    for number, share in enumerate(shares(enough("sqlite", 0.05, 1))):
        path = Path(shutil.copy(empty, tmp_path / f"{number}.sqlite3"))
        interrupted(f"sqlite:///{path}", "load_record", share=share, whole=took)
        inside = Inside(f"sqlite:///{path}", 0)
        assert inside.rows(counts) in ([(0, 0)], loaded)
    managed(f"sqlite:///{path}", "load_record")
    assert inside.rows(counts) == loaded


@pytest.mark.slow
def test_a_backup_is_whole_or_not_there(database: Path, tmp_path: Path) -> None:
    url, begun = f"sqlite:///{database}", time.monotonic()
    managed(url, "backup", str(tmp_path / "first.sqlite3"))
    took, kept = time.monotonic() - begun, tmp_path / "kept" / "backup.sqlite3"
    for share in shares(enough("sqlite", 0.05, 1)):
        interrupted(url, "backup", str(kept), share=share, whole=took)
        if kept.exists():
            assert Inside(f"sqlite:///{kept}", 1263).problems() == []
            kept.unlink()
    managed(url, "backup", str(kept))
    assert [path.name for path in kept.parent.iterdir()] == ["backup.sqlite3"]


@pytest.mark.slow
def test_a_killed_restore_leaves_one_or_the_other(database: Path, tmp_path: Path) -> None:
    url, kept = f"sqlite:///{database}", tmp_path / "backup.sqlite3"
    managed(url, "backup", str(kept))
    begun, arguments = time.monotonic(), ("restore", str(kept), "--force")
    managed(url, *arguments)
    took, inside = time.monotonic() - begun, Inside(url, 1263)
    for share in shares(enough("sqlite", 0.05, 1)):
        with inside.opened() as session:
            session.execute("UPDATE ratings_authority SET name = 'Anew' WHERE slug = 'kent'")
            session.commit()
        interrupted(url, *arguments, share=share, whole=took)
        name = inside.value("SELECT name FROM ratings_authority WHERE slug = 'kent'")
        assert name in {"Kent", "Anew"}
        assert inside.problems() == []
    assert manage(url, *arguments).returncode == 0
    assert inside.value("SELECT name FROM ratings_authority WHERE slug = 'kent'") == "Kent"
    assert not list(database.parent.glob(".restore-*"))

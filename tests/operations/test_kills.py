"""SIGKILL at any moment of saves, imports and undo: all of it or nothing; what was confirmed stays.

Twenty times on SQLite and some on PostgreSQL; `KILLS=300` (`make kills`) says how often else.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.importing.work.files import visits
from tests.operations.clusters import FOUND
from tests.operations.serving import PATIENCE, ROOT, environment
from tests.operations.wholeness import Inside

KILLS = int(os.environ.get("KILLS", "20"))
FIRST_DAY = date(2023, 3, 6)


@dataclass
class Keepers:
    """Keepers of one database who are killed; see `dying`."""

    inside: Inside
    folder: Path
    process: subprocess.Popen[str]
    chance: random.Random
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    ended: Counter[str] = field(default_factory=Counter)

    def do(self, what: str, *given: Any, at: int | None = None) -> Any:
        """What the child says who lived; None: it was killed."""
        assert self.process.stdin
        assert self.process.stdout
        task = {"do": what, "given": given, "at": at}
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def next_day(self) -> str:
        return (FIRST_DAY + timedelta(next(self.numbers))).isoformat()

    def moment(self, share: float, moments: int) -> int:
        """A moment in that part of all of them, or a little earlier; the last is the one just
        after the commit, which `dying` calls 0."""
        earlier = self.chance.uniform(0, 0.05)
        return max(1, round((share - earlier) * moments)) if share < 1 else 0

    def file(self) -> str:
        """A release that nobody has loaded: visits to three authorities."""
        slug = ["barnet", "kent", "leeds", "rutland", "sutton", "torbay"]
        path = self.folder / f"visits-{next(self.numbers)}.csv"
        content = visits(2, self.chance.sample(slug, 3)).decode()
        path.write_text(content.replace("2025-1", f"{2023 + next(self.numbers) % 3}-1"))
        return str(path)

    def check(self, before: int, moved: int, what: str, done: bool) -> None:
        """Nothing is half done, and the version moved once for what was done."""
        assert self.inside.problems() == [], what
        assert self.inside.version == before + moved, what
        self.ended[f"{what}: {'all' if done else 'nothing'}"] += 1


@contextmanager
def keepers(url: str, folder: Path) -> Iterator[Keepers]:
    with (folder / "dying.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.operations.dying"], cwd=ROOT, text=True, stderr=log,
            env=environment(url), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        found = Keepers(Inside.of(url), folder, process, random.Random(20261122))
        try:
            yield found
        finally:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.wait(timeout=PATIENCE)
            process.stdout.close()
            print(dict(sorted(found.ended.items())))


@pytest.fixture(
    scope="module",
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(FOUND is None, reason="no initdb")),
    ],
)
def those(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Keepers]:
    """Keepers of a database of either kind."""
    folder = tmp_path_factory.mktemp("kills")
    if request.param == "sqlite":
        filled = request.getfixturevalue("filled")
        url = f"sqlite:///{shutil.copy(filled, folder / 'ratings.sqlite3')}"
    else:
        url = request.getfixturevalue("cluster").url
    with keepers(url, folder) as found:
        yield found


def shares(kills: int) -> list[float]:
    """From the first moment to the last, evenly."""
    return [number / max(1, kills - 1) for number in range(max(1, kills))]


def mine(those: Keepers, part: float) -> int:
    """How many of all kills; PostgreSQL gets half as many as SQLite."""
    whole = KILLS if those.inside.url.startswith("sqlite") else KILLS / 2
    return max(2, round(whole * part))


def test_an_inspection_that_is_entered_is_there_with_all_its_grades_or_not(
    those: Keepers,
) -> None:
    whole = those.do("enter", those.next_day(), "publish")
    assert whole["said"] == 302
    for share in shares(mine(those, 0.35)):
        day, before = those.next_day(), those.inside.version
        lived = those.do("enter", day, "publish", at=those.moment(share, whole["moments"]))
        key = f"leeds-ilacs-2023-{day}"
        there = those.inside.has(key)
        assert there or not lived
        those.check(before, int(there), "entered", there)
    assert those.ended["entered: nothing"] > 0
    assert those.ended["entered: all"] > 0


def test_a_correction_is_made_with_its_history_or_not(those: Keepers) -> None:
    day = those.next_day()
    key = f"leeds-ilacs-2023-{day}"
    those.do("enter", day, "publish")
    whole = those.do("correct", key, "note 0")
    assert whole["said"] == 302
    for number, share in enumerate(shares(mine(those, 0.15)), 1):
        before, note = those.inside.version, f"note {number}"
        lived = those.do("correct", key, note, at=those.moment(share, whole["moments"]))
        now = those.inside.value(f"SELECT note FROM ratings_inspection WHERE key = '{key}'")
        assert now == note or not lived
        those.check(before, int(now == note), "corrected", now == note)


def test_withdrawing_and_publishing_happen_or_not(those: Keepers) -> None:
    day = those.next_day()
    key = f"leeds-ilacs-2023-{day}"
    those.do("enter", day, "publish")
    for share in shares(mine(those, 0.1)):
        asked = f"SELECT status FROM ratings_inspection WHERE key = '{key}'"
        was, before = those.inside.value(asked), those.inside.version
        what = "withdraw" if was == "published" else "publish"
        lived = those.do("restate", what, key, at=those.moment(share, 15))
        changed = those.inside.value(asked) != was
        assert changed or not lived
        those.check(before, int(changed), what, changed)


@dataclass
class Run:
    """An import on its way through the desk, and who is killed at it."""

    those: Keepers
    number: int = 0

    @property
    def status(self) -> str:
        sql = f"SELECT status FROM ratings_importrun WHERE id = {self.number}"
        return str(self.those.inside.value(sql))

    def upload(self, path: str, at: int | None) -> None:
        """Sent by somebody who is killed; then by one who lives, who finds it again."""
        self.those.do("upload", path, at=at)
        assert self.those.inside.problems() == []
        said = self.those.do("upload", path)["said"]
        found = re.search(r"importrun/(\d+)/", said)
        assert found, said
        self.number = int(found[1])
        self.go_on("planned")

    def go_on(self, wanted: str) -> None:
        """What was left in the middle is taken up at the desk, when it was silent for long."""
        if self.status in {"waiting", "planning", "applying"}:
            assert self.those.do("again", self.number)["said"] == 302
        assert self.status == wanted

    def step(self, what: str, wanted: str, at: int | None) -> None:
        """Apply or undo, by somebody who is killed, then by one who lives."""
        before, was = self.those.inside.version, self.status
        lived = self.those.do(what, self.number, at=at)
        done = self.status == wanted
        assert done or not lived
        self.those.check(before, int(done), what, done)
        if self.status == was:
            self.those.do(what, self.number)
        self.go_on(wanted)
        self.those.check(before, 1, f"{what} in the end", done=True)


def test_an_import_is_taken_up_where_it_was_left(those: Keepers) -> None:
    """Uploaded, applied and undone, each by a process that is killed."""
    for share in shares(mine(those, 0.2) // 2):
        run = Run(those)
        run.upload(those.file(), at=those.moment(share, 52))
        run.step("apply", "applied", at=those.moment(share, 78))
        run.step("undo", "undone", at=those.moment(share, 36))


def test_a_release_loaded_by_the_command_is_applied_or_not(those: Keepers) -> None:
    path = those.file()
    for share in shares(mine(those, 0.1)):
        before = those.inside.version
        command = ("command", "load_release", path, "--apply")
        lived = those.do(*command, at=those.moment(share, 55))
        last = "SELECT id, status FROM ratings_importrun ORDER BY id DESC LIMIT 1"
        found = those.inside.rows(last)
        done = those.inside.version > before
        assert done or not lived
        those.check(before, int(done), "load_release", done)
        if not done:
            assert those.do(*command)["said"]
            found = those.inside.rows(last)
        assert found[0][1] == "applied"
        those.do("undo", found[0][0])

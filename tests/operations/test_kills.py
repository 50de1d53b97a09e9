"""SIGKILL at any moment of saves, imports and undo: all of it or nothing; what was confirmed stays.

Twenty times on SQLite and some on PostgreSQL; `KILLS=300` (`make kills`) says how often else. Of
these `make test` does what enters an inspection, on both, and an import on SQLite.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.importing.work.files import visits
from tests.operations.conftest import KINDS, NO_CLUSTER
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

    def all_or_nothing(
        self, what: str, task: tuple[Any, ...], at: int | None, is_done: Callable[[], bool]
    ) -> bool:
        """Whether somebody did it who may have been killed: nothing is half done, and the version
        moved once for what was done."""
        before, lived = self.inside.version, self.do(*task, at=at)
        done = is_done()
        assert done or not lived
        assert self.inside.problems() == [], what
        assert self.inside.version == before + done, what
        self.ended[f"{what}: {'all' if done else 'nothing'}"] += 1
        return done


@pytest.fixture(scope="module", params=KINDS)
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


def shares(kills: int) -> list[float]:
    """From the first moment to the last, evenly."""
    return [number / max(1, kills - 1) for number in range(max(1, kills))]


def enough(url: str, part: float, least: int = 2) -> int:
    """How many of all kills; PostgreSQL gets half as many as SQLite."""
    whole = KILLS if url.startswith("sqlite") else KILLS / 2
    return max(least, round(whole * part))


def entered(those: Keepers) -> tuple[str, int]:
    """The key of an inspection of Leeds, and how many moments it took to enter."""
    day = those.next_day()
    whole = those.do("enter", day, "publish")
    assert whole["said"] == 302
    return f"leeds-ilacs-2023-{day}", whole["moments"]


def test_an_inspection_is_there_with_all_its_grades_or_not(those: Keepers) -> None:
    _, moments = entered(those)
    for share in shares(enough(those.inside.url, 0.35)):
        day = those.next_day()
        key, task = f"leeds-ilacs-2023-{day}", ("enter", day, "publish")
        at = those.moment(share, moments)
        those.all_or_nothing("entered", task, at, lambda key=key: those.inside.has(key))
    assert those.ended["entered: nothing"] > 0
    assert those.ended["entered: all"] > 0


@pytest.mark.slow
def test_a_correction_is_made_with_its_history_or_not(those: Keepers) -> None:
    key, _ = entered(those)
    asked = f"SELECT note FROM ratings_inspection WHERE key = '{key}'"
    whole = those.do("correct", key, "note 0")
    assert whole["said"] == 302
    for number, share in enumerate(shares(enough(those.inside.url, 0.15)), 1):
        note, at = f"note {number}", those.moment(share, whole["moments"])
        those.all_or_nothing(
            "corrected", ("correct", key, note), at,
            lambda note=note: those.inside.value(asked) == note,
        )  # fmt: skip


@pytest.mark.slow
def test_withdrawing_and_publishing_happen_or_not(those: Keepers) -> None:
    key, _ = entered(those)
    asked = f"SELECT status FROM ratings_inspection WHERE key = '{key}'"
    for share in shares(enough(those.inside.url, 0.1)):
        was = those.inside.value(asked)
        what = "withdraw" if was == "published" else "publish"
        those.all_or_nothing(
            what, ("restate", what, key), those.moment(share, 15),
            lambda was=was: those.inside.value(asked) != was,
        )  # fmt: skip


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
        task = (what, self.number)
        self.those.all_or_nothing(what, task, at, lambda: self.status == wanted)
        if self.status == was:
            self.those.do(*task)
        self.go_on(wanted)
        assert self.those.inside.problems() == [], f"{what} in the end"
        assert self.those.inside.version == before + 1, f"{what} in the end"


@pytest.mark.parametrize(
    "those", [KINDS[0], pytest.param("postgresql", marks=[NO_CLUSTER, pytest.mark.slow])],
    indirect=True, scope="module",
)  # fmt: skip
def test_an_import_is_taken_up_where_it_was_left(those: Keepers) -> None:
    """Uploaded, applied and undone, each by a process that is killed."""
    for share in shares(enough(those.inside.url, 0.2) // 2):
        run = Run(those)
        run.upload(those.file(), at=those.moment(share, 52))
        run.step("apply", "applied", at=those.moment(share, 78))
        run.step("undo", "undone", at=those.moment(share, 36))


@pytest.mark.slow
def test_a_release_loaded_by_the_command_is_applied_or_not(those: Keepers) -> None:
    command = ("command", "load_release", those.file(), "--apply")
    for share in shares(enough(those.inside.url, 0.1)):
        before, at = those.inside.version, those.moment(share, 55)
        if not those.all_or_nothing(
            "load_release", command, at, lambda before=before: those.inside.version > before
        ):
            assert those.do(*command)["said"]
        last = "SELECT id, status FROM ratings_importrun ORDER BY id DESC LIMIT 1"
        ((number, status),) = those.inside.rows(last)
        assert status == "applied"
        those.do("undo", number)

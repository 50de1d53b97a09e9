"""Readers and keepers at once, on the site as deployed with two workers: no error, nothing stale.

`make load` does the same with wrk, 200 requests a second for a minute: benchmarks/load.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.clusters import FOUND, Cluster
from tests.operations.crowd import MIX, WORKERS_ARE_MET, Crowd, Seen
from tests.operations.serving import serving

SECONDS, SAVES = 10, 4
READERS = 3


def busy(database: str, folder: Path, seconds: float) -> Seen:
    """What readers and two keepers find who are there at once for so long."""
    with serving(database, folder, WORKERS="2") as site:
        crowd = Crowd(site)
        crowd.keep("Rutland", "rutland", pause=0.2)
        crowd.keep("Kent", "kent", pause=0.3)
        for number in range(READERS):
            crowd.read(MIX[number::READERS], pause=0.02)
        seen = crowd.wait(seconds, SAVES)
        errors = [line for line in site.lines() if line.get("level") == "ERROR"]
        seen.wrong += [str(line) for line in errors]
    print(f"{seen.answers} answers, {seen.not_modified} of them 304, {seen.saves} saves,"
          f" the slowest {seen.slowest:.2f} s")  # fmt: skip
    return seen


def assert_well(seen: Seen) -> None:
    assert seen.wrong == []
    assert seen.stale == []
    assert seen.saves >= SAVES
    assert seen.not_modified > 0
    assert seen.answers > 2 * WORKERS_ARE_MET * seen.saves, "readers read beside the keeper"


def test_while_keepers_save_nobody_gets_an_error_or_an_old_page(
    database: Path, tmp_path: Path
) -> None:
    assert_well(busy(f"sqlite:///{database}", tmp_path, SECONDS))


@pytest.mark.skipif(FOUND is None, reason="initdb and pg_ctl are not installed")
def test_nor_on_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    assert_well(busy(cluster.url, tmp_path, SECONDS))

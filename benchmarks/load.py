"""Two hundred requests a second for a minute while a keeper saves: does anybody notice?

    python -m benchmarks.load > benchmarks/load.md

The site as deployed (gunicorn, two workers) on SQLite and on a PostgreSQL of its own; wrk (Debian:
`apt-get install wrk`) asks for the mix of `crowd`, paced by load.lua; a keeper signs in, enters
visits, publishes and corrects them through the desk's own forms. After each save the new value is
asked for on fresh connections, and a reader looks whether any answer is older than the last save
confirmed, and whether an ETag ever stands for two contents.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.report import table
from tests.operations.clusters import FOUND, fill, running_cluster
from tests.operations.crowd import FIRST_VISIT, MIX, Crowd, Seen
from tests.operations.serving import PASSWORD, Site, managed, serving

RATE, SECONDS = int(os.environ.get("RATE", "200")), int(os.environ.get("SECONDS", "60"))
PAUSES = (30.0, 5.0, 1.0)
"""Seconds between two saves: a busy keeper, a hurried one, a script."""

CONNECTIONS = 64
TIMEOUT = "20s"
COLUMNS = ("database", "a save each", "requests", "a second", "errors", "stale", "saves", "304",
           "p50 ms", "p90 ms", "p99 ms", "most ms")  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What wrk measured, and what readers and keepers saw meanwhile."""

    database: str
    pause: float
    wrk: dict[str, Any]
    seen: Seen
    logged: Counter[int]

    @property
    def errors(self) -> int:
        """Whatever was no answer as it should be, whoever noticed."""
        named = ("status", "connect", "read", "write", "timeout")
        return sum(self.wrk[name] for name in named) + len(self.seen.wrong)

    def row(self) -> list[str]:
        wrk, seen = self.wrk, self.seen
        return [self.database, f"{self.pause:g} s", f"{wrk['requests']:,}",
                f"{wrk['requests'] / wrk['seconds']:.0f}", f"{self.errors}", f"{len(seen.stale)}",
                f"{seen.saves}", f"{self.logged[304]:,}",
                *(f"{wrk[name]:,.0f}" for name in ("p50", "p90", "p99", "most"))]  # fmt: skip


def addresses(site: Site, folder: Path) -> Path:
    """The mix as load.lua reads it: the part of the ETag that stands for an address, and that."""
    lines = []
    for address in MIX:
        answer = site.ask(address)
        assert answer.status == 200, (address, answer.status)
        own = answer.headers["etag"].rstrip('"').rpartition("-")[2]
        lines.append(f"{own} {address}\n")
    path = folder / "addresses"
    path.write_text("".join(lines))
    return path


def asked(site: Site, folder: Path) -> dict[str, Any]:
    """What wrk says at its end."""
    script = Path(__file__).with_name("load.lua")
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--timeout", TIMEOUT,
               "--duration", f"{SECONDS}s", "--script", str(script), site.browser.base, "--",
               str(RATE), str(addresses(site, folder))]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def loaded(name: str, url: str, pause: float, folder: Path) -> Result:
    """One row of the table. Each begins on a day of its own, so that every visit is new."""
    first = FIRST_VISIT + timedelta(200 * PAUSES.index(pause))
    with serving(url, folder, WORKERS="2") as site:
        crowd = Crowd(site)
        crowd.keep("Rutland", "rutland", pause, first)
        crowd.read(MIX, pause=0.3)
        wrk = asked(site, folder)
        seen = crowd.wait(0)
        logged = Counter(int(line.get("status", 0)) for line in site.lines())
    for problem in [*seen.wrong, *seen.stale]:
        print(problem, file=sys.stderr)
    return Result(name, pause, wrk, seen, logged)


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """A database of each kind with the record and a keeper."""
    lite = f"sqlite:///{folder / 'ratings.sqlite3'}"
    managed(lite, "migrate", "--verbosity", "0")
    managed(lite, "load_record")
    managed(lite, "create_keeper", "--username", "keeper", "--role", "administrator",
            KEEPER_PASSWORD=PASSWORD)  # fmt: skip
    if FOUND is None:
        yield {"SQLite": lite}
        return
    with running_cluster() as cluster:
        fill(cluster.url)
        yield {"SQLite": lite, "PostgreSQL": cluster.url}


def main() -> None:
    assert shutil.which("wrk"), "wrk is not installed (Debian: apt-get install wrk)."
    with tempfile.TemporaryDirectory() as made, databases(Path(made)) as found:
        results = [
            loaded(name, url, pause, Path(made)) for name, url in found.items() for pause in PAUSES
        ]
    print(ABOUT.format(rate=RATE, seconds=SECONDS, connections=CONNECTIONS, pages=len(MIX),
                       machine=machine(), load=LOAD))  # fmt: skip
    print(table(COLUMNS, (result.row() for result in results)))
    sys.exit(any(result.errors or result.seen.stale for result in results))


LOAD = os.getloadavg()[0]
ABOUT = """\
# Readers and a keeper at once

Made by `make load`. {machine}; load average {load:.1f}
before it began (for what else the machine did, the site had to wait).

wrk asks for {pages} pages and files at {rate} requests a second for {seconds} seconds, on
{connections} connections, one in three with an ETag; gunicorn has two workers, and neither a proxy
nor a shared cache before it. Each save makes every page cold in both workers. *Errors*: refused,
broken off, out of time, any answer but 200 and 304, an ETag that stood for two contents. *Stale*:
older than a save that was confirmed before it was asked for.
"""

if __name__ == "__main__":
    main()

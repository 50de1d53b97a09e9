"""Run the benchmarks, or those that are named, and write each one's table beside it.

    python -m benchmarks              # all of them
    python -m benchmarks pages        # benchmarks/pages.md

A benchmark is a module of this package that prints its tables when it is run; it makes what it
needs and removes it. Its last table stays where it fails.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.databases import fill

FOLDER = Path(__file__).resolve().parent
NAMES = ("pages", "data_in", "data_out")
"""In this order; one that has no module here is none."""


def main(names: list[str]) -> int:
    """Run them one after the other; 0 where all went well, 2 for a name that is none."""
    known = [name for name in NAMES if (FOLDER / f"{name}.py").is_file()]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}: {', '.join(known)}.", file=sys.stderr)
        return 2
    with TemporaryDirectory(prefix="benchmark-") as folder:
        url = f"sqlite:///{folder}/record.sqlite3"
        fill(url)
        return max(run(name, url) for name in names or known)


def run(name: str, url: str) -> int:
    """Run one in a process of its own, with the record in a database; keep its table."""
    start = time.monotonic()
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    own = {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    with subprocess.Popen(
        command, env=os.environ | own, cwd=FOLDER.parent, stdout=subprocess.PIPE
    ) as done:
        before = signal.signal(signal.SIGTERM, lambda *_: done.terminate())
        printed, _ = done.communicate()
        signal.signal(signal.SIGTERM, before)
    if done.returncode == 0:
        (FOLDER / f"{name}.md").write_bytes(printed)
    how = "written" if done.returncode == 0 else f"failed with {done.returncode}"
    print(f"{name}.md: {how} after {time.monotonic() - start:.0f} s", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Lighthouse's marks for the pages most people open, as a phone gets them: median of five runs.

    make lighthouse              # needs npm and Chromium; writes benchmarks/lighthouse.md

It starts the site as `make run` does, on a port of its own. Lighthouse comes from npm and is kept
in `var/`. Ends with 1 where a mark is below its goal. Marks for speed depend on the machine and on
what else it does: measure on a quiet one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine
from benchmarks.report import table
from benchmarks.workers import ROOT, free_port, running, wait

PACKAGE = "lighthouse@13.5.0"
PLACE = ROOT / "var" / "lighthouse"
TABLE = Path(__file__).with_suffix(".md")

PAGES = {
    "dashboard": "/",
    "table": "/authorities/",
    "authority": "/authorities/northamptonshire/",
    "compare": "/compare/?authority=kent&authority=surrey&authority=essex",
}
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 98, "seo": 98}
RUNS = 5
TRIES = 3
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Marks = dict[str, float]


def main() -> int:
    """Measure each page, write the table; 0 where every goal is met."""
    program = installed()
    with site() as address:
        found = {name: marks(program, address + path) for name, path in PAGES.items()}
    TABLE.write_text(told(found))
    print(told(found))
    met = all(of_page[name] >= goal for of_page in found.values() for name, goal in GOALS.items())
    return 0 if met else 1


def installed() -> Path:
    """Lighthouse's program, brought by npm where it is not there yet."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("Lighthouse comes from npm: install Node.js with npm first.")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-save"]
    subprocess.run([*command, "--prefix", str(PLACE), PACKAGE], check=True)
    return PLACE / "node_modules" / ".bin" / "lighthouse"


@contextmanager
def site() -> Iterator[str]:
    """The site with the database and static files of `make run`; its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"BIND": f"127.0.0.1:{port}", "SITE_URL": address, "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py",
               "ratings.wsgi:application"]  # fmt: skip
    log = ROOT / "var" / "lighthouse.log"
    with running(command, os.environ | own, log):
        wait(port, "/readyz", log)
        yield address


def marks(program: Path, address: str) -> Marks:
    """The median mark of each category, 0 to 100."""
    runs = [run(program, address)["categories"] for _ in range(RUNS)]
    return {name: median(found[name]["score"] * 100 for found in runs) for name in GOALS}


def run(program: Path, address: str) -> dict[str, Any]:
    """What Lighthouse says of one visit with its own settings for a phone.

    Now and then it loses the trace of a visit, and says so: then it visits again.
    """
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    said = PLACE / "said.json"
    command = [program, address, "--quiet", "--output=json", f"--output-path={said}",
               f"--chrome-flags={FLAGS}"]  # fmt: skip
    own = os.environ | {"CHROME_PATH": chromium}
    for _ in range(TRIES):
        if subprocess.run(command, env=own, check=False).returncode == 0:
            found: dict[str, Any] = json.loads(said.read_bytes())
            return found
    sys.exit(f"{address}: Lighthouse could not measure it, {TRIES} times one after the other.")


def told(found: dict[str, Marks]) -> str:
    """The page that is kept: a row for each page, the goals last."""
    rows = [row(f"{name} `{PAGES[name]}`", of_page) for name, of_page in found.items()]
    rows.append(row("goal, at least", {name: float(goal) for name, goal in GOALS.items()}))
    about = f"Made by `make lighthouse`: {PACKAGE}, mobile, median of {RUNS} runs. {machine()}."
    return f"# Lighthouse\n\n{about}\n\n{table(('page', *GOALS), rows)}\n"


def row(name: str, cells: Marks) -> list[str]:
    """One row of the table."""
    return [name, *(f"{cells[category]:.0f}" for category in GOALS)]


if __name__ == "__main__":
    sys.exit(main())

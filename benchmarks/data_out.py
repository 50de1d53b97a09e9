"""What it costs to give data away: the record's own exports, and those of 100,000 ratings.

    python -m benchmarks data_out     # writes benchmarks/data_out.md; some ten minutes

Each address is asked in one process, without the page cache, through the site's own middleware;
the median CPU time is told as a multiple of an empty view's without that middleware. *First* is
until the first block, *held* the peak of memory allocated by Python while the answer is made.
The generator makes the 100,000 ratings of the record, over the same authorities.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks.databases import ROOT, manage
from benchmarks.machine import machine
from benchmarks.report import table

ROWS = int(os.environ.get("BENCHMARK_ROWS", "100000"))
RUNS = 5
EMPTY_RUNS = 2000
TABLES = (
    "/data/ratings.csv", "/data/ratings.jsonl", "/data/ratings.xlsx", "/data/ratings.ods",
    "/data/inspections.csv", "/data/datapackage.zip", "/data/ratings-over-time.sqlite",
)  # fmt: skip
ADDRESSES = (
    *TABLES, "/data/authorities.csv",
    "/authorities/kent.json", "/authorities/kent.csv", "/api/v1/authorities/kent",
    "/api/v1/ratings?limit=500", "/feeds/all.atom", "/feeds/authorities/kent.json",
    "/embed/kent/", "/embed/kent/timeline.svg", "/badge/kent.svg",
)  # fmt: skip
HEAD = ("address", "kB", "first × empty view", "whole × empty view", "first, ms", "whole, s",
        "held, MB")  # fmt: skip


def main() -> None:
    """Print the record's table, then that of a record so many times as large."""
    from ratings.models import Rating

    count = Rating.objects.count()
    print("# What it costs to give data away\n")
    print(f"Made by `python -m benchmarks data_out`. {machine()}.\n")
    print(f"## The record: {count:,} ratings\n\nMedian of {RUNS} runs, uncompressed.\n")
    print(measured(ADDRESSES, RUNS))
    times = -(-ROWS // count)
    print(f"\n## {times} times the record: {times * count:,} ratings\n\nOne run.\n", flush=True)
    with TemporaryDirectory(prefix="benchmark-") as folder:
        large = f"sqlite:///{folder}/large.sqlite3"
        shutil.copy(os.environ["DATABASE_URL"].removeprefix("sqlite:///"), large[10:])
        manage(large, "-m", "benchmarks.generator", str(times))
        own = {"DATABASE_URL": large}
        command = [sys.executable, "-m", "benchmarks.data_out", "large"]
        subprocess.run(command, cwd=ROOT, env=os.environ | own, check=True)


def measured(addresses: Iterable[str], runs: int) -> str:
    """A row for each address, beside the empty view of the same process."""
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    empty = seconds_of_empty()
    return table(HEAD, (list(_row(client, address, runs, empty)) for address in addresses))


def _row(client: Any, address: str, runs: int, empty: float) -> Iterator[str]:
    asked(client, "/authorities/kent.json")
    found = [asked(client, address) for _ in range(runs)]
    first, whole = median(run[0] for run in found), median(run[1] for run in found)
    yield from (f"`{address}`", f"{found[0][2] / 1e3:,.0f}")
    yield from (f"{first / empty:,.0f}", f"{whole / empty:,.0f}")
    yield from (f"{first * 1e3:.0f}", f"{whole:.2f}", f"{held(client, address) / 1e6:.1f}")


def seconds_of_empty() -> float:
    """CPU of an empty view, without the project's middleware."""
    from django.test import RequestFactory

    from benchmarks.server import empty

    request = RequestFactory().get("/")
    start = process_time()
    for _ in range(EMPTY_RUNS):
        empty(request).close()
    return (process_time() - start) / EMPTY_RUNS


def asked(client: Any, address: str) -> tuple[float, float, int]:
    """CPU until the first block and until the end, and how many bytes it was."""
    start = process_time()
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    blocks = iter(response)
    size = len(next(blocks))
    first = process_time() - start
    size += sum(len(block) for block in blocks)
    return first, process_time() - start, size


def held(client: Any, address: str) -> int:
    """Bytes allocated at most while an answer is made and thrown away block by block."""
    tracemalloc.start()
    for _ in client.get(address):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "ratings.settings", "LOG_LEVEL": "ERROR",
                   "PAGE_CACHE_BYTES": "0"}  # fmt: skip
    import django

    django.setup()
    if len(sys.argv) == 1:
        main()
    else:
        print(measured(TABLES, 1))

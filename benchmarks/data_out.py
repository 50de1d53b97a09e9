"""Sizes and times of what the site gives away, beside an empty answer, in one run.

    DATABASE_URL=… python benchmarks/data_out.py > benchmarks/data_out.md

Each address is asked in this process as often as RUNS says, without the page cache, through
the site's own middleware; the median CPU time is told as a multiple of an empty view's without
that middleware. `first` is until the first block, `held` the peak of memory allocated by Python.
"""

from __future__ import annotations

import os
import platform
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("PAGE_CACHE_BYTES", "0")

import django
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

django.setup()

RUNS = 5
EMPTY_RUNS = 2000
ADDRESSES = (
    "/data/ratings.csv", "/data/ratings.jsonl", "/data/ratings.xlsx", "/data/ratings.ods",
    "/data/authorities.csv", "/data/datapackage.zip", "/data/ratings-over-time.sqlite",
    "/authorities/kent.json", "/authorities/kent.csv", "/api/v1/authorities/kent",
    "/api/v1/ratings?limit=500", "/feeds/all.atom", "/feeds/authorities/kent.json",
    "/embed/kent/", "/embed/kent/timeline.svg", "/badge/kent.svg",
)  # fmt: skip


def empty_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def seconds_of_empty() -> float:
    """CPU of an empty view, without the project's middleware."""
    request = RequestFactory().get("/")
    start = process_time()
    for _ in range(EMPTY_RUNS):
        empty_view(request).close()
    return (process_time() - start) / EMPTY_RUNS


def asked(client: Client, address: str) -> tuple[float, float, int]:
    """CPU until the first block and until the end, and how many bytes it was."""
    start = process_time()
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    blocks = iter(response)
    size = len(next(blocks))
    first = process_time() - start
    size += sum(len(block) for block in blocks)
    return first, process_time() - start, size


def held(client: Client, address: str) -> int:
    """Bytes allocated at most while an answer is made and thrown away block by block."""
    tracemalloc.start()
    for _ in client.get(address):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    client = Client(headers={"host": "127.0.0.1"})
    empty = seconds_of_empty()
    print(
        f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} cores."
    )
    print(f"Median of {RUNS} runs, uncompressed. An empty view took {empty * 1e6:.0f} µs.\n")
    print("| address | kB | first × empty view | whole × empty view | first, ms | held, MB |")
    print("|---|---|---|---|---|---|")
    for address in ADDRESSES:
        asked(client, address)
        runs = [asked(client, address) for _ in range(RUNS)]
        first, whole = median(run[0] for run in runs), median(run[1] for run in runs)
        print(
            f"| `{address}` | {runs[0][2] / 1e3:,.0f} | {first / empty:,.0f} | {whole / empty:,.0f}"
            f" | {first * 1e3:.0f} | {held(client, address) / 1e6:.1f} |"
        )


if __name__ == "__main__":
    main()

"""Servers under measurement: started with one worker, watched by clock and memory, stopped."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.addresses import PROCESS
from benchmarks.asking import ask

ROOT = Path(__file__).resolve().parent.parent
SCHEDULED = 2
"""The clock of a process that counts what the scheduler gave it (CPUCLOCK_SCHED)."""

SETTLE = 0.003
"""Seconds after the last byte of an answer in which a worker tidies up."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that answers on a port."""

    port: int
    process: int

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that the process has used."""
        time.sleep(SETTLE)
        return time.clock_gettime(~self.process << 3 | SCHEDULED)

    def memory(self) -> dict[str, float]:
        """Megabytes: resident (`Rss`), and with shared pages divided among sharers (`Pss`)."""
        text = Path(f"/proc/{self.process}/smaps_rollup").read_text()
        found = re.findall(r"^(Rss|Pss):\s+(\d+) kB", text, re.MULTILINE)
        return {name: int(size) / 1024 for name, size in found}


@contextmanager
def site(environment: dict[str, str], log: Path) -> Iterator[Worker]:
    """The site under gunicorn as it is deployed, with one worker; its lines go to a file."""
    port = free_port()
    own = {"BIND": f"127.0.0.1:{port}", "WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py",
               "--max-requests", "0", "benchmarks.server:application"]  # fmt: skip
    with running(command, os.environ | environment | own, log):
        wait(port, PROCESS, log)
        yield Worker(port, int(ask(port, PROCESS).body))


@contextmanager
def datasette(program: Path, database: Path, log: Path) -> Iterator[Worker]:
    """Datasette serving a file that does not change, as its manual deploys it."""
    port = free_port()
    command = [str(program), "serve", "--immutable", str(database), "--host", "127.0.0.1",
               "--port", str(port), "--setting", "suggest_facets", "off"]  # fmt: skip
    with running(command, dict(os.environ), log) as process:
        wait(port, "/-/versions.json", log)
        yield Worker(port, process.pid)


@contextmanager
def running(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A program until the end of the block; what it writes goes to a file."""
    with log.open("ab") as lines:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=lines, stderr=lines)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody else gets as long as this process lives: it stays bound here, by a socket
    that does not listen. Servers say SO_REUSEADDR, as this one does, and may listen there, once
    or again; whoever asks the system for any port is given another."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    port = int(kept.getsockname()[1])
    kept.detach()
    return port


def wait(port: int, address: str, log: Path, seconds: float = 60) -> None:
    """Until the server answers; its log where it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            ask(port, address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"No answer on port {port}:\n{log.read_text()[-3000:]}")

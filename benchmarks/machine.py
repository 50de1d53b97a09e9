"""What a table was measured on: date, class of machine, versions. Never the machine's name."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
SHOWN = ("Django", "gunicorn")


def machine() -> str:
    """One sentence: `2026-11-22; 2 cores of AMD EPYC; Python 3.11.7, Django 5.2.19, …`."""
    programs = [f"{name} {version(name)}" for name in SHOWN]
    engines = [f"Python {platform.python_version()}", *programs, f"SQLite {sqlite3.sqlite_version}"]
    cores = f"{os.cpu_count()} cores of {processor()}"
    return f"{datetime.now(UTC).date()}; {cores}; {', '.join(engines)}"


def processor() -> str:
    """The processor's model, as the system tells it."""
    text = CPU_INFO.read_text() if CPU_INFO.is_file() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()

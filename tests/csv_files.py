"""CSV files that are read as they are: the published sources, the golden lines."""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str]


def lines(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

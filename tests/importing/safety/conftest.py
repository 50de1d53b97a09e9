"""What every one of these tests ends with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


def own_pipes() -> set[str]:
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(each.readlink()))
        except OSError:  # the folder that is being listed
            continue
    return {link for link in found if link.startswith("pipe:")}


def own_children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No child, no zombie, no open pipe that was not there (what an earlier test of this worker
    has forgotten may go meanwhile)."""
    before = own_children() | own_pipes()
    yield
    assert own_children() | own_pipes() <= before

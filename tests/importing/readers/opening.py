"""Files opened in the test's own process, or in the box in which the site opens them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError
from ratings.importing.readers.sheets import Sheet, decoded, open_sheets
from ratings.importing.readers.spreadsheet import read

PATIENT = Limits(seconds=300)
"""What the site allows but for the time: on a machine that is busy with other things a file that
is refused for what it holds is refused all the same."""


def opened(data: bytes, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Read without a process of its own, where nothing dangerous is read."""
    return decoded(read(data, limits))


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        opened(data, limits)
    return str(caught.value)


def refused_in_box(data: bytes, limits: Limits = PATIENT) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        open_sheets(data, limits)
    return str(caught.value)


def left_open() -> set[str]:
    """The processes that this one has started, zombies among them, and its open pipes."""
    found = set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
    for each in Path("/proc/self/fd").iterdir():
        try:
            link = str(each.readlink())
        except OSError:  # the folder that is being listed
            continue
        if link.startswith("pipe:"):
            found.add(link)
    return found

"""What a backup or a restore leaves that was killed: removed by the next one."""

from __future__ import annotations

import os
import re
from pathlib import Path


def remove_files(folder: Path, pattern: str) -> None:
    """Remove the files whose whole name a pattern matches; its first group is the number of the
    process that made it, which is not at work any more."""
    for path in folder.iterdir() if folder.is_dir() else ():
        found = re.fullmatch(pattern, path.name)
        if found and not is_at_work(int(found[1])):
            path.unlink(missing_ok=True)


def is_at_work(process: int) -> bool:
    """Whether there is a process with this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

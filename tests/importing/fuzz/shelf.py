"""A reader that stays: the child of the box, given one file after another, so that thousands can
be read. Limits and answers are the box's own; the process is begun again when a file kills it.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import subprocess
import sys
from typing import Any

from ratings.importing.readers import LIMITS, Limits
from ratings.importing.readers.sandbox import BROKE_OFF, ROOT
from ratings.importing.readers.worker import READERS, _answer

SECONDS = 20
HEAD = struct.Struct("<II")
SMALL = Limits(rows=5_000, cells=200_000, expanded_bytes=30_000_000, pages=40)


class Shelf:
    """`with closing(Shelf()) as shelf:` reads what the box would understand."""

    def __init__(self) -> None:
        self.child: subprocess.Popen[bytes] | None = None

    def read(self, reader: str, data: bytes) -> tuple[Any, str]:
        """What was read and an empty sentence, or None and the refusal."""
        child = self.child = self.child or self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(HEAD.pack(list(READERS).index(reader), len(data)) + data)
            child.stdin.flush()
            (length, _) = HEAD.unpack(child.stdout.read(HEAD.size))
            said = json.loads(child.stdout.read(length))
        except (OSError, struct.error, ValueError):
            self.close()
            return None, BROKE_OFF
        return said.get("read"), said.get("refused", "")

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.importing.fuzz.shelf"]
        return subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        if self.child:
            self.child.kill()
            with self.child:
                self.child = None


def main() -> None:
    """Answer until there is nothing more to read; the alarm ends a file that takes too long."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory_bytes, LIMITS.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while head := sys.stdin.buffer.read(HEAD.size):
        number, length = HEAD.unpack(head)
        signal.alarm(SECONDS)
        answer = _answer(list(READERS.values())[number], sys.stdin.buffer.read(length), SMALL)
        signal.alarm(0)
        sys.stdout.buffer.write(HEAD.pack(len(answer), 0) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

"""The worker inside the sandbox: read one file, under limits, and exit.

Started only by `sandbox`: `python -m ratings.importing.readers.worker READER LIMITS`, the bytes on
standard input. Answers `{"read": …}` or `{"refused": "a sentence"}` on standard output.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from ratings.importing.readers import Limits, UnreadableFileError
from ratings.importing.readers.sandbox import BROKE_OFF, NEEDS_MEMORY

Reader = Callable[[bytes, Limits], Any]

READERS = {
    "spreadsheet": "ratings.importing.readers.spreadsheet",
    "pdf": "ratings.importing.readers.pdf",
}
"""The module of each reader, imported only when needed: `read(data, limits)`."""

OPEN_FILES = 64


def main(arguments: list[str], readers: Mapping[str, str] = READERS) -> None:
    """Read standard input with the named reader, and print the result."""
    name, limits = arguments[0], Limits(**json.loads(arguments[1]))
    set_limits(limits)
    answer = _answer(readers[name], sys.stdin.buffer.read(limits.file_bytes + 1), limits)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def set_limits(limits: Limits) -> None:
    """Limit this process: memory, CPU time and wall-clock time, no files written.

    The alarm ends the process even if its parent has been killed. A process over its CPU time gets
    SIGXCPU, which gives the reason; with equal soft and hard limits it would get SIGKILL, which
    does not (setrlimit(2)).
    """
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    signal.alarm(limits.seconds + 1)


def _answer(module: str, data: bytes, limits: Limits) -> bytes:
    """The answer as JSON. A reader in Rust panics with a BaseException: that too is caught."""
    said: dict[str, Any]
    try:
        read: Reader = import_module(module).read
        said = {"read": read(data, limits)}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    except UnreadableFileError as refusal:
        said = {"refused": str(refusal)}
    except MemoryError:
        said = {"refused": NEEDS_MEMORY}
    except BaseException:
        said = {"refused": BROKE_OFF}
    return json.dumps(said).encode()


if __name__ == "__main__":
    main(sys.argv[1:])

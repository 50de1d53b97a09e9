"""A sandbox for untrusted files: each is read by a child process that ends afterwards.

The child has limited memory and time, an empty environment and no database. Bytes go in by its
standard input, JSON comes back by its standard output; neither side touches a disk.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, cast

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError

ROOT = Path(__file__).resolve().parents[3]
"""The directory of the package `ratings`: the child's working directory."""

CHILD = "ratings.importing.readers.worker"
ANSWER_BYTES = 50_000_000
"""Maximum size of a child's output. The largest file that Ofsted has published makes 5 MB."""

CHUNK = 1 << 16
NEEDS_MEMORY = (
    "Reading the file takes more memory than is allowed. A cell filled far below or far right of"
    " the table can be the reason: delete the empty rows and columns around it, save the file"
    " and try again."
)
BROKE_OFF = (
    "The program that reads the file broke off. The file is damaged, or made to need too much"
    " memory: open it in a spreadsheet or PDF program, save it under a new name and try again."
)
SAID_TOO_MUCH = "The file holds more than can be taken in at once. Split it and try again."


def run_sandboxed(reader: str, data: bytes, limits: Limits = LIMITS) -> Any:
    """Run the named reader (`spreadsheet`, `pdf`) on the bytes; returns plain JSON values.

    Raises UnreadableFileError, with a message for users, if the file is rejected, takes too long,
    needs too much memory or crashes the reader. The child has ended when this returns.
    """
    if len(data) > limits.file_bytes:
        raise UnreadableFileError(too_large(len(data), limits))
    with _started(reader, limits) as child:
        try:
            said = _exchange(child, data, monotonic() + limits.seconds)
        except (TimeoutError, subprocess.TimeoutExpired):
            raise UnreadableFileError(too_slow(limits)) from None
        finally:
            child.kill()
    return _understood(said, child.returncode, limits)


def too_large(size: int, limits: Limits) -> str:
    """The error message for a file with too many bytes."""
    return (
        f"The file has {size / 1e6:.1f} MB; at most {limits.file_bytes / 1e6:.0f} MB are read."
        " Delete the sheets that are not needed and try again."
    )


def too_slow(limits: Limits) -> str:
    """The error message for a file that takes longer than allowed."""
    return (
        f"Reading the file took longer than {limits.seconds} seconds and was given up. Save it"
        " under a new name with nothing in it that is not needed, and try again."
    )


def _started(reader: str, limits: Limits) -> subprocess.Popen[bytes]:
    """Start the child. `-E -s -B`: nothing from the environment, nothing written."""
    command = [sys.executable, "-E", "-s", "-B", "-m", CHILD, reader, json.dumps(asdict(limits))]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        command,
        cwd=ROOT,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )


def _exchange(child: subprocess.Popen[bytes], data: bytes, until: float) -> bytearray:
    """Send the bytes while receiving the answer, until the child has closed its output.

    Raises TimeoutError when the clock reaches `until`, UnreadableFileError for too much output.
    """
    assert child.stdin is not None
    assert child.stdout is not None
    os.set_blocking(child.stdin.fileno(), False)
    rest, said = memoryview(data), bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdin, selectors.EVENT_WRITE)
        waiting.register(child.stdout, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select(_left(until)):
                if key.fileobj is child.stdin:
                    try:
                        rest = rest[os.write(key.fd, rest[:CHUNK]) :]
                    except BrokenPipeError:  # the reader has exited
                        rest = rest[:0]
                    is_done = not rest
                else:
                    chunk = os.read(key.fd, CHUNK)
                    said += chunk
                    is_done = not chunk
                    if len(said) > ANSWER_BYTES:
                        raise UnreadableFileError(SAID_TOO_MUCH)
                if is_done:
                    waiting.unregister(key.fileobj)
                    cast("Any", key.fileobj).close()
    child.wait(_left(until))
    return said


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _understood(said: bytearray, code: int, limits: Limits) -> Any:
    """The worker's answer; UnreadableFileError where it rejects, dies or prints no answer.

    A reader in Rust that cannot allocate memory aborts.
    """
    if code in {-signal.SIGXCPU, -signal.SIGALRM}:
        raise UnreadableFileError(too_slow(limits))
    if code == -signal.SIGABRT:
        raise UnreadableFileError(NEEDS_MEMORY)
    if code != 0:
        raise UnreadableFileError(BROKE_OFF)
    try:
        answer = json.loads(said)
        refused = answer.get("refused")
    except (ValueError, AttributeError, RecursionError):
        raise UnreadableFileError(BROKE_OFF) from None
    if refused is not None:
        raise UnreadableFileError(str(refused))
    return answer.get("read")

"""A child that does whatever the bytes say: what the box must survive.

Started by the box in place of the real child; see test_box.
"""

import os
import resource
import signal
import sys
import time
from typing import Any

from ratings.importing.readers import Limits, UnreadableFileError
from ratings.importing.readers.worker import main

READERS = ("spreadsheet", "unalarmed")


def read(data: bytes, limits: Limits) -> Any:
    name, *told = data.decode().split()
    return globals()[name](*told)


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def swell() -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def signalled(name: str) -> None:
    os.kill(os.getpid(), getattr(signal, name))


def flood() -> None:
    while True:
        os.write(1, b"x" * 65_536)


def answer(name: str) -> None:
    answers = {"nonsense": b"\xff{nonsense", "deep": b"[" * 100_000, "a_list": b"[1, 2]"}
    os.write(1, answers[name])
    leave("0")


def leave(code: str) -> None:
    os._exit(int(code))


def panic() -> None:
    raise BaseException("as Rust does")


def refuse() -> None:
    raise UnreadableFileError("Not this one: it is “broken”.")


def environment() -> dict[str, str]:
    return dict(os.environ)


def write(path: str) -> str:
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except OSError as error:
        return type(error).__name__
    return "written"


def limits_set() -> dict[str, tuple[int, int]]:
    names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE")
    return {name: resource.getrlimit(getattr(resource, name)) for name in names}


def modules() -> list[str]:
    return sorted(sys.modules)


if __name__ == "__main__":
    if sys.argv[1] == "deaf":
        leave("0")
    if sys.argv[1] == "unalarmed":  # from its first moment, however late its second comes
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
    main(sys.argv[1:], dict.fromkeys(READERS, "tests.importing.readers.misbehaving"))

"""Tries one pattern on long strings that are made to be hard for it, with a limit on the
processor's time; run as a program of its own, with the patterns as JSON on its standard input."""

from __future__ import annotations

import json
import re
import signal
import sys
from itertools import product
from types import FrameType

LENGTH = 60_000
SECONDS = 1.0
"""Of the processor, for one string: a pattern that reads it once or twice takes some hundredths of
that; one whose time grows with the square of the length, and that reads as fast as blanks are read,
twelve times as much. Far enough on both sides, however fast the machine."""

USUAL = "a0 -/.,'\"<(&=%\n\té“’–:;_#"
SYNTAX = set(r"\[](){}|?*+^$")
ENDS = ("", "!")


class TooLong(Exception):
    """The time is over."""


def hard_for(pattern: str) -> list[str]:
    """Long strings of the characters and words that a pattern speaks of."""
    own = sorted(
        {c for c in pattern if c.isprintable() and not c.isalnum()} - set("\\[](){}|?*+^$")
    )
    words = sorted(set(re.findall(r"[A-Za-z]{2,}", pattern)), key=len)[-4:]
    pieces = [*dict.fromkeys([*USUAL, *own]), *words, "a ", "0-", "1/", "a, ", "''", "ab"]
    return [piece * (LENGTH // len(piece)) + end for piece, end in product(pieces, ENDS)]


def too_slow(pattern: str, flags: int) -> str:
    """The beginning of a string that takes the pattern too long; empty where none does."""
    compiled = re.compile(pattern, flags)
    for text in hard_for(pattern):
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            compiled.search(text)
            compiled.fullmatch(text)
        except TooLong:
            return repr(text[:12] + "…" + text[-3:])
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLong


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _over)
    given = json.load(sys.stdin)
    json.dump({pattern: too_slow(pattern, flags) for pattern, flags in given}, sys.stdout)

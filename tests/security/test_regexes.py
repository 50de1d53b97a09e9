"""No pattern of the site can be made to take long: each is tried on long strings made for it.

Time is that of the processor, in a process of its own, so that a busy machine changes nothing:
this file is that program too, with the patterns as JSON on its standard input.
"""

from __future__ import annotations

import ast
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import FrameType

RATINGS = Path(__file__).parents[2] / "ratings"
TAKES_A_PATTERN = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer",
                   "RegexValidator", "subn"}  # fmt: skip

OF_SHORT_TEXTS: dict[str, str] = {
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>[a-z]+) (?P<year>\d{4})":
        "a date typed at the desk: 40 characters, and the whole of them or nothing",
    r"//.*@": "the address of the database: what an operator has written in the environment",
}  # fmt: skip
"""Patterns whose time grows with the square of the length, and what bounds the length."""


LENGTH = 20_000
SECONDS = 0.3
"""Of the processor, for one string: a pattern that reads it once or twice takes some hundredths of
that; one whose time grows with the square of the length, and that reads as fast as blanks are read,
four times as much. Far enough on both sides, however fast the machine."""

USUAL = "a0 -/.,'\"<(&=%\n\té“’–:;_#"
ENDS = ("", "!")


def patterns() -> Iterator[tuple[str, int]]:
    """Every pattern that stands in the code, with its flags."""
    for path in sorted(RATINGS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in TAKES_A_PATTERN:
                pattern = _text(node.args[0])
                if pattern is not None:
                    yield pattern, _flags(node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "re" else ""
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.expr) -> str | None:
    """A literal, or a template whose gaps are other literals: those are tried on their own."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else "(?:[a-z]+|x)" for v in node.values]
        return "".join(str(part) for part in parts)
    return None


def _flags(call: ast.Call) -> int:
    given = [*call.args[1:], *(k.value for k in call.keywords if k.arg == "flags")]
    names = {n.attr for value in given for n in ast.walk(value) if isinstance(n, ast.Attribute)}
    flags = (getattr(re, name, 0) for name in names)
    return sum(int(flag) for flag in flags if isinstance(flag, re.RegexFlag))


class TooLongError(Exception):
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
        except TooLongError:
            return repr(text[:12] + "…" + text[-3:])
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLongError


def tried(given: list[tuple[str, int]]) -> dict[str, str]:
    """What each pattern is too slow on; empty where on nothing."""
    command = [sys.executable, __file__]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_no_pattern_takes_long() -> None:
    given = sorted(set(patterns()))
    assert len(given) > 30
    slow = {pattern: text for pattern, text in tried(given).items() if text}
    assert {pattern: text for pattern, text in slow.items() if pattern not in OF_SHORT_TEXTS} == {}
    assert set(OF_SHORT_TEXTS) <= {pattern for pattern, _ in given}


def test_a_pattern_that_takes_long_is_found() -> None:
    assert all(tried([(r"(a+)+b", 0), (r"^(\w+\s?)*$", 0), (r"\s+$", 0)]).values())


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _over)
    given = json.load(sys.stdin)
    json.dump({pattern: too_slow(pattern, flags) for pattern, flags in given}, sys.stdout)

"""The fenced blocks of the guides, and how those that show commands are run.

`console`: lines after `$ ` are run one after another in one shell; what follows a command has to
be in what it says (`…` stands for anything). `text` right after another block is what that block
says. A block with a comment `not run: why` above it is only looked at.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?^```(?P<kind>\w*) ?(?P<about>[^\n]*)\n"
    r"(?P<text>.*?)^```(?:\n```text\n(?P<says>.*?)^```)?",
    re.S | re.M,
)
MARK = "=== ended ==="


@dataclass(frozen=True)
class Block:
    """One fenced block. `about` is what stands behind its kind, `says` what it is said to say."""

    guide: str
    kind: str
    about: str
    text: str
    says: str | None
    why: str | None

    def __str__(self) -> str:
        return f"{self.guide}: {self.text.splitlines()[0][:40]}"

    def commands(self) -> list[tuple[str, list[str]]]:
        """Each command of a console with the lines that it is said to say."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        return found

    def script(self) -> str:
        """What a shell would be given."""
        if self.kind == "console":
            return "\n".join(command for command, _ in self.commands())
        return self.text


def text_of(guide: str) -> str:
    return (ROOT / "docs" / guide).read_text()


def blocks(guide: str) -> list[Block]:
    found = FENCE.finditer(text_of(guide))
    return [Block(guide, m["kind"], m["about"], m["text"], m["says"], m["why"]) for m in found]


def says(expected: str, output: str) -> bool:
    """Whether a line of the output begins as a line of the guide does; `…` is anything."""
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return re.search(rf"^ *{pattern}", output, re.M) is not None


def run(folder: Path, commands: Iterable[str], given: Mapping[str, str]) -> list[str]:
    """What each command says, both ways; the first that fails is where it ends."""
    lines = ["set -e", f'python() {{ {shlex.quote(sys.executable)} "$@"; }}']
    for command in commands:
        lines += [command, f"echo '{MARK}'"]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=folder, env=dict(given), text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout.split(f"{MARK}\n")[:-1]


def holds(shown: list[tuple[str, list[str]]], said: list[str]) -> None:
    """Every command said what the guide says that it says."""
    assert len(said) == len(shown)
    for (command, expected), output in zip(shown, said, strict=True):
        for line in expected:
            assert says(line, output), f"{command}\ndoes not say: {line}\nbut:\n{output}"

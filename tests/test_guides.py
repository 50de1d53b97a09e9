"""Every command of the guides: run in a copy of its own where that is possible, else checked.

A fenced block marked `console` is run: lines after `$ ` one after another in one shell, with a new
SQLite database; what follows a command has to be in what it says (`…` stands for anything). A block
marked `sh` cannot be run here: a comment above says why, and the shell checks its syntax.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ["operators-guide.md"]
FENCE = re.compile(
    r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)```", re.S
)


@dataclass(frozen=True)
class Block:
    guide: str
    kind: str
    text: str
    why: str | None

    def commands(self) -> list[tuple[str, list[str]]]:
        """Each command with the lines that it is said to say."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        return found


def blocks(guide: str) -> list[Block]:
    text = (ROOT / "docs" / guide).read_text()
    return [Block(guide, m["kind"], m["text"], m["why"]) for m in FENCE.finditer(text)]


BLOCKS = [block for guide in GUIDES for block in blocks(guide)]


def named(block: Block) -> str:
    return f"{block.guide}: {block.text.splitlines()[0][:40]}"


@pytest.mark.parametrize("block", BLOCKS, ids=named)
def test_every_block_is_run_or_says_why_not_and_is_right_shell(block: Block) -> None:
    assert block.kind in {"console", "sh"}
    assert (block.kind == "sh") == bool(block.why), "say above it why it is not run"
    if block.kind == "console":
        assert block.text.startswith("$ ")
    script = "\n".join(c for c, _ in block.commands()) if block.kind == "console" else block.text
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", BLOCKS, ids=named)
def test_files_that_a_block_names_are_there(block: Block) -> None:
    for name in re.findall(r"(?<![\w/])deploy/[\w.-]+", block.text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("guide", GUIDES)
def test_what_can_be_run_runs_and_says_what_the_guide_says(guide: str, tmp_path: Path) -> None:
    copy = site_in(tmp_path)
    shown = [
        pair for block in blocks(guide) if block.kind == "console" for pair in block.commands()
    ]
    said = run(copy, [command for command, _ in shown])
    assert len(said) == len(shown)
    for (command, expected), output in zip(shown, said, strict=True):
        for line in expected:
            pattern = ".*".join(map(re.escape, line.split("…")))
            assert re.search(rf"^ *{pattern}", output, re.M), f"{command}\n{output}"


def site_in(folder: Path) -> Path:
    """A copy of what the site is made of."""
    for name in ("ratings", "templates", "fixtures", "deploy", "tests/settings.py", "manage.py",
                 "requirements.txt"):  # fmt: skip
        source, target = ROOT / name, folder / "site" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder / "site"


def run(folder: Path, commands: list[str]) -> list[str]:
    """What each command says, both ways; the first that fails is where it ends."""
    mark = "=== ended ==="
    lines = ["set -e", f'python() {{ {shlex.quote(sys.executable)} "$@"; }}']
    for command in commands:
        lines += [command, f"echo '{mark}'"]
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    given = kept | {"HOME": str(folder), "RATINGS_STATE_DIR": str(folder / "state")}
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=folder, env=given, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout.split(f"{mark}\n")[:-1]


def test_the_guide_says_of_each_command_of_the_desk_only_what_is_there() -> None:
    """Commands of the site that the guides name are commands that it has."""
    text = "".join((ROOT / "docs" / guide).read_text() for guide in GUIDES)
    named = set(re.findall(r"(?:manage\.py|deploy/manage) ([a-z_]+)", text))
    ours = {path.stem for path in (ROOT / "ratings/management/commands").glob("*.py")}
    djangos = {"migrate", "check", "collectstatic", "makemigrations", "changepassword"}
    assert named - ours - djangos <= {"axes_reset_username"}

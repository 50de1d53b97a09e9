"""A copy of the tree in which a guide is followed: its files written, its edits applied."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.guides.blocks import ROOT, Block, holds, run

LEFT_OUT = ("__pycache__", "*.pyc", "var", ".venv", ".git", "node_modules", ".hypothesis")

EXPORT = re.compile(r"^export (\w+)=(\S+)$", re.M)


def copy_of(folder: Path, *names: str) -> Path:
    """The named files and folders of the tree, in a folder of their own."""
    site = folder / "site"
    for name in names:
        source, target = ROOT / name, site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(source, target)
    return site


def given_to(site: Path) -> dict[str, str]:
    """What commands are given: nothing of this process but what they need to be found."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(site),
        "RATINGS_STATE_DIR": str(site / "state"),
        "GIT_CEILING_DIRECTORIES": str(site.parent),
    }


def follow(site: Path, block: Block, given: dict[str, str]) -> None:
    """Do what one block shows; what it exports is given to the commands after it."""
    if block.kind == "console":
        done = block.commands()
        holds(done, run(site, [command for command, _ in done], given))
        given.update(EXPORT.findall(block.script()))
    elif block.kind == "diff":
        apply(site, block.text)
    elif block.about.startswith("append "):
        with (site / block.about.removeprefix("append ")).open("a") as file:
            file.write(block.text)
    else:
        path = site / block.about
        assert not path.exists(), f"{block.about} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)


def apply(site: Path, text: str) -> None:
    """A unified diff, wherever its lines stand by now; each of them has to be there."""
    done = subprocess.run(
        ["git", "apply", "--recount", "-"], input=text, cwd=site, env=given_to(site), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}\n{text}"

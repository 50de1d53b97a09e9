"""What holds for every guide: commands are right shell, addresses and files are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.guides.blocks import ROOT, Block, blocks, text_of

GUIDES = sorted(path.name for path in (ROOT / "docs").glob("*-guide.md"))
BLOCKS = [block for guide in GUIDES for block in blocks(guide)]
SHELL = [block for block in BLOCKS if block.kind in {"console", "sh"}]
DJANGOS = {"migrate", "check", "collectstatic", "makemigrations", "changepassword", "shell",
           "axes_reset_username", "axes_reset_ip", "axes_reset_logs"}  # fmt: skip


def test_there_are_four_guides() -> None:
    assert [name.removesuffix("-guide.md") for name in GUIDES] == [
        "contributors", "data", "keepers", "operators",
    ]  # fmt: skip


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_a_shell_block_is_run_or_says_why_not_and_is_right_shell(block: Block) -> None:
    assert (block.kind == "sh") == bool(block.why), "say above it why it is not run"
    if block.kind == "console":
        assert block.text.startswith("$ ")
    done = subprocess.run(
        ["bash", "-n"], input=block.script(), text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_every_fence_is_understood(guide: str) -> None:
    """No block slips through: as many fences as the blocks and what they say account for."""
    fences = len(re.findall(r"^```", text_of(guide), re.M))
    assert fences == sum(2 + 2 * (block.says is not None) for block in blocks(guide))


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_of_the_site_that_a_guide_names_are_there(guide: str) -> None:
    named = set(re.findall(r"(?:manage\.py|deploy/manage) ([a-z_]+)", text_of(guide)))
    ours = {path.stem for path in (ROOT / "ratings/management/commands").glob("*.py")}
    assert named - ours - DJANGOS == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_pictures_and_pages_that_a_guide_links_are_there(guide: str) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", text_of(guide)):
        assert (ROOT / "docs" / link).exists(), link


@pytest.mark.parametrize("guide", GUIDES)
def test_tests_that_a_guide_names_are_there(guide: str) -> None:
    made = {block.about for block in blocks(guide)}
    for name in re.findall(r"`(tests/[\w/.]+)`", text_of(guide)):
        assert name in made or (ROOT / name).exists(), name


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.png")), ids=lambda p: p.name)
def test_a_picture_is_light(path: Path) -> None:
    assert path.stat().st_size < 200_000

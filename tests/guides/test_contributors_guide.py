"""The contributor's guide, followed from its beginning to its end in a copy of the tree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guides.blocks import ROOT, Block, blocks, text_of
from tests.guides.workshop import copy_of, follow, given_to

GUIDE = "contributors-guide.md"
TREE = ("ratings", "templates", "fixtures", "tests", "manage.py", "pyproject.toml",
        "requirements.txt")  # fmt: skip
DONE = [block for block in blocks(GUIDE) if block.why is None]


def test_following_the_guide_ends_with_everything_passing(tmp_path: Path) -> None:
    """One after another, as a reader would: later blocks build on earlier ones."""
    site = copy_of(tmp_path, *TREE)
    given = given_to(site)
    for block in DONE:
        follow(site, block, given)


@pytest.mark.parametrize("kind", ["console", "diff", "python", "html", "jsonl"])
def test_the_guide_shows_something_of_each_kind(kind: str) -> None:
    assert [block for block in DONE if block.kind == kind]


@pytest.mark.parametrize("block", DONE, ids=str)
def test_a_block_is_a_command_an_edit_or_a_named_file(block: Block) -> None:
    assert block.kind == "console" or block.about, "which file is it?"
    if block.kind == "diff":
        assert f"+++ b/{block.about}\n" in block.text


def test_files_and_folders_that_the_guide_names_are_there_or_are_written_by_it() -> None:
    written = {block.about for block in DONE}
    named = re.findall(r"`((?:ratings|templates|tests|fixtures|deploy)/[\w./-]*)`", text_of(GUIDE))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists() and name not in written] == []


def test_targets_of_make_that_the_guide_names_are_there() -> None:
    rules = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", text_of(GUIDE)):
        for name in target.split():
            if name in {"run", "test", "check", "format", "fuzz"} or name.endswith("-test"):
                assert re.search(rf"^{name}:", rules, re.M), name

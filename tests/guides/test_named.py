"""What README and guides name is there; commands of the guides are right shell."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.guides.blocks import ROOT, Block, blocks, text_of

GUIDES = sorted(path.name for path in (ROOT / "docs").glob("*-guide.md"))
BLOCKS = [block for guide in GUIDES for block in blocks(guide)]
SHELL = [block for block in BLOCKS if block.kind in {"console", "sh"}]
README = (ROOT / "README.md").read_text()
MAP = README[README.index("## The map of the house") : README.index("## Accessibility")]
READING = re.compile(
    r'\b(?:text|flag|choice|whole_number|day|hosts|site|folder|database)\("([A-Z_]+)"'
)
UNNAMED = {"__pycache__", "__init__.py", "__init__"}
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


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{guide}" for guide in GUIDES)])
def test_what_is_linked_or_named_is_there_or_written_by_the_guide(name: str) -> None:
    page = ROOT / name
    text, guide = page.read_text(), page.name
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), link
    written = {block.about for block in BLOCKS if block.guide == guide and block.why is None}
    named = re.findall(r"`((?:ratings|templates|tests|fixtures|deploy|docs)/[\w./-]*)`", text)
    assert [each for each in named if not (ROOT / each).exists() and each not in written] == []
    assert len(named) > (10 if guide in ("README.md", "contributors-guide.md") else 0)


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.png")), ids=lambda p: p.name)
def test_a_picture_is_light(path: Path) -> None:
    assert path.stat().st_size < 200_000


# README and decisions


def test_the_map_names_every_module_and_folder() -> None:
    """And every folder within one of the package's rooms."""
    top = {path.name for path in (ROOT / "ratings").iterdir()}
    folders = {path.name for path in (ROOT / "ratings").glob("*/*") if path.is_dir()}
    rooms = sorted((top | folders) - UNNAMED - {"ratings"})
    assert [n for n in rooms if not re.search(rf"[`/]{re.escape(n)}[`/]", MAP)] == []


@pytest.mark.parametrize("folder", ["ratings/middleware", "tests"])
def test_the_map_names_each_part(folder: str) -> None:
    kept = (path for path in (ROOT / folder).iterdir() if not path.name.startswith("."))
    parts = {path.stem for path in kept if path.is_dir() or folder != "tests"} - UNNAMED
    assert [part for part in sorted(parts) if not re.search(rf"`{part}/?`", MAP)] == []


def test_every_folder_of_the_tree_is_named() -> None:
    ours = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert [name for name in sorted(ours - {"var", "__pycache__", "node_modules", "htmlcov"})
            if f"`{name}/" not in MAP] == []  # fmt: skip


def test_every_setting_that_is_read_is_in_the_table_and_none_beside() -> None:
    table = README[README.index("## Settings") : README.index("## The map of the house")]
    sources = [*(ROOT / "ratings").glob("*.py"), ROOT / "deploy/gunicorn.conf.py"]
    read = {name for path in sources for name in READING.findall(path.read_text())}
    rows = "".join(re.findall(r"^\| `.*$", table, re.M))
    named = {name for name in re.findall(r"`([A-Z][A-Z_]+)`", rows) if name != "INFO"}
    assert named - {"KEEPER_PASSWORD"} == read


def test_targets_of_make_that_are_named_are_there_and_those_for_people_are_named() -> None:
    rules = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:`|&& |^)make ([a-z-]+)(?:`|  | [A-Z]+=)", README, re.M):
        assert re.search(rf"^{target}:", rules, re.M), target
    for target in re.findall(r'echo "make ([a-z-]+)', rules):
        assert re.search(rf"\b{target}\b", README), target


def test_each_guide_is_linked_and_the_readme_stays_short() -> None:
    assert [guide for guide in GUIDES if f"(docs/{guide})" not in README] == []
    assert len(README.splitlines()) <= 200


def test_decisions_are_numbered_without_a_hole_and_say_what_and_why() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for number, path in enumerate(paths, 1):
        text = path.read_text()
        assert text.startswith(f"# {number}. "), path.name
        assert re.search(r"^\d{4}-\d\d-\d\d$", text, re.M), path.name
        assert all(part in text for part in ("**Decision.**", "**Why.**")), path.name

"""The README names what is there: rooms, folders, settings, targets, guides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guides.blocks import ROOT

README = (ROOT / "README.md").read_text()
MAP = README[README.index("## The map of the house") : README.index("## Accessibility")]
READING = re.compile(
    r'\b(?:text|flag|choice|whole_number|day|hosts|site|folder|database)\("([A-Z_]+)"'
)
UNNAMED = {"__pycache__", "__init__.py", "__init__"}


def rooms() -> list[str]:
    """Every module and folder of the package, and every folder within one of its rooms."""
    package = ROOT / "ratings"
    top = [path.name for path in package.iterdir()]
    folders = [path.name for path in package.glob("*/*") if path.is_dir()]
    return sorted({*top, *folders} - UNNAMED - {"ratings"})


def test_the_map_names_every_module_and_folder() -> None:
    assert [n for n in rooms() if not re.search(rf"[`/]{re.escape(n)}[`/]", MAP)] == []


@pytest.mark.parametrize("kind", ["middleware", "tests"])
def test_the_map_names_each_part(kind: str) -> None:
    folder = ROOT / ("ratings/middleware" if kind == "middleware" else "tests")
    kept = (p for p in folder.iterdir() if not p.name.startswith("."))
    parts = {p.stem for p in kept if p.is_dir() or kind == "middleware"} - UNNAMED
    assert [part for part in sorted(parts) if not re.search(rf"`{part}/?`", MAP)] == []


def test_everything_that_the_map_names_is_there() -> None:
    for name in re.findall(r"`((?:ratings|tests|templates|docs|deploy)/[\w./]*)`", README):
        assert (ROOT / name).exists(), name


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


def test_links_and_pictures_are_there() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link


def test_each_guide_is_linked() -> None:
    for path in Path(ROOT / "docs").glob("*-guide.md"):
        assert f"(docs/{path.name})" in README


def test_it_stays_short() -> None:
    assert len(README.splitlines()) <= 200


def test_decisions_are_numbered_without_a_hole_and_say_what_and_why() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for number, path in enumerate(paths, 1):
        text = path.read_text()
        assert text.startswith(f"# {number}. "), path.name
        assert re.search(r"^\d{4}-\d\d-\d\d$", text, re.M), path.name
        assert "**Decision.**" in text, path.name
        assert "**Why.**" in text, path.name

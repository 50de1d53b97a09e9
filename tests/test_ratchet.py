"""How big and how finely ground the code is: each number may only fall.

A limit is lowered in the commit that lowers its number. It may rise only by the allowance that an
issue names, and tests by as many lines as the code.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OLD_NAMES = Path(__file__).with_name("old_names.txt").read_text().split()
"""Modules with names that a newcomer could not place; none of them comes back."""

LIMITS: dict[str, float] = {
    "lines": 42_309,
    "files": 313,
    "imports in percent": 9.2,
    "dataclasses": 165,
    "modules with one importer in their folder": 70,
    "private functions named once": 608,
    "old names": 5,
    "import circles": 0,
    "templates": 200,
    "lines of styles": 5_858,
    "lines of tests": 37_243,
}
SLACK = 0.01
"""A limit may lie this much above its number: not every commit has to move it."""


def modules() -> dict[str, Path]:
    """The code without its migrations, by dotted name."""
    paths = (p for p in (ROOT / "ratings").rglob("*.py") if "migrations" not in p.parts)
    return {dotted(path): path for path in paths}


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def lines_of(paths: Iterator[Path]) -> int:
    return sum(len(path.read_text().splitlines()) for path in paths)


def is_dataclass(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        "dataclass" in ast.unparse(each) for each in node.decorator_list
    )


def named_once(tree: ast.Module, text: str) -> Iterator[str]:
    """Private functions of a module that are named once beside their definition."""
    private = (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("_"))
    for node in private:
        if len(re.findall(rf"\b{re.escape(node.name)}\b", text)) == 2:
            yield node.name


def imported(tree: ast.Module, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the project that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from [each for each in (inner, node.module) if each in known][:1]


def lone(importers: dict[str, set[str]], known: dict[str, Path]) -> list[str]:
    """Modules that exactly one other module imports, from the same folder."""
    found = []
    for module, by in importers.items():
        if len(by) == 1 and known[module].name != "__init__.py":
            folder = module.rpartition(".")[0]
            if next(iter(by)).rpartition(".")[0] in (folder, folder.rpartition(".")[0]):
                found.append(module)
    return found


def circles(imports: dict[str, set[str]]) -> list[set[str]]:
    """Groups of modules that import one another, directly or by way of others."""
    reach = {module: set(others) for module, others in imports.items()}
    changed = True
    while changed:
        changed = False
        for others in reach.values():
            further = set().union(*(reach[other] for other in others)) - others
            changed |= bool(further)
            others |= further
    tied = {m: frozenset(o for o in reach[m] if m in reach[o]) for m in reach if m in reach[m]}
    return [set(group) for group in set(tied.values())]


def measured() -> dict[str, float]:
    known = modules()
    texts = {module: path.read_text() for module, path in known.items()}
    trees = {module: ast.parse(text) for module, text in texts.items()}
    imports = {
        m: {each for each in imported(tree, known) if each != m} for m, tree in trees.items()
    }
    importers: dict[str, set[str]] = defaultdict(set)
    for module, others in imports.items():
        for other in others:
            importers[other].add(module)
    lengths = [len(text.splitlines()) for text in texts.values()]
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    spent = sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
    )
    return {
        "lines": sum(lengths),
        "files": len(lengths),
        "imports in percent": round(100 * spent / sum(lengths), 1),
        "dataclasses": sum(map(is_dataclass, nodes)),
        "modules with one importer in their folder": len(lone(importers, known)),
        "private functions named once": sum(
            len(list(named_once(tree, texts[module]))) for module, tree in trees.items()
        ),
        "old names": sum((ROOT / "ratings" / name).exists() for name in OLD_NAMES),
        "import circles": len(circles(imports)),
        "templates": len(list((ROOT / "templates").rglob("*.html"))),
        "lines of styles": lines_of((ROOT / "ratings" / "static").rglob("*.css")),
        "lines of tests": lines_of((ROOT / "tests").rglob("*.py")),
    }


@pytest.fixture(scope="module")
def now() -> dict[str, float]:
    return measured()


def test_no_number_rises(now: dict[str, float]) -> None:
    assert {what: n for what, n in now.items() if n > LIMITS[what]} == {}


def test_a_limit_is_lowered_with_its_number(now: dict[str, float]) -> None:
    loose = {what: n for what, n in now.items() if LIMITS[what] - n > LIMITS[what] * SLACK + 1}
    assert loose == {}, "lower these limits"


def test_circles_are_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": set()}) == []

"""The floors of the house: a room imports only from floors below it (README, "the map")."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RATINGS = ROOT / "ratings"
BESIDE = [ROOT / "tests", ROOT / "benchmarks"]
"""What is about the house; a person reads it as well."""

LONGEST_FILE = 600
"""Most have 60 to 400 lines: what one reads in one go."""

PLAIN = {"rules", "charts"}
"""Rooms in plain Python: no Django, no database, nothing that has to be installed."""

BESIDE_THE_HOUSE = {"settings", "env", "logs", "wsgi", "apps", "__init__"}

ENTRANCE = {
    "models", "rules", "importing", "tables", "filters", "forms", "parameters", "exports",
    "charts",
}  # fmt: skip
MAY_IMPORT: dict[str, set[str]] = {
    "rules": set(),
    "charts": {"rules"},
    "models": {"rules"},
    "importing": {"models", "rules"},
    "forms": {"models", "rules"},
    "parameters": {"models", "rules", "forms"},
    "filters": {"models", "rules", "forms", "parameters"},
    "tables": {"models", "rules", "forms"},
    "exports": {"models", "rules", "forms"},
    "templatetags": {"models", "rules", "charts", "forms", "tables", "exports"},
    "middleware": {*ENTRANCE, "views", "logs"},
    "views": ENTRANCE,
    "admin": {*ENTRANCE, "views"},
    "management": ENTRANCE,
    "urls": {*ENTRANCE, "views", "admin"},
    "migrations": {"models", "rules"},
}
"""What each room may import from the others. Within a room everything may be imported."""

NO_ROOMS = {"utils", "util", "helpers", "services", "common", "misc"}
TODAY = {("date", "today"), ("datetime", "today"), ("timezone", "localdate")}


def files() -> list[Path]:
    """Every Python file of the package."""
    return sorted(RATINGS.rglob("*.py"))


def room_of(path: Path) -> str:
    """`views` for ratings/views/api.py, `forms` for ratings/forms.py."""
    return path.relative_to(RATINGS).parts[0].removesuffix(".py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Dotted names of what a file imports, wherever in the file it does."""
    package = [*path.relative_to(ROOT).parent.parts]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    parts = (dotted.split(".") for dotted in imports(path))
    return {found[1] for found in parts if found[0] == "ratings" and len(found) > 1}


def test_a_room_imports_only_from_floors_below_it() -> None:
    unknown = {room_of(path) for path in files()} - MAY_IMPORT.keys() - BESIDE_THE_HOUSE
    assert not unknown, f"rooms that the map does not know: {', '.join(sorted(unknown))}"
    too_high = {
        name(path): rooms_imported(path) - MAY_IMPORT[room_of(path)] - {room_of(path)}
        for path in files()
        if room_of(path) not in BESIDE_THE_HOUSE
    }
    assert {path: rooms for path, rooms in too_high.items() if rooms} == {}


def test_rules_and_charts_are_plain_python() -> None:
    ours = sys.stdlib_module_names | {"ratings"}
    foreign = {
        name(path): {dotted.split(".")[0] for dotted in imports(path)} - ours
        for path in files()
        if room_of(path) in PLAIN
    }
    assert {path: tops for path, tops in foreign.items() if tops} == {}


def read_by_people() -> list[Path]:
    """Every Python file but the migrations, which Django writes."""
    beside = (path for folder in BESIDE for path in folder.rglob("*.py"))
    return [*(path for path in files() if room_of(path) != "migrations"), *sorted(beside)]


def test_a_file_is_short_enough_to_be_read_at_once() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in read_by_people()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_room_is_named_after_nothing() -> None:
    rooms = {path.stem for path in RATINGS.rglob("*")}
    assert not rooms & NO_ROOMS


def asks_for_today(path: Path) -> bool:
    """Whether a file asks the clock for the date: `date.today()`, `timezone.now().date()`, …"""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Attribute):
            continue
        owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
        if (owner, node.attr) in TODAY:
            return True
        if node.attr == "date" and _is_now(node.value):
            return True
    return any(dotted.endswith((".localdate", "time.strftime")) for dotted in imports(path))


def _is_now(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"now", "localtime"}


def test_only_the_forms_know_what_day_it_is() -> None:
    assert [name(path) for path in files() if asks_for_today(path)] == ["ratings/forms.py"]


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("from datetime import date\ndate.today()", True),
        ("import datetime\ndatetime.date.today()", True),
        ("from django.utils import timezone\ntimezone.localdate()", True),
        ("from django.utils import timezone\ntimezone.now().date()", True),
        ("from django.utils.timezone import localdate\nlocaldate()", True),
        ("from django.utils import timezone\ntimezone.now()", False),
        ("from ratings.forms import today\ntoday()", False),
    ],
)
def test_the_guard_of_the_date_sees_every_way_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, caught: bool
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "some.py"
    path.write_text(code)
    assert asks_for_today(path) is caught


@pytest.mark.parametrize(
    ("code", "rooms"),
    [
        ("import ratings.views.api", {"views"}),
        ("from ratings import models, views", {"models", "views"}),
        ("from ratings.rules.line import nodes", {"rules"}),
        ("from ..views import api", {"views"}),
        ("def later():\n    from ratings.views import api", {"views"}),
        ("import django", set()),
    ],
)
def test_the_guard_of_the_floors_sees_every_way_to_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, rooms: set[str]
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "ratings" / "rules" / "some.py"
    path.parent.mkdir(parents=True)
    path.write_text(code)
    assert rooms_imported(path) == rooms

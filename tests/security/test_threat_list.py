"""The threat list (SECURITY.md) names a test for each threat, and each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = re.compile(r"<!-- threats -->\n(?P<table>.*?)<!-- /threats -->", re.S)
A_TEST = re.compile(r"`(tests/[\w/]+\.py)`")


def threats() -> list[list[str]]:
    """The rows of the table, without its head."""
    found = TABLE.search((ROOT / "SECURITY.md").read_text())
    assert found, "SECURITY.md has no threat list between <!-- threats --> and <!-- /threats -->"
    lines = [line for line in found["table"].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_threat_has_something_against_it_and_a_test() -> None:
    rows = threats()
    assert 15 <= len(rows) <= 30
    for threat, against, tests in rows:
        assert threat
        assert against
        assert A_TEST.findall(tests), threat


def test_every_test_that_is_named_is_there_and_has_tests() -> None:
    named = {name for row in threats() for name in A_TEST.findall(row[2])}
    missing = {name for name in named if not (ROOT / name).is_file()}
    assert missing == set()
    assert {name for name in named if "\ndef test_" not in (ROOT / name).read_text()} == set()


def test_every_file_of_these_tests_stands_in_the_list() -> None:
    named = {Path(name).name for row in threats() for name in A_TEST.findall(row[2])}
    own = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert own <= named

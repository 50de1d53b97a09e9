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


def test_every_threat_has_something_against_it_and_tests_that_are_there() -> None:
    rows = threats()
    assert 15 <= len(rows) <= 30
    for threat, against, tests in rows:
        assert threat
        assert against
        assert A_TEST.findall(tests), threat
    named = {name for row in rows for name in A_TEST.findall(row[2])}
    assert {name for name in named if not (ROOT / name).is_file()} == set()
    assert {name for name in named if "\ndef test_" not in (ROOT / name).read_text()} == set()
    own = {path.name for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).name}
    assert own <= {Path(name).name for name in named}

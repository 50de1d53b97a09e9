"""Pages of imports: values, fields and sizes in words."""

from __future__ import annotations

from typing import Any

import pytest

from ratings.admin.imports.changes import ItemFilter
from ratings.admin.imports.labels import Words, file_size
from ratings.models import Framework


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("published", "2018-10-17", "17 October 2018"),
        ("start_date", "2018-07", "July 2018"),
        ("start_date", "unknown", "unknown"),
        ("kind", "jtai", "joint targeted area inspection"),
        ("grade:leaders", "requires-improvement", "requires improvement"),
        ("grade:leaders", "missing:not-graded", "not graded"),
        ("grade:leaders", "not-graded", "not graded"),
        ("grade:leaders", "Good-ish", "Good-ish"),
        ("theme", "care leavers", "care leavers"),
        ("priority_action", True, "yes"),
        ("sources", ["report-pdf", "news"],
         "The inspection report itself, A news article, address given with the fact"),
        ("", {"kind": "short", "published": "2018-10-17"},
         "kind: short inspection; report published: 17 October 2018"),
        ("published", None, ""),
    ],
)  # fmt: skip
def test_a_value_is_put_in_words(record: None, field: str, given: Any, words: str) -> None:
    assert Words().text(field, given) == words


@pytest.mark.parametrize(
    ("field", "words"),
    [("", "the whole inspection"), ("grade:lscb", "LSCB: grade"),
     ("grade:help-and-protection", "help and protection: grade"), ("else_where", "else where")],
)  # fmt: skip
def test_a_field_has_a_name(record: None, field: str, words: str) -> None:
    assert Words().field(field) == words


@pytest.mark.parametrize(("size", "words"), [(3_400_000, "3.4 MB"), (12_300, "12 kB"), (3, "1 kB")])
def test_a_size_is_put_in_words(size: int, words: str) -> None:
    assert file_size(size) == words


def test_an_address_says_what_is_shown() -> None:
    shown = ItemFilter.asked({"field": "whole", "outcome": "new"})
    assert shown.query(2) == "?outcome=new&field=whole&page=2"
    assert ItemFilter().query() == "?"


def test_every_area_has_a_name(record: None) -> None:
    words = Words()
    for area in Framework.objects.get(code="sif").areas.all():
        assert words.field(f"grade:{area.key}") != f"{area.key}: grade"


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("leeds-ilacs-2026-2026-08-03", "ilacs-2026, 3 August 2026"),
        ("leeds-ilacs-2018-2018-07", "ilacs-2018, July 2018"),
        ("something", "something"),
    ],
)
def test_an_unknown_inspection_is_named_by_its_key(record: None, key: str, named: str) -> None:
    assert Words().inspection(key) == named

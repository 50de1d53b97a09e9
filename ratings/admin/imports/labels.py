"""Display text for a plan: field labels, dates, grades, kinds and sources."""

from __future__ import annotations

import re
from typing import Any

from ratings.models import Inspection
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.dates import date_in_words
from ratings.rules.types import MISSING_WORDS

FIELDS = {
    "": "the whole inspection",
    "authority": "authority",
    "framework": "framework",
    "kind": "kind",
    "start_date": "first day on site",
    "end_date": "last day on site",
    "published": "report published",
    "theme": "theme",
    "direction": "direction",
    "direction_read": "what was read",
    "direction_source_url": "direction read at",
    "priority_action": "areas for priority action",
    "report_url": "address of the report",
    "source_url": "article or council page",
    "sources": "sources cited",
    "verified": "strength of evidence",
    "status": "who sees it",
    "note": "note",
}
"""Labels of an inspection's fields on the import pages; "" is the inspection itself."""

DAYS = {"start_date", "end_date", "published"}
GRADE = "grade:"
MISSING = "missing:"


Value = types.Grade | str
"""A value as display text; a grade is rendered with its mark."""


class Words:
    """Display names by key, of grades, kinds, areas, frameworks and sources."""

    def __init__(self) -> None:
        """Read the record in memory: usually no query."""
        record = Record.current()
        self.grades = {grade.key: grade for grade in record.grades.values()}
        self.kinds = {kind.key: kind.name for kind in record.kinds.values()}
        self.areas = {area.key: area.short_name for area in record.areas.values()}
        self.frameworks = {each.code: each.name for each in record.frameworks.values()}
        self.sources = {source.key: source.title for source in record.sources.values()}

    def field(self, field: str) -> str:
        """Label of a field: `help and protection: grade` for `grade:help-and-protection`."""
        if field.startswith(GRADE):
            key = field.removeprefix(GRADE)
            return f"{small(self.areas.get(key, key))}: grade"
        return FIELDS.get(field, field.replace("_", " "))

    def value(self, field: str, given: Any) -> Value:
        """A field's value of any stored type for display; empty for None."""
        if isinstance(given, bool):
            return "yes" if given else "no"
        if isinstance(given, dict):
            return "; ".join(f"{self.field(n)}: {self.text(n, one)}" for n, one in given.items())
        if isinstance(given, (list, tuple)):
            return ", ".join(self.text(field, one) for one in given)
        text = str(given or "")
        if field.startswith(GRADE):
            key = text.removeprefix(GRADE).removeprefix(MISSING)
            return self.grades.get(key) or MISSING_WORDS.get(key, text)
        if field in DAYS:
            return date_in_words(text)
        if field == "sources":
            return self.source(text)
        read: dict[str, str] = dict(Inspection.DirectionRead.choices)
        known = {
            "kind": self.kinds, "framework": self.frameworks, "direction_read": read,
        }.get(field, {})  # fmt: skip
        return known.get(text, text)

    def text(self, field: str, given: Any) -> str:
        """The same as text only."""
        value = self.value(field, given)
        return value.word if isinstance(value, types.Grade) else value

    def source(self, text: str) -> str:
        """Replace comma-separated source keys by titles; return any other text unchanged."""
        names = [name.strip() for name in text.split(",")]
        if not all(name in self.sources for name in names):
            return text
        return "; ".join(self.sources[name] for name in names)

    def inspection(self, key: str) -> str:
        """Describe an inspection that is not in the record by its key's framework and date."""
        match = re.search(r"-(?P<day>[0-9]{4}(?:-[0-9]{2}){0,2})\Z", key)
        start = key[: match.start()] if match else ""
        codes = sorted(self.frameworks, key=len, reverse=True)
        code = next((code for code in codes if start.endswith(f"-{code}")), "")
        return f"{code}, {date_in_words(match['day'])}" if match and code else key


def small(words: str) -> str:
    """Lower-case the first letter, except of an abbreviation such as `LSCB`."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def file_size(count: int) -> str:
    """Format a number of bytes: `3.5 MB`, `12 kB`."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3)):,} kB"

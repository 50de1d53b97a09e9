"""Display text for a plan: field labels, dates, grades, kinds and sources."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Value:
    """A value as display text; a value with a `grade` is rendered with the grade's mark."""

    text: str
    grade: types.Grade | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Words:
    """Display names by key, of grades, kinds, areas, frameworks and sources."""

    grades: dict[str, types.Grade]
    kinds: dict[str, str]
    areas: dict[str, str]
    frameworks: dict[str, str]
    sources: dict[str, str]

    @classmethod
    def current(cls) -> Words:
        """Build it from the record in memory: usually no query."""
        record = Record.current()
        return cls(
            grades={grade.key: grade for grade in record.grades.values()},
            kinds={kind.key: kind.name for kind in record.kinds.values()},
            areas={area.key: area.short_name for area in record.areas.values()},
            frameworks={f.code: f.name for f in record.frameworks.values()},
            sources={source.key: source.title for source in record.sources.values()},
        )

    def field(self, field: str) -> str:
        """Label of a field: `help and protection: grade` for `grade:help-and-protection`."""
        if field.startswith(GRADE):
            key = field.removeprefix(GRADE)
            return f"{small(self.areas.get(key, key))}: grade"
        return FIELDS.get(field, field.replace("_", " "))

    def value(self, field: str, given: Any) -> Value:
        """Display text for a field's value of any stored type; None is an empty `Value`."""
        if given is None or given == "":
            return Value("")
        if isinstance(given, bool):
            return Value("yes" if given else "no")
        if isinstance(given, dict):
            said = (
                f"{self.field(name)}: {self.value(name, one).text}" for name, one in given.items()
            )
            return Value("; ".join(said))
        if isinstance(given, (list, tuple)):
            return Value(", ".join(self.value(field, one).text for one in given))
        return self._of_text(field, str(given))

    def _of_text(self, field: str, text: str) -> Value:
        if field.startswith(GRADE):
            return self._of_grade(text)
        if field in DAYS:
            return Value(date_in_words(text))
        if field == "sources":
            return Value(self.source(text))
        read: dict[str, str] = dict(Inspection.DirectionRead.choices)
        known = {
            "kind": self.kinds, "framework": self.frameworks, "direction_read": read,
        }.get(field, {})  # fmt: skip
        return Value(known.get(text, text))

    def _of_grade(self, text: str) -> Value:
        key = text.removeprefix(GRADE).removeprefix(MISSING)
        if key in self.grades:
            return Value(self.grades[key].word, self.grades[key])
        return Value(MISSING_WORDS.get(key, text))

    def source(self, text: str) -> str:
        """Replace comma-separated source keys by titles; return any other text unchanged."""
        names = [name.strip() for name in text.split(",")]
        if not all(name in self.sources for name in names):
            return text
        return "; ".join(self.sources[name] for name in names)


def small(words: str) -> str:
    """Lower-case the first letter, except of an abbreviation such as `LSCB`."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def file_size(count: int) -> str:
    """Format a number of bytes: `3.5 MB`, `12 kB`."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3)):,} kB"


def number_of(count: int, one: str, many: str = "") -> str:
    """Format a count with its noun: `1 new inspection`, `1,169 new inspections`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"

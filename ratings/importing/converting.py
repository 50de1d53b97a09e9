"""The national record as CSV files, brought into the fixtures.

The CSVs hold most of the record; places on the tile map, short names, the order of trust and the
like are in the fixtures alone and stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.utils import format_number
from django.db.models import DecimalField

from ratings import models as kept
from ratings.importing.fixtures import (
    ORDER,
    BadFixture,
    Known,
    read_row,
    read_rows,
    sort_key,
    stored_fields,
)
from ratings.importing.record_csv import ADDED_TO, CONVERTERS, Fields
from ratings.models.base import NaturalKeyModel

Key = tuple[Any, ...]
Shipped = dict[Key, tuple[str, Fields]]
"""The rows of a fixture by natural key: where each stands, and its fields."""


def convert(csvs: Path, fixtures: Path) -> dict[str, tuple[int, int, int]]:
    """Update the fixtures with what a folder of CSVs holds; all files or none.

    Returns for each file that the CSVs hold how many rows are new, changed and gone. A row that
    the CSVs no longer have goes, but for headings of official files, which the fixtures may know
    more of. Raises BadFixture, naming file and line, for what cannot be read or stored.
    """
    before: Known = {}
    known: Known = {}
    texts: dict[str, str] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for name, model, order in ORDER:
        before[model], known[model] = {}, {}
        shipped = read_rows(fixtures / f"{name}.jsonl", model, before)
        old = {row.natural_key(): (where, fields) for where, row, _, fields in shipped}
        rows = CONVERTERS[name](csvs) if name in CONVERTERS else old.values()
        found = _found(model, rows, old, known)
        if name in ADDED_TO:
            rest = [old[key] for key in old if key not in found]
            found |= _found(model, rest, old, known)
        if name in CONVERTERS:
            counts[name] = _counts(model, old, found)
        in_order = sorted(found, key=lambda key: sort_key(known[model][key], order))
        texts[name] = "".join(_line(model, found[key]) for key in in_order)
    _write(fixtures, texts)
    return counts


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Every file by way of a temporary one, so that a failure leaves the old files."""
    for name, text in texts.items():
        (folder / f".{name}.jsonl.unfinished").write_text(text, encoding="utf-8", newline="\n")
    for name in texts:
        (folder / f".{name}.jsonl.unfinished").replace(folder / f"{name}.jsonl")


def _found(
    model: type[NaturalKeyModel], rows: Iterable[tuple[str, Fields]], old: Shipped, known: Known
) -> dict[Key, Fields]:
    """Every field of each row, with what only the fixture says of it; `known` learns the rows."""
    found: dict[Key, Fields] = {}
    for where, given in rows:
        try:
            key = read_row(model, 1, given, known)[0].natural_key()
            if key in found:
                raise BadFixture(
                    f"{where}: a row before it is the same {model._meta.verbose_name}."
                )
            fields = old.get(key, ("", {}))[1] | given
            row = _row(model, fields, known)
        except ValidationError as problem:
            raise BadFixture(f"{where}: {_said(problem)}") from problem
        except (ValueError, LookupError, TypeError) as problem:
            raise BadFixture(f"{where}: {problem!r}") from problem
        found[key] = {name: _written(row, name, fields, known) for name in stored_fields(model)}
        known[model][key] = row
    return found


def _row(model: type[NaturalKeyModel], fields: Fields, known: Known) -> NaturalKeyModel:
    """The row, each field by itself checked. Raises what `read_row` raises."""
    row, _ = read_row(model, 1, fields, known)
    row.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation or f.generated])
    if isinstance(row, kept.Inspection):
        row.__dict__["first_day"] = row.start_date or row.published
    if isinstance(row, kept.Inspection | kept.Event):
        row.clean()
    return row


def _said(problem: ValidationError) -> str:
    """`trust: This field cannot be null.`"""
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in problem.message_dict.items())


def _written(row: NaturalKeyModel, name: str, fields: Fields, known: Known) -> Any:
    """The value of a field as `write_fixtures` writes it."""
    field: Any = row._meta.get_field(name)
    if field.many_to_many:
        rows, order = known[field.related_model], field.related_model._meta.ordering
        keys = {tuple(key) for key in fields.get(name, [])}
        return [list(key) for key in sorted(keys, key=lambda key: sort_key(rows[key], order))]
    if field.is_relation:
        return fields.get(name)
    value = field.value_from_object(row)
    if isinstance(field, DecimalField):
        return format_number(value, field.max_digits, field.decimal_places)
    return value


def _line(model: type[NaturalKeyModel], fields: Fields) -> str:
    """One row as `write_fixtures` writes it."""
    shape = {"model": model._meta.label_lower, "fields": fields}
    text = json.dumps(shape, ensure_ascii=False, separators=(",", ": "), cls=DjangoJSONEncoder)
    return f"{text}\n"


def _counts(
    model: type[NaturalKeyModel], old: Shipped, found: dict[Key, Fields]
) -> tuple[int, int, int]:
    both = old.keys() & found.keys()
    changed = sum(_line(model, old[key][1]) != _line(model, found[key]) for key in both)
    return len(found.keys() - both), changed, len(old.keys() - both)

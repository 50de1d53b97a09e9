"""Load and write the national record as fixtures: one file per model, one object per line.

`load_fixtures` loads them, with natural keys, into an empty database; `write_fixtures` writes the
database back to identical files, byte for byte, so that a year's changes can be read as a diff.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers import get_serializer
from django.db import connection, models, transaction

from ratings import models as kept
from ratings.models.base import NaturalKeyModel, value_of

ORDER: tuple[tuple[str, type[NaturalKeyModel], tuple[str, ...]], ...] = (
    ("programmes", kept.Programme, ("order", "key")),
    ("grades", kept.Grade, ("position", "key")),
    ("scales", kept.Scale, ("order", "key")),
    ("inspection_kinds", kept.InspectionKind, ("order", "key")),
    ("frameworks", kept.Framework, ("first_day", "code")),
    ("judgement_areas", kept.JudgementArea, ("framework__first_day", "framework__code", "order")),
    (
        "heading_aliases",
        kept.HeadingAlias,
        ("area__framework__first_day", "area__framework__code", "area__order", "text"),
    ),
    (
        "area_links",
        kept.AreaLink,
        ("a__framework__first_day", "a__framework__code", "a__order", "b__framework__first_day"),
    ),
    ("sources", kept.Source, ("order", "key")),
    ("completeness", kept.Completeness, ("kind",)),
    ("authorities", kept.Authority, ("slug",)),
    ("aliases", kept.Alias, ("authority__slug", "name")),
    ("former_codes", kept.FormerCode, ("authority__slug", "scheme", "value")),
    ("successions", kept.Succession, ("date", "predecessor__slug", "successor__slug")),
    ("neighbours", kept.Neighbour, ("model_year", "authority__slug", "rank")),
    ("inspections", kept.Inspection, ("authority__slug", "first_day", "key")),
    (
        "ratings",
        kept.Rating,
        ("inspection__authority__slug", "inspection__first_day", "inspection__key", "area__order"),
    ),
    ("events", kept.Event, ("authority__slug", "start_date", "kind", "title")),
    (
        "discrepancies",
        kept.Discrepancy,
        ("authority__slug", "inspection__key", "field", "source_b", "value_b"),
    ),
    ("published_figures", kept.PublishedFigure, ("as_at", "key")),
)
"""File name, model and row order, in the order in which they can be loaded."""


Known = dict[type[models.Model], dict[tuple[Any, ...], NaturalKeyModel]]
"""The rows loaded so far, by model and natural key."""


class FixtureError(Exception):
    """A fixture that cannot be loaded; the message names file and line, and why."""


class WebAddressError(ValueError):
    """A value of a URL field that is no web URL; the message names the field."""

    def __repr__(self) -> str:
        return str(self)


def is_empty() -> bool:
    """Whether the database holds no authority and no framework yet."""
    return not (kept.Authority.objects.exists() or kept.Framework.objects.exists())


@transaction.atomic
def load_fixtures(folder: Path) -> int:
    """Load every fixture of a folder into an empty database, all or nothing.

    Returns the number of objects. The result is that of `loaddata` on the same files, but rows are
    written in bulk: the whole record in seconds instead of a minute. Raises FixtureError.
    """
    known: Known = {}
    for name, model, _ in ORDER:
        known[model] = {}
        links: dict[str, list[tuple[int, int]]] = {f.name: [] for f in model._meta.many_to_many}
        for _, row, many, _ in read_rows(folder / f"{name}.jsonl", model, known):
            for field, keys in many.items():
                links[field] += [(row.pk, key) for key in keys]
        model._default_manager.bulk_create(known[model].values(), batch_size=500)
        for field, pairs in links.items():
            many_to_many: Any = model._meta.get_field(field)
            through = many_to_many.remote_field.through
            own = f"{many_to_many.m2m_field_name()}_id"
            other = f"{many_to_many.m2m_reverse_field_name()}_id"
            rows = (through(**{own: a, other: b}) for a, b in pairs)
            through.objects.bulk_create(rows, batch_size=500)
    for sql in connection.ops.sequence_reset_sql(no_style(), list(known)):
        with connection.cursor() as cursor:
            cursor.execute(sql)
    kept.DataVersion.bump()
    return sum(len(rows) for rows in known.values())


def read_rows(
    path: Path, model: type[NaturalKeyModel], known: Known
) -> Iterator[tuple[str, NaturalKeyModel, dict[str, list[int]], dict[str, Any]]]:
    """Yield each row of a fixture, and add it to `known`: its location, the unsaved row, its
    many-to-many rows, and its fields as written. Raises FixtureError."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}, line {number}"
        try:
            fields = json.loads(line)["fields"]
            row, many = read_row(model, number, fields, known)
        except (ValueError, LookupError, TypeError, ValidationError) as problem:
            raise FixtureError(f"{where}: {problem!r}") from problem
        known[model][row.natural_key()] = row
        yield where, row, many, fields


def read_row(
    model: type[NaturalKeyModel], pk: int, fields: dict[str, Any], known: Known
) -> tuple[NaturalKeyModel, dict[str, list[int]]]:
    """An unsaved row, and its many-to-many rows by field name.

    Raises ValueError, LookupError, TypeError or ValidationError for a value its field cannot hold.
    """
    values: dict[str, Any] = {"pk": pk}
    many: dict[str, list[int]] = {}
    for name, value in fields.items():
        field: Any = model._meta.get_field(name)
        related = known.get(field.related_model, {}) if field.is_relation else {}
        if field.many_to_many:
            many[name] = [related[tuple(key)].pk for key in value]
        elif field.is_relation:
            values[name] = None if value is None else related[tuple(value)]
        else:
            values[name] = field.to_python(value)
            if isinstance(field, models.URLField):
                try:  # bulk writing skips the validators of fields
                    field.run_validators(values[name])
                except ValidationError:
                    said = f"{name} has to be a web address such as https://example.org/"
                    raise WebAddressError(f"{said}, and is “{values[name][:200]}”.") from None
    return model(**values), many


def write_fixtures(folder: Path) -> dict[str, int]:
    """Write the database to a folder; returns how many objects each file holds.

    Each file is written through a temporary one, so that a failure leaves the old file; the order
    depends neither on primary keys nor on a database's collation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, model, order in ORDER:
        joins = {name.rpartition("__")[0] for name in order} - {""}
        foreign = {f.name for f in model._meta.fields if isinstance(f, models.ForeignKey)}
        many = [field.name for field in model._meta.many_to_many]
        found = model._default_manager.select_related(*joins | foreign).prefetch_related(*many)
        rows = sorted(found, key=lambda row: sort_key(row, order))
        unfinished = folder / f".{name}.jsonl.unfinished"
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            get_serializer("jsonl")().serialize(
                rows,
                stream=stream,
                fields=stored_fields(model),
                use_natural_foreign_keys=True,
                use_natural_primary_keys=True,
            )
        unfinished.replace(folder / f"{name}.jsonl")
        counts[name] = len(rows)
    return counts


def sort_key(row: models.Model, order: tuple[str, ...]) -> list[tuple[bool, Any]]:
    """The sort key of a row in its file: rows without a value come first."""
    values = (value_of(row, name) for name in order)
    return [(value is not None, value) for value in values]


def stored_fields(model: type[models.Model]) -> list[str]:
    """Every field except the primary key and those that the database computes."""
    columns = [f.name for f in model._meta.fields if not (f.primary_key or f.generated)]
    return columns + [field.name for field in model._meta.many_to_many]

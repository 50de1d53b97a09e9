"""Convert the national record from CSV files into the fixtures.

The CSVs are compiled by hand: one file per kind of fact, an empty cell for no value, `|` between
the values of a list. They hold most of the record; tile map positions, short names, the order of
trust and the like exist in the fixtures only and are kept.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.utils import format_number
from django.db.models import DecimalField

from ratings import models as kept
from ratings.importing.fixtures import (
    ORDER,
    FixtureError,
    Known,
    read_row,
    read_rows,
    sort_key,
    stored_fields,
)
from ratings.models.base import NaturalKeyModel
from ratings.rules.dates import PartialDate
from ratings.rules.types import CHILDRENS_SERVICES

Key = tuple[Any, ...]


Cells = dict[str, str]
Fields = dict[str, Any]
Found = Iterable[tuple[str, Fields]]
"""The location (file and line) of each row, and the fields that it gives."""

SCALES = {"adequate": "four-grades-2009", "requires-improvement": "four-grades-2013"}
"""The scale of a framework by its third grade."""

VISITS_READ = "read_none_stated"
"""The file of the ungraded visits whose letter states no direction."""

AUTHORITY = (
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
)  # fmt: skip
MAY_BE_NOTHING = ("start_date", "end_date", "latitude", "longitude")

PLAIN = ("theme", "direction", "report_url", "source_url", "verified", "note")

SIDES = ("field", "value_a", "source_a", "value_b", "source_b", "chosen", "why")

ADDED_TO = {"heading_aliases"}
"""Fixtures whose own rows are kept alongside those of the CSVs."""

Shipped = dict[Key, tuple[str, Fields]]
"""The rows of a fixture by natural key: the location of each, and its fields."""


def _rows(folder: Path, name: str) -> Iterator[tuple[str, Cells]]:
    """Yield each row of a file with its location. Raises FixtureError."""
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for cells in reader:
                where = f"{name}.csv, line {reader.line_num}"
                if None in cells or None in cells.values():
                    raise FixtureError(f"{where}: it has not as many cells as there are headings.")
                yield where, cells
    except (csv.Error, UnicodeDecodeError) as problem:
        raise FixtureError(f"{name}.csv: {problem}.") from problem


def _each(name: str, fields_of: Callable[[Cells], Iterable[Fields]], folder: Path) -> Found:
    """Convert each row of a file. Raises FixtureError for a row that cannot be converted."""
    for where, cells in _rows(folder, name):
        try:
            found = list(fields_of(cells))
        except (ValueError, LookupError) as problem:
            raise FixtureError(f"{where}: {problem!r}") from problem
        yield from ((where, fields) for fields in found)


def _copied(cells: Cells, *names: str) -> Fields:
    return {name: cells[name] for name in names}


def _list(cell: str) -> list[str]:
    return [each for each in cell.split("|") if each]


def _keys(cell: str) -> list[list[str]]:
    return [[each] for each in _list(cell)]


def _date(cells: Cells, name: str) -> Fields:
    """A partial date as two fields: its first day and its precision."""
    stem = name.removesuffix("_date")
    if not cells[name]:
        return {name: None, f"{stem}_precision": ""}
    day = PartialDate.parse(cells[name])
    return {name: day.first_day.isoformat(), f"{stem}_precision": day.precision}


def _framework(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "code", "name", "first_day") | {
        "last_day": cells["last_day"] or None,
        "in_line": cells["in_line"] == "yes",
        "in_national": cells["in_national"] == "yes",
        "programme": [CHILDRENS_SERVICES],
        "scale": [SCALES[cells["third_grade"]]],
        "kinds": _keys(cells["kinds"]),
    }


def _area(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "name", "short_name", "order") | {
        "framework": [cells["framework"]],
        "key": cells["area"],
        "parent": [cells["framework"], cells["parent"]] if cells["parent"] else None,
        "is_headline": cells["is_headline"] == "yes",
    }


def _headings(cells: Cells) -> Iterator[Fields]:
    for text in _list(cells["aliases"]):
        yield {"area": [cells["framework"], cells["area"]], "text": text}


def _link(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "comparable", "why") | {
        "a": [cells["framework_a"], cells["area_a"]],
        "b": [cells["framework_b"], cells["area_b"]],
    }


def _source(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "key", "title", "publisher", "url", "licence")


def _authority(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, *AUTHORITY) | {name: cells[name] or None for name in MAY_BE_NOTHING}


def _aliases(cells: Cells) -> Iterator[Fields]:
    for name in _list(cells["aliases"]):
        yield {"authority": [cells["slug"]], "name": name}


def _former_codes(cells: Cells) -> Iterator[Fields]:
    for code in _list(cells["former_gss_codes"]):
        scheme = kept.FormerCode.Scheme.GSS.value
        yield {"authority": [cells["slug"]], "scheme": scheme, "value": code}


def _succession(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "date", "kind", "source_url") | {
        "predecessor": [cells["predecessor_slug"]],
        "successor": [cells["successor_slug"]],
    }


def _neighbour(cells: Cells) -> Iterator[Fields]:
    yield {
        "authority": [cells["la_slug"]],
        "model_year": int(cells["model_year"]),
        "rank": int(cells["rank"]),
        "neighbour": [cells["neighbour_slug"]],
    }


def _inspections(folder: Path) -> Found:
    read = {}
    for where, cells in _each(VISITS_READ, lambda cells: [dict(cells)], folder):
        if not cells["read"] or cells["inspection_id"] in read:
            raise FixtureError(f"{where}: it stands there already, or not what was read.")
        read[cells["inspection_id"]] = where, cells
    yield from _each("inspections", partial(_inspection, read), folder)
    for where, cells in read.values():
        raise FixtureError(f"{where}: inspections.csv has no {cells['inspection_id']}.")


def _inspection(read: dict[str, tuple[str, Fields]], cells: Cells) -> Iterator[Fields]:
    """An inspection; a visit found in `read`, which states no direction, is removed from it."""
    where, none_stated = read.pop(cells["inspection_id"], ("", {}))
    if none_stated and cells["direction"]:
        raise ValueError(f"it has a direction, and {where}, says that it states none")
    yield _copied(cells, *PLAIN) | {
        "key": cells["inspection_id"],
        "authority": [cells["authority_slug"]],
        "framework": [cells["framework"]],
        "kind": [cells["kind"]],
        **_date(cells, "start_date"),
        "end_date": cells["end_date"] or None,
        "published": cells["published"] or None,
        "direction_source_url": none_stated.get("address", cells["direction_source_url"]),
        "direction_read": none_stated.get("read", ""),
        "priority_action": cells["priority_action"] == "yes",
        "sources": _keys(cells["sources"]),
        "status": kept.Inspection.Status.PUBLISHED.value,
    }


def _ratings(folder: Path) -> Found:
    rows = _rows(folder, "inspections")
    frameworks = {cells["inspection_id"]: cells["framework"] for _, cells in rows}
    yield from _each("ratings", partial(_rating, frameworks), folder)
    yield from _each("missing", partial(_rating, frameworks), folder)


def _rating(frameworks: dict[str, str], cells: Cells) -> Iterator[Fields]:
    """A grade from ratings.csv, or the reason why there is none from missing.csv."""
    inspection = cells["inspection_id"]
    if inspection not in frameworks:
        raise LookupError(f"inspections.csv has no {inspection}")
    yield {
        "inspection": [inspection],
        "area": [frameworks[inspection], cells["area"]],
        "grade": [cells["grade"]] if "grade" in cells else None,
        "missing": cells.get("reason", ""),
        "label_as_published": cells.get("label_as_published", ""),
        "verified": cells.get("verified", ""),
        "sources": _keys(cells.get("sources", "")),
    }


def _event(cells: Cells) -> Iterator[Fields]:
    yield _copied(cells, "kind", "title", "source_url", "verified", "note") | {
        "authority": [cells["authority_slug"]],
        **_date(cells, "start_date"),
        **_date(cells, "end_date"),
    }


def _discrepancy(cells: Cells) -> Iterator[Fields]:
    status = kept.Discrepancy.Status
    yield _copied(cells, *SIDES) | {
        "authority": [cells["authority"]],
        "inspection": [cells["inspection"]] if cells["inspection"] else None,
        "status": (status.SETTLED if cells["chosen"] else status.OPEN).value,
    }


CONVERTERS: dict[str, Callable[[Path], Found]] = {
    "frameworks": partial(_each, "frameworks", _framework),
    "judgement_areas": partial(_each, "areas", _area),
    "heading_aliases": partial(_each, "areas", _headings),
    "area_links": partial(_each, "comparable_areas", _link),
    "sources": partial(_each, "sources", _source),
    "authorities": partial(_each, "authorities", _authority),
    "aliases": partial(_each, "authorities", _aliases),
    "former_codes": partial(_each, "authorities", _former_codes),
    "successions": partial(_each, "successions", _succession),
    "neighbours": partial(_each, "neighbours", _neighbour),
    "inspections": _inspections,
    "ratings": _ratings,
    "events": partial(_each, "events", _event),
    "discrepancies": partial(_each, "conflicts", _discrepancy),
}
"""The fixtures that the CSVs cover, by file name, and how each is read from a folder."""


def convert(csvs: Path, fixtures: Path) -> dict[str, tuple[int, int, int]]:
    """Update the fixtures from a folder of CSVs; all files or none.

    Returns the numbers of new, changed and removed rows for each file that the CSVs cover. A row no
    longer in the CSVs is removed, except headings of official files, of which the fixtures may have
    more. Raises FixtureError, naming file and line, for what cannot be read or stored.
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
            both = old.keys() & found.keys()
            changed = sum(_line(model, old[key][1]) != _line(model, found[key]) for key in both)
            counts[name] = len(found.keys() - both), changed, len(old.keys() - both)
        in_order = sorted(found, key=lambda key: sort_key(known[model][key], order))
        texts[name] = "".join(_line(model, found[key]) for key in in_order)
    # Through temporary files, so that a failure leaves the old ones.
    for name, text in texts.items():
        unfinished = fixtures / f".{name}.jsonl.unfinished"
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    for name in texts:
        (fixtures / f".{name}.jsonl.unfinished").replace(fixtures / f"{name}.jsonl")
    return counts


def _found(
    model: type[NaturalKeyModel], rows: Iterable[tuple[str, Fields]], old: Shipped, known: Known
) -> dict[Key, Fields]:
    """Every field of each row, plus what only the fixture has; adds the rows to `known`."""
    found: dict[Key, Fields] = {}
    for where, given in rows:
        try:
            key = read_row(model, 1, given, known)[0].natural_key()
            if key in found:
                raise FixtureError(
                    f"{where}: a row before it is the same {model._meta.verbose_name}."
                )
            fields = old.get(key, ("", {}))[1] | given
            row = _row(model, fields, known)
        except ValidationError as problem:
            said = " ".join(problem.messages)
            if hasattr(problem, "error_dict"):
                named = problem.message_dict.items()
                said = " ".join(f"{name}: {' '.join(messages)}" for name, messages in named)
            raise FixtureError(f"{where}: {said}") from problem
        except (ValueError, LookupError, TypeError) as problem:
            raise FixtureError(f"{where}: {problem!r}") from problem
        found[key] = {name: _written(row, name, fields, known) for name in stored_fields(model)}
        known[model][key] = row
    return found


def _row(model: type[NaturalKeyModel], fields: Fields, known: Known) -> NaturalKeyModel:
    """The row, with each field validated. Raises what `read_row` raises."""
    row, _ = read_row(model, 1, fields, known)
    row.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation or f.generated])
    if isinstance(row, kept.Inspection):
        row.__dict__["first_day"] = row.start_date or row.published
    if isinstance(row, kept.Inspection | kept.Event):
        row.clean()
    return row


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

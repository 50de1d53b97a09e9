"""The national record as CSV files, brought into the fixtures.

The CSVs are the edition that is compiled by hand: one file a kind of fact, blank for nothing,
`|` between the values of a list. They hold most of the record; places on the tile map, short
names, the order of trust and the like are in the fixtures alone and stay as they are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from ratings import models as kept
from ratings.importing.fixtures import (
    ORDER,
    BadFixture,
    Known,
    read_row,
    sort_key,
    stored_fields,
)
from ratings.models.natural_key import NaturalKeyModel
from ratings.rules.dates import PartialDate

Cells = dict[str, str]
Fields = dict[str, Any]

VISITS_READ = "read_none_stated"
"""The file of the visits whose letter states no direction."""


def convert(csvs: Path, fixtures: Path) -> dict[str, tuple[int, int, int]]:
    """Update the fixtures with what a folder of CSVs holds; all files or none.

    Returns for each file that the CSVs hold how many rows are new, changed and gone. A row that
    the CSVs no longer have goes, but for headings of official files, which the fixtures may know
    more of. Raises BadFixture, naming file and line, for a cell that cannot be read.
    """
    known: Known = {}
    texts: dict[str, str] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for name, model, order in ORDER:
        known[model] = {}
        old = _shipped(fixtures / f"{name}.jsonl", model, known)
        found = old
        if name in CONVERTERS:
            found = _converted(name, model, csvs, old, known)
            if name in ADDED_TO:
                found = old | found
            counts[name] = _counts(old, found)
        rows = {key: _checked(name, model, key, fields, known) for key, fields in found.items()}
        known[model] = rows
        in_order = sorted(rows, key=lambda key: sort_key(rows[key], order))
        texts[name] = "".join(_line(model, found[key]) for key in in_order)
    _write(fixtures, texts)
    return counts


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Every file by way of a temporary one, so that a failure leaves the old files."""
    for name, text in texts.items():
        (folder / f".{name}.jsonl.unfinished").write_text(text, encoding="utf-8", newline="\n")
    for name in texts:
        (folder / f".{name}.jsonl.unfinished").replace(folder / f"{name}.jsonl")


def _shipped(
    path: Path, model: type[NaturalKeyModel], known: Known
) -> dict[tuple[Any, ...], Fields]:
    """The rows of a fixture by natural key, as they are written there."""
    lines = [json.loads(line)["fields"] for line in path.read_text(encoding="utf-8").splitlines()]
    found = {}
    for number, fields in enumerate(lines, 1):
        row = _row(f"{path.name}, line {number}", model, fields, known)
        found[row.natural_key()] = fields
        known[model][row.natural_key()] = row
    return found


def _converted(
    name: str,
    model: type[NaturalKeyModel],
    csvs: Path,
    old: dict[tuple[Any, ...], Fields],
    known: Known,
) -> dict[tuple[Any, ...], Fields]:
    """The rows that the CSVs hold, each with what only the fixture says of it."""
    found: dict[tuple[Any, ...], Fields] = {}
    for where, fields in CONVERTERS[name](csvs):
        row = _row(where, model, fields, known)
        key = row.natural_key()
        if key in found:
            raise BadFixture(f"{where}: a row before it is the same {model._meta.verbose_name}.")
        found[key] = old.get(key, {}) | fields
        known[model][key] = row
    return found


def _row(where: str, model: type[NaturalKeyModel], fields: Fields, known: Known) -> NaturalKeyModel:
    try:
        row, _ = read_row(model, 1, fields, known)
    except (ValueError, LookupError, TypeError, ValidationError) as problem:
        raise BadFixture(f"{where}: {problem!r}") from problem
    if isinstance(row, kept.Inspection):
        row.__dict__["first_day"] = row.start_date or row.published
    return row


def _checked(
    name: str, model: type[NaturalKeyModel], key: tuple[Any, ...], fields: Fields, known: Known
) -> NaturalKeyModel:
    """The row with every field filled. Raises BadFixture for one that only a fixture can give."""
    for field_name in stored_fields(model):
        field: Any = model._meta.get_field(field_name)
        if field_name not in fields and not field.many_to_many:
            fields[field_name] = field.get_default()
            if fields[field_name] in (None, "") and not (field.null or field.blank):
                raise BadFixture(
                    f"{name}.jsonl has no {key}, and the CSVs do not say its"
                    f" “{field.verbose_name}”: write the row there first."
                )
    return _row(f"{name}.jsonl, {key}", model, fields, known)


def _line(model: type[NaturalKeyModel], fields: Fields) -> str:
    """One row as `write_fixtures` writes it."""
    ordered = {name: fields.get(name, []) for name in stored_fields(model)}
    shape = {"model": model._meta.label_lower, "fields": ordered}
    return json.dumps(shape, ensure_ascii=False, separators=(",", ": ")) + "\n"


def _counts(
    old: dict[tuple[Any, ...], Fields], found: dict[tuple[Any, ...], Fields]
) -> tuple[int, int, int]:
    changed = sum(old[key] != fields for key, fields in found.items() if key in old)
    return len(found.keys() - old.keys()), changed, len(old.keys() - found.keys())


# --- each file of the CSVs ---

Found = Iterator[tuple[str, Fields]]
"""Where each row stands, and the fields that it gives."""


def _rows(folder: Path, name: str) -> Iterator[tuple[str, Cells]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for cells in reader:
            yield f"{name}.csv, line {reader.line_num}", cells


def _list(cell: str) -> list[str]:
    return [each for each in cell.split("|") if each]


def _keys(cell: str) -> list[list[str]]:
    return [[each] for each in _list(cell)]


def _date(cells: Cells, name: str) -> Fields:
    """A partial date as two fields: its first day and how much of it is known."""
    stem = name.removesuffix("_date")
    if not cells[name]:
        return {name: None, f"{stem}_precision": ""}
    day = PartialDate.parse(cells[name])
    return {name: day.first_day.isoformat(), f"{stem}_precision": day.precision}


def _frameworks(folder: Path) -> Found:
    for where, cells in _rows(folder, "frameworks"):
        scale = ("outstanding", "good", cells["third_grade"], "inadequate")
        yield (
            where,
            {
                "code": cells["code"],
                "name": cells["name"],
                "first_day": cells["first_day"],
                "last_day": cells["last_day"] or None,
                "in_line": cells["in_line"] == "yes",
                "in_national": cells["in_national"] == "yes",
                "grades": [[grade] for grade in scale],
                "kinds": _keys(cells["kinds"]),
            },
        )


def _areas(folder: Path) -> Found:
    for where, cells in _rows(folder, "areas"):
        parent = [cells["framework"], cells["parent"]] if cells["parent"] else None
        yield (
            where,
            {
                "framework": [cells["framework"]],
                "key": cells["area"],
                "name": cells["name"],
                "short_name": cells["short_name"],
                "parent": parent,
                "order": int(cells["order"]),
                "is_headline": cells["is_headline"] == "yes",
            },
        )


def _headings(folder: Path) -> Found:
    for where, cells in _rows(folder, "areas"):
        for text in _list(cells["aliases"]):
            yield where, {"area": [cells["framework"], cells["area"]], "text": text}


def _links(folder: Path) -> Found:
    for where, cells in _rows(folder, "comparable_areas"):
        yield (
            where,
            {
                "a": [cells["framework_a"], cells["area_a"]],
                "b": [cells["framework_b"], cells["area_b"]],
                "comparable": cells["comparable"],
                "why": cells["why"],
            },
        )


AUTHORITY = (
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
)  # fmt: skip
MAY_BE_NOTHING = ("start_date", "end_date", "latitude", "longitude")


def _sources(folder: Path) -> Found:
    for where, cells in _rows(folder, "sources"):
        yield where, {n: cells[n] for n in ("key", "title", "publisher", "url", "licence")}


def _authorities(folder: Path) -> Found:
    for where, cells in _rows(folder, "authorities"):
        plain = {name: cells[name] for name in AUTHORITY}
        yield where, plain | {name: cells[name] or None for name in MAY_BE_NOTHING}


def _aliases(folder: Path) -> Found:
    for where, cells in _rows(folder, "authorities"):
        for name in _list(cells["aliases"]):
            yield where, {"authority": [cells["slug"]], "name": name}


def _former_codes(folder: Path) -> Found:
    for where, cells in _rows(folder, "authorities"):
        for code in _list(cells["former_gss_codes"]):
            scheme = kept.FormerCode.Scheme.GSS.value
            yield where, {"authority": [cells["slug"]], "scheme": scheme, "value": code}


def _successions(folder: Path) -> Found:
    for where, cells in _rows(folder, "successions"):
        yield (
            where,
            {
                "predecessor": [cells["predecessor_slug"]],
                "successor": [cells["successor_slug"]],
                **{name: cells[name] for name in ("date", "kind", "source_url")},
            },
        )


def _neighbours(folder: Path) -> Found:
    for where, cells in _rows(folder, "neighbours"):
        yield (
            where,
            {
                "authority": [cells["la_slug"]],
                "model_year": int(cells["model_year"]),
                "rank": int(cells["rank"]),
                "neighbour": [cells["neighbour_slug"]],
            },
        )


PLAIN = ("theme", "direction", "report_url", "source_url", "verified", "note")


def _inspections(folder: Path) -> Found:
    read = {cells["inspection_id"]: cells for _, cells in _rows(folder, VISITS_READ)}
    for where, cells in _rows(folder, "inspections"):
        none_stated = read.pop(cells["inspection_id"], None)
        if none_stated and cells["direction"]:
            raise BadFixture(f"{where}: it has a direction, and {VISITS_READ}.csv says none.")
        address = none_stated["address"] if none_stated else cells["direction_source_url"]
        yield (
            where,
            {
                "key": cells["inspection_id"],
                "authority": [cells["authority_slug"]],
                "framework": [cells["framework"]],
                "kind": [cells["kind"]],
                **_date(cells, "start_date"),
                "end_date": cells["end_date"] or None,
                "published": cells["published"] or None,
                **{name: cells[name] for name in PLAIN},
                "direction_source_url": address,
                "direction_read": none_stated["read"] if none_stated else "",
                "priority_action": cells["priority_action"] == "yes",
                "sources": _keys(cells["sources"]),
                "status": kept.Inspection.Status.PUBLISHED.value,
            },
        )
    if read:
        raise BadFixture(f"{VISITS_READ}.csv: inspections.csv has no {', '.join(sorted(read))}.")


def _ratings(folder: Path) -> Found:
    rows = _rows(folder, "inspections")
    frameworks = {cells["inspection_id"]: cells["framework"] for _, cells in rows}
    for where, cells in _rows(folder, "ratings"):
        yield (
            where,
            {
                **_of_area(where, cells, frameworks),
                "grade": [cells["grade"]],
                "missing": "",
                "label_as_published": cells["label_as_published"],
                "verified": cells["verified"],
                "sources": _keys(cells["sources"]),
            },
        )
    for where, cells in _rows(folder, "missing"):
        reason = {"grade": None, "missing": cells["reason"]}
        yield where, _of_area(where, cells, frameworks) | reason


def _of_area(where: str, cells: Cells, frameworks: dict[str, str]) -> Fields:
    """The inspection and the area of a rating."""
    inspection = cells["inspection_id"]
    if inspection not in frameworks:
        raise BadFixture(f"{where}: inspections.csv has no {inspection}.")
    return {"inspection": [inspection], "area": [frameworks[inspection], cells["area"]]}


def _events(folder: Path) -> Found:
    for where, cells in _rows(folder, "events"):
        yield (
            where,
            {
                "authority": [cells["authority_slug"]],
                **_date(cells, "start_date"),
                **_date(cells, "end_date"),
                **{
                    name: cells[name]
                    for name in ("kind", "title", "source_url", "verified", "note")
                },
            },
        )


def _discrepancies(folder: Path) -> Found:
    status = kept.Discrepancy.Status
    sides = ("field", "value_a", "source_a", "value_b", "source_b", "chosen", "why")
    for where, cells in _rows(folder, "conflicts"):
        yield (
            where,
            {
                "authority": [cells["authority"]],
                "inspection": [cells["inspection"]] if cells["inspection"] else None,
                **{name: cells[name] for name in sides},
                "status": (status.SETTLED if cells["chosen"] else status.OPEN).value,
            },
        )


CONVERTERS: dict[str, Callable[[Path], Found]] = {
    "frameworks": _frameworks,
    "judgement_areas": _areas,
    "heading_aliases": _headings,
    "area_links": _links,
    "sources": _sources,
    "authorities": _authorities,
    "aliases": _aliases,
    "former_codes": _former_codes,
    "successions": _successions,
    "neighbours": _neighbours,
    "inspections": _inspections,
    "ratings": _ratings,
    "events": _events,
    "discrepancies": _discrepancies,
}
"""The fixtures that the CSVs hold, by file name."""

ADDED_TO = {"heading_aliases"}
"""Fixtures whose own rows stay beside those of the CSVs."""

"""What each CSV file of the national record holds, as fields of the fixtures.

The CSVs are the edition that is compiled by hand: one file a kind of fact, blank for nothing,
`|` between the values of a list.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ratings import models as kept
from ratings.importing.fixtures import BadFixture
from ratings.rules.dates import PartialDate

Cells = dict[str, str]
Fields = dict[str, Any]
Found = Iterable[tuple[str, Fields]]
"""Where each row stands, and the fields that it gives."""

VISITS_READ = "read_none_stated"
"""The file of the visits whose letter states no direction."""


def _rows(folder: Path, name: str) -> Iterator[tuple[str, Cells]]:
    """Each row of a file and where it stands. Raises BadFixture."""
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for cells in reader:
                where = f"{name}.csv, line {reader.line_num}"
                if None in cells or None in cells.values():
                    raise BadFixture(f"{where}: it has not as many cells as there are headings.")
                yield where, cells
    except (csv.Error, UnicodeDecodeError) as problem:
        raise BadFixture(f"{name}.csv: {problem}.") from problem


def _each(name: str, fields_of: Callable[[Cells], Iterable[Fields]], folder: Path) -> Found:
    """What is made of each row of a file. Raises BadFixture for what cannot be made of it."""
    for where, cells in _rows(folder, name):
        try:
            found = list(fields_of(cells))
        except (ValueError, LookupError) as problem:
            raise BadFixture(f"{where}: {problem!r}") from problem
        yield from ((where, fields) for fields in found)


def _copied(cells: Cells, *names: str) -> Fields:
    return {name: cells[name] for name in names}


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


def _framework(cells: Cells) -> Iterator[Fields]:
    scale = ("outstanding", "good", cells["third_grade"], "inadequate")
    yield _copied(cells, "code", "name", "first_day") | {
        "last_day": cells["last_day"] or None,
        "in_line": cells["in_line"] == "yes",
        "in_national": cells["in_national"] == "yes",
        "grades": [[grade] for grade in scale],
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


AUTHORITY = (
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
)  # fmt: skip
MAY_BE_NOTHING = ("start_date", "end_date", "latitude", "longitude")


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
            raise BadFixture(f"{where}: it stands there already, or not what was read.")
        read[cells["inspection_id"]] = where, cells
    yield from _each("inspections", partial(_inspection, read), folder)
    for where, cells in read.values():
        raise BadFixture(f"{where}: inspections.csv has no {cells['inspection_id']}.")


PLAIN = ("theme", "direction", "report_url", "source_url", "verified", "note")


def _inspection(read: dict[str, tuple[str, Fields]], cells: Cells) -> Iterator[Fields]:
    """An inspection; a visit that is among those read without a direction is taken from them."""
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
    """A grade of ratings.csv, or of missing.csv the reason why there is none."""
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


SIDES = ("field", "value_a", "source_a", "value_b", "source_b", "chosen", "why")


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
"""The fixtures that the CSVs hold, by file name, and how each is read from a folder."""

ADDED_TO = {"heading_aliases"}
"""Fixtures whose own rows stay beside those of the CSVs."""

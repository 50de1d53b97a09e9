"""A small world: thirteen authorities and thirteen inspections, for tests that need no more.

    since  authority        2010  2016  2018  2019  2020  2021  2022  2023  2024  today
    always Kent               I     G           G           v           R           >
    1998   Medway                   I           R                       G           >
    1997   Rutland                              v     R                       v     >
    always Leeds                          O                       O                 >
    1974   Barnsley           (its GSS code was E08000016 until 2025)               >
    always Bournemouth     ---------------------|
    1997   Poole           ---------------------+-- Bournemouth, Christchurch and Poole
    always Dorset County   ---------------------+-- Dorset                          >
    always Cumbria         ---------------------------------------------|-- Cumberland,
                                                                    Westmorland and Furness
    O, G, R, I: the grade of every area under SLAC (2010), SIF (2016), ILACS 2018 or 2023;
    v: a focused visit. The four to the left of a line ended on 31 March 2019 or 2023.

Names, codes, aliases and successions are those of the fixtures, and so are the frameworks with
their areas, headings, grades and kinds, and the sources; the inspections are invented.
`known()` is this world as a plan compares with it, without a database; `in_database()` has it
in the database instead of the record, until the end of the block.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from ratings.importing.fixtures import ORDER, load_fixtures, read_rows
from ratings.importing.record_index import IndexedInspection, RecordIndex, fold_heading
from ratings.rules import types
from ratings.rules.dates import PartialDate
from ratings.rules.name_matching import normalise

SLUGS = {
    "kent", "medway", "rutland", "leeds", "barnsley", "bournemouth", "poole", "dorset-county",
    "dorset", "bournemouth-christchurch-and-poole", "cumbria", "cumberland",
    "westmorland-and-furness",
}  # fmt: skip
INSPECTIONS = (
    ("kent", "slac", "full", "2010-10-04", "inadequate"),
    ("kent", "sif", "full", "2016-03-07", "good"),
    ("kent", "ilacs-2018", "standard", "2019-02-18", "good"),
    ("kent", "ilacs-2018", "focused-visit", "2021-05-04", "front door"),
    ("kent", "ilacs-2023", "short", "2023-05-15", "requires-improvement"),
    ("leeds", "ilacs-2018", "short", "2018-10-29", "outstanding"),
    ("leeds", "ilacs-2018", "short", "2022-02-21", "outstanding"),
    ("medway", "sif", "full", "2016-06", "inadequate"),
    ("medway", "ilacs-2018", "standard", "2019-07-15", "requires-improvement"),
    ("medway", "ilacs-2023", "standard", "2023-07-17", "good"),
    ("rutland", "ilacs-2018", "focused-visit", "2019-01-22", "children in need"),
    ("rutland", "ilacs-2018", "standard", "2020-03-02", "requires-improvement"),
    ("rutland", "ilacs-2023", "focused-visit", "2024-09-10", "care leavers"),
)
"""Authority, framework, kind, start; the grade of every area, or the theme of a visit. The report
came six weeks later, and the next release told of it."""
SOURCES = ("official-2023", "report-pdf")
LEFT_OUT = {"neighbours", "inspections", "ratings", "events", "discrepancies", "published_figures"}


def write(folder: Path) -> None:
    """Write this world as fixtures."""
    read = {name: _fixture(name) for name, _, _ in ORDER}
    areas = [(each["framework"], each["key"]) for each in read["judgement_areas"]]
    cited = {"sources": [[each] for each in SOURCES], "verified": "official+report"}
    for slug, code, kind, words, told in INSPECTIONS:
        start, is_visit = PartialDate.parse(words), kind == "focused-visit"
        end = start.first_day + timedelta(11) if start.precision == "day" else None
        key = f"{slug}-{code}-{words}"
        read["inspections"].append({
            "key": key, "authority": [slug], "framework": [code], "kind": [kind],
            "start_date": str(start.first_day), "start_precision": start.precision,
            "end_date": end and str(end),
            "published": str(start.first_day + timedelta(42)), "theme": told if is_visit else "",
            "report_url": f"https://files.ofsted.gov.uk/v1/file/{key}", "status": "published",
            **cited,
        })  # fmt: skip
        read["ratings"] += [
            {"inspection": [key], "area": [code, area], "grade": [told], **cited}
            for (framework,), area in areas
            if framework == code and not is_visit
        ]
    for name, lines in read.items():
        text = "".join(json.dumps({"fields": fields}) + "\n" for fields in lines)
        (folder / f"{name}.jsonl").write_text(text)


def _fixture(name: str) -> list[dict[str, Any]]:
    """The fields of the rows of a fixture that are about nobody else; nothing of some."""
    if name in LEFT_OUT:
        return []
    lines = (settings.BASE_DIR / "fixtures" / f"{name}.jsonl").read_text().splitlines()
    found = [json.loads(line)["fields"] for line in lines]
    for about in ("authority", "predecessor", "successor"):
        found = [fields for fields in found if fields.get(about, ["kent"])[0] in SLUGS]
    return [fields for fields in found if fields.get("slug", "kent") in SLUGS]


@contextmanager
def in_database() -> Iterator[None]:
    """This world instead of the record, until the end of the block."""
    kept = [model for _, model, _ in ORDER]
    try:
        with TemporaryDirectory() as folder, transaction.atomic():
            write(Path(folder))
            for model in reversed(kept):
                many = [field.remote_field.through for field in model._meta.many_to_many]
                for each in (*many, model):
                    each._base_manager.all()._raw_delete("default")
            load_fixtures(Path(folder))
            yield
            transaction.set_rollback(True)
    finally:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept):  # no rollback of theirs
            with connection.cursor() as cursor:
                cursor.execute(sql)


@cache
def known() -> RecordIndex:
    """This world as a plan compares with it, without a database; a plan changes a copy."""
    rows = _rows()
    authorities = rows["authorities"]
    names: dict[str, set[str]] = defaultdict(set)
    for each in rows["aliases"]:
        names[normalise(each.name)].add(each.authority.slug)
    codes = {normalise(each.value): each.authority.slug for each in rows["former_codes"]}
    for each in authorities:
        names[normalise(each.name)].add(each.slug)
        names[normalise(each.slug)].add(each.slug)
        codes |= {
            normalise(c): each.slug for c in (each.gss_code, each.la_code, each.ofsted_urn) if c
        }
    return RecordIndex(
        authorities={each.slug: each.record() for each in authorities},
        successions=tuple(each.record() for each in rows["successions"]),
        names=dict(names), codes=codes, headings=_headings(rows),
        frameworks={each.code: _framework(each, rows) for each in rows["frameworks"]},
        kinds={each.key: each.record() for each in rows["inspection_kinds"]},
        sources={each.key: each for each in rows["sources"]},
        grades=tuple(each.record() for each in rows["grades"]),
        by_key={each.key: _held(each, rows) for each in rows["inspections"]}, disputes={},
        renamed=[frozenset({"adequate", "requires-improvement"})],
    )  # fmt: skip


def _rows() -> dict[str, list[Any]]:
    """Rows by fixture, not saved; `many` holds the numbers of what they have many of."""
    found: dict[str, list[Any]] = {}
    learnt: dict[Any, Any] = {model: {} for _, model, _ in ORDER}
    with TemporaryDirectory() as folder:
        write(Path(folder))
        for name, model, _ in ORDER:
            found[name] = []
            for _, row, many, _ in read_rows(Path(folder, f"{name}.jsonl"), model, learnt):
                row.many = many
                found[name].append(row)
    return found


def _headings(rows: dict[str, list[Any]]) -> dict[tuple[str, str], str]:
    words = [(each, text) for each in rows["judgement_areas"] for text in (each.name, each.key)]
    words += [(each.area, each.text) for each in rows["heading_aliases"]]
    return {(area.framework.code, fold_heading(text)): area.key for area, text in words}


def _framework(row: Any, rows: dict[str, list[Any]]) -> types.Framework:
    areas = (each.record() for each in rows["judgement_areas"] if each.framework == row)
    kinds = (each for each in rows["inspection_kinds"] if each.pk in row.many["kinds"])
    return types.Framework(
        code=row.code, name=row.name, first_day=row.first_day, last_day=row.last_day,
        in_line=row.in_line, in_national=row.in_national, areas=tuple(areas),
        short_name=row.short_name, programme=row.programme.key, group=row.group or row.code,
        kinds=tuple(each.record() for each in sorted(kinds, key=lambda kind: kind.order)),
        grades=tuple(
            g.record() for g in rows["grades"] if row.scale and g.pk in row.scale.many["grades"]
        ),
    )  # fmt: skip


def _held(row: Any, rows: dict[str, list[Any]]) -> IndexedInspection:
    grades = {r.area.key: r.grade.key for r in rows["ratings"] if r.inspection == row}
    return IndexedInspection(
        key=row.key, authority=row.authority.slug, framework=row.framework.code,
        kind=row.kind.key, is_graded=row.kind.is_graded,
        start=PartialDate(row.start_date, row.start_precision), end=row.end_date,
        published=row.published, theme=row.theme, report_url=row.report_url,
        verified=row.verified, grades=grades, sources=set(SOURCES),
        rating_sources={area: set(SOURCES) for area in grades},
    )  # fmt: skip

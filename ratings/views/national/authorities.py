"""The drill-down of a national count: its authorities, grade by grade."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.text import capfirst

from ratings.parameters import NO_GRADE, NOT_INSPECTED, councils
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.national import grade_for
from ratings.rules.types import Authority, Inspection
from ratings.views.national.data import note_of
from ratings.views.national.listing import (
    DrillDownList,
    Row,
    authority_cell,
    framework_cell,
    grade_cell,
    inspection_cell,
    listing_views,
    text_cell,
)
from ratings.views.national.params import COUNT, NationalParams, parse_authorities_params
from ratings.views.national.selectors import NationalRecord

COLUMNS = (
    ("authority", "Authority"), ("grade", "Grade"), ("inspection", "Graded inspection"),
    ("framework", "Framework"), ("region", "Region"), ("type", "Type"),
)  # fmt: skip

NOT_YET = "not yet inspected"

Behind = tuple[Authority, Inspection | None]
"""An authority and the inspection that counts, or none yet."""


def authorities_behind(data: Mapping[str, Any], found: NationalRecord) -> DrillDownList[Behind]:
    """Existing authorities with the inspection that counts, or with none yet."""
    asked, grade = parse_authorities_params(data, found)
    items = [each for each in _behind(asked) if grade in ("", _key(each, asked))]
    note = note_of(asked, asked.shares)
    return DrillDownList(
        name="national-authorities",
        title=f"{capfirst(asked.councils)} by {asked.of_area('grade')}",
        sentence=_sentence(asked, grade, len(items)),
        asked=asked,
        columns=COLUMNS,
        items=items,
        cells=partial(_cells, asked=asked),
        notes=(note,) if note else (),
    )


def _sentence(asked: NationalParams, grade: str, number: int) -> str:
    words = {NO_GRADE: f"with {without_words(asked)}", NOT_INSPECTED: NOT_YET}
    known = {g.key: g.word for g in asked.national.record.grades.values()}
    which = words.get(grade) or (f"{known[grade]} for" if grade else "counted for")
    about = "" if grade in words else f" {asked.area.in_a_sentence}"
    whom = councils(asked.part, asked.type, number)
    return f"{number} {whom}, {which}{about}, on {asked.moment.days_in_words()}."


def without_words(asked: NationalParams) -> str:
    """The label under which an inspection without a grade is counted."""
    return NO_OVERALL_GRADE if asked.is_overall else f"no grade for {asked.area.in_a_sentence}"


def _behind(asked: NationalParams) -> list[Behind]:
    """Authorities by name, with every inspection that counts."""
    existing = asked.existing
    chosen = asked.counted.of(i for i in asked.country.inspections if i.authority in existing)
    by_slug: dict[str, list[Inspection]] = {}
    for inspection in chosen:
        by_slug.setdefault(inspection.authority, []).append(inspection)
    return [
        (council, inspection)
        for council in asked.country.councils
        if council.slug in existing
        for inspection in by_slug.get(council.slug, [None])
    ]


def _key(each: Behind, asked: NationalParams) -> str:
    """The filter key of an authority: its grade, or why it has none."""
    _, inspection = each
    if inspection is None:
        return NOT_INSPECTED
    grade = grade_for(inspection, asked.areas)
    return grade.key if grade else NO_GRADE


def _cells(each: Behind, asked: NationalParams) -> Row:
    council, inspection = each
    grade = grade_for(inspection, asked.areas) if inspection else None
    return (
        authority_cell(council.slug, asked),
        grade_cell(grade, without_words(asked) if inspection else NOT_YET),
        inspection_cell(inspection, asked, "none"),
        framework_cell(inspection),
        text_cell(council.region),
        text_cell(council.type),
    )


page, as_json, as_csv = listing_views(authorities_behind, (*COUNT, "grade"))

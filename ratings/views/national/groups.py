"""The shares on the day by region and by type of authority."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ratings.models.authority import Authority
from ratings.parameters import NO_GRADE, NOT_INSPECTED, PARTS, CountryPart
from ratings.rules.grades import GOOD, best_first, reaches
from ratings.rules.national import Country, Shares, shares, whole_percent
from ratings.rules.types import Grade
from ratings.views.national.authorities import without_words
from ratings.views.national.params import NationalParams, address

BY_REGION, BY_TYPE = "region", "type"
CAPTION = "Counts, and percentages of the authorities with a grade for the area."


Group = tuple[str, str, str, Shares]
"""Of a region or of a type (`by`): its name, the value of its query parameter, its shares."""


def groups_of(asked: NationalParams) -> list[Group]:
    """Every region, then every type, each followed by the total.

    Regions are of the type requested and types of the region requested, so that each table
    breaks down the numbers of the page.
    """
    country = asked.national.on(asked.moment)
    everyone = replace(country, inspections=asked.counted.every(country.inspections))
    regions = [*(part for part in PARTS if len(part.regions) == 1), CountryPart()]
    types = [*((str(kind), str(kind)) for kind in Authority.Type.values), ("All types", "")]
    return [
        *(
            (BY_REGION, part.name, part.slug, _shares(asked, everyone, part.regions, asked.type))
            for part in regions
        ),
        *(
            (BY_TYPE, name[:1].upper() + name[1:], value,
             _shares(asked, everyone, asked.part.regions, value))
            for name, value in types
        ),
    ]  # fmt: skip


def _shares(
    asked: NationalParams, everyone: Country, regions: Collection[str], type: str
) -> Shares:
    country = everyone.within(regions, type)
    existing = country.existing_on(asked.moment.as_at)
    return shares(existing, country.inspections, asked.areas, asked.counted)


def share_row(
    name: str, shares: Shares, grades: Sequence[Grade], *, href: str = "", behind: str = ""
) -> dict[str, Any]:
    """A row, whose name may be a link; `behind` is the URL of the drill-down list, to which a
    grade is added. A cell is a count with its percentage of those with a grade."""

    def cell(key: str, count: int, *, is_grade: bool = True) -> dict[str, Any]:
        percent = whole_percent(count, shares.with_grade) if is_grade else None
        mark = "&" if "?" in behind else "?"
        link = f"{behind}{mark}grade={key}" if behind and count else ""
        return {"count": count, "percent": percent, "href": link}

    good = sum(shares.count(g) for g in grades if reaches(g, GOOD))
    return {
        "name": name,
        "href": href,
        "cells": [cell(g.key, shares.count(g)) for g in grades],
        "good": {"count": good, "percent": whole_percent(good, shares.with_grade), "href": ""},
        "without": cell(NO_GRADE, len(shares.without), is_grade=False),
        "not_inspected": cell(NOT_INSPECTED, shares.existing - shares.inspected, is_grade=False),
        "with_grade": shares.with_grade,
        "existing": shares.existing,
    }


def share_table(
    head: str, grades: Sequence[Grade], rows: list[dict[str, Any]], asked: NationalParams
) -> dict[str, Any]:
    """`head` names the first column; `without` labels the inspected without a grade."""
    without = without_words(asked)
    return {"caption": CAPTION, "head": head, "grades": grades, "without": without, "rows": rows}


def given(asked: NationalParams, found: Iterable[Shares]) -> tuple[Grade, ...]:
    """The grades of the columns: those on the scale, best first."""
    held = {grade for shares in found for grade in shares.holders}
    return tuple(best_first(held | set(asked.grades)))


def group_tables(asked: NationalParams) -> list[dict[str, Any]]:
    """Tables by region and by type; each number links to its authorities."""
    groups = groups_of(asked)
    grades = given(asked, [shares for *_, shares in groups])
    tables = []
    for wanted, head in ((BY_REGION, "Region"), (BY_TYPE, "Type")):
        rows = [
            share_row(
                name, shares, grades,
                href=address("national", asked, **{by: value}),
                behind=address("national-authorities", asked, **{by: value}),
            )
            for by, name, value, shares in groups
            if by == wanted
        ]  # fmt: skip
        tables.append(share_table(head, grades, rows, asked))
    return tables

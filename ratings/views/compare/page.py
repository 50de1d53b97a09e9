"""The comparison as a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.views.compare import links
from ratings.views.compare.comparison import (
    Compared,
    Comparison,
    area_table,
    comparison,
    note_of,
    picture,
)
from ratings.views.compare.params import PARAMETERS, REPEATED
from ratings.views.compare.presets import presets_of
from ratings.views.decorators import public_page
from ratings.views.text import explanation

NAMED_IN_HEADING = 3


@dataclass(frozen=True, slots=True)
class Row:
    """An authority as the page prints it; `without` leads to the same list without it."""

    compared: Compared
    is_of: bool
    existence: str
    without: str


@public_page(*PARAMETERS, repeated=REPEATED)
def compare(request: HttpRequest) -> HttpResponse:
    """Lines, small multiples and judgement areas of the authorities chosen; four queries."""
    found = comparison(request)
    reference = found.record.reference
    frameworks = found.names.frameworks
    return render(
        request,
        "ratings/compare.html",
        {
            "moment": found.moment,
            "record": found.record,
            "heading": heading(found),
            "note": found.choice.note if found.choice else "",
            "of": found.of,
            "asked": found.asked,
            "rows": [_row(each, found) for each in found.found],
            "multiples": picture(found) if found.found else None,
            "areas": area_table(found.found, reference.comparability, frameworks),
            "explanations": _explanations(found),
            "presets": links.preset_links(found),
            "preset_choices": presets_of(None, found.years),
            "explicit": links.explicit(found),
            "hidden": links.hidden_pairs(found),
            "is_full": links.is_full(found),
            "addable": links.addable(found),
            "options": links.options(found),
            "examples": links.examples(found),
        },
    )


def heading(found: Comparison) -> str:
    """Who is compared: `Kent, Surrey and Essex`, `Kent and 4 others`, or a preset's words."""
    if found.choice:
        return found.choice.heading
    names = [each.row.name for each in found.found]
    if not names:
        return "Compare authorities"
    if len(names) > NAMED_IN_HEADING:
        return f"{names[0]} and {len(names) - 1} others"
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else f"Compare {last} with others"


def _row(each: Compared, found: Comparison) -> Row:
    return Row(each, each.slug == found.asked.of, note_of(each), links.without(found, each.slug))


def _explanations(found: Comparison) -> list[str]:
    """Why some have no overall grade, once a framework that gives none."""
    latest = [each.standing.line.headline.inspection for each in found.found]
    without = {i.framework.code: i.framework for i in latest if i and i.headline is None}
    return [explanation(framework) for framework in without.values()]

"""Transitions from one graded inspection to the next, and their drill-down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

from ratings.parameters import CHANGES, NO_GRADE, NOT_COMPARABLE
from ratings.rules.grades import NO_OVERALL_GRADE, best_first
from ratings.rules.national import Transition, transitions, whole_percent
from ratings.rules.trend import Change
from ratings.rules.types import Grade
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
from ratings.views.national.params import PLACE, NationalParams, address, parse_drill_down_params
from ratings.views.national.selectors import NationalRecord

TO = "-to-"

Move = tuple[Grade | None, Grade | None]
"""The grade before, and the next one."""

COLUMNS = (
    ("authority", "Authority"), ("from", "From"), ("from_inspection", "Inspection before"),
    ("from_framework", "Under"), ("to", "To"), ("to_inspection", "Next inspection"),
    ("to_framework", "Under"), ("change", "Change"),
)  # fmt: skip


def all_steps(asked: NationalParams) -> tuple[Transition, ...]:
    """Every transition of the authorities requested, including those since abolished."""
    comparability = asked.national.record.comparability
    return transitions(asked.country.lines.values(), comparability)


def steps_of(asked: NationalParams) -> dict[str, Any]:
    """The transitions as the page counts them: all together, then by pair of frameworks."""
    found = all_steps(asked)
    by_pair: dict[str, list[Transition]] = {}
    for step in sorted(found, key=_in_order):
        by_pair.setdefault(pair_key(step), []).append(step)
    pairs = [_pair(key, _pair_words(own[0]), own, asked) for key, own in by_pair.items()]
    return {"every": _pair("", "All steps", found, asked), "pairs": pairs}


def _in_order(step: Transition) -> tuple[object, ...]:
    """Sort key: by the frameworks, oldest first."""
    a, b = step.before.framework, step.now.framework
    return (a.first_day, a.code, b.first_day, b.code)


def pair_key(step: Transition) -> str:
    return f"{step.before.framework.code}{TO}{step.now.framework.code}"


def _pair_words(step: Transition) -> str:
    return f"{step.before.framework.short_name} to {step.now.framework.short_name}"


def _pair(
    key: str, words: str, steps: Sequence[Transition], asked: NationalParams
) -> dict[str, Any]:
    """Transitions from inspections under some rules to the next under some rules.

    `rows` count the comparable ones from grade to grade; the others are counted apart, and have
    no percentage.
    """
    compared = [s for s in steps if s.trend.change is not Change.NOT_COMPARABLE]
    grades = best_first({g for s in compared for g in (s.before.headline, s.now.headline) if g})
    counts = Counter(change_key(step) for step in steps)
    found = Counter((s.before.headline, s.now.headline) for s in compared)
    return {
        "words": words,
        "total": len(steps),
        "changes": [
            _number(
                counts[change],
                0 if change == NOT_COMPARABLE else len(compared),
                _list(asked, pair=key, change=change),
            )
            for change in CHANGES
        ],
        "grades": grades,
        "rows": [_row(grade, grades, found, key, asked) for grade in grades],
    }


def _number(count: int, of: int, href: str) -> dict[str, Any]:
    """A count with its percentage (rounded), and the URL of its drill-down."""
    return {"count": count, "percent": whole_percent(count, of), "href": href}


def _row(
    grade: Grade,
    grades: Sequence[Grade],
    found: Mapping[Move, int],
    key: str,
    asked: NationalParams,
) -> dict[str, Any]:
    """What followed one grade: a number for each next grade."""
    total = sum(found[grade, other] for other in grades)
    cells = [
        _number(found[grade, other], total, _list(asked, pair=key, from_=grade.key, to=other.key))
        for other in grades
    ]
    return {"grade": grade, "cells": cells, "total": total}


def _list(asked: NationalParams, **wanted: str) -> str:
    return address("national-transitions", asked, **wanted)


def change_key(step: Transition) -> str:
    return str(step.trend.change).replace(" ", "-")


def _grade_key(grade: Grade | None) -> str:
    return grade.key if grade else NO_GRADE


# --- the drill-down ----------------------------------------------------------------------


def transitions_behind(data: Mapping[str, Any], found: NationalRecord) -> DrillDownList[Transition]:
    """The transitions that a URL requests, by authority and then in time."""
    grades = [*found.grades, NO_GRADE]
    codes = [f.code for f in found.frameworks if f.in_line]
    choices = {
        "from": grades,
        "to": grades,
        "pair": [f"{a}{TO}{b}" for a, b in product(codes, codes)],
        "change": CHANGES,
    }
    asked, chosen = parse_drill_down_params(data, found, choices)
    wanted = [(KEYS[name], value) for name, value in chosen.items() if value]
    steps = [step for step in all_steps(asked) if all(key(step) == v for key, v in wanted)]
    names = found.record.authorities
    steps.sort(key=lambda step: names[step.now.authority].name.casefold())
    return DrillDownList(
        name="national-transitions",
        title=f"From one graded inspection to the next{asked.within}",
        sentence=_sentence(asked, chosen, len(steps)),
        asked=asked,
        columns=COLUMNS,
        items=steps,
        cells=partial(_cells, asked=asked),
        notes=(STEPS_NOTE,),
    )


STEPS_NOTE = (
    "A step leads from one graded inspection of a council to its next. Includes councils since "
    "abolished. New councils start without a grade."
)


KEYS: dict[str, Callable[[Transition], str]] = {
    "from": lambda step: _grade_key(step.before.headline),
    "to": lambda step: _grade_key(step.now.headline),
    "pair": pair_key,
    "change": change_key,
}
"""The filter keys of a transition."""


def _sentence(asked: NationalParams, chosen: Mapping[str, str], number: int) -> str:
    known = {g.key: g.word for g in asked.national.record.grades.values()}
    known[NO_GRADE] = NO_OVERALL_GRADE
    names = asked.national.record.framework_names
    parts = [f"{number} {'step' if number == 1 else 'steps'} of {asked.councils}"]
    if chosen["from"] or chosen["to"]:
        parts.append(f"from {known.get(chosen['from'], 'any grade')}")
        parts.append(f"to {known.get(chosen['to'], 'any grade')}")
    if chosen["pair"]:
        before, now = chosen["pair"].split(TO)
        parts.append(f"between inspections under {names[before]} and {names[now]}")
    if chosen["change"]:
        parts.append(f"found {chosen['change'].replace('-', ' ')}")
    return f"{', '.join([' '.join(parts[:1]), *parts[1:]])}, {asked.moment.in_words()}."


def _cells(step: Transition, asked: NationalParams) -> Row:
    return (
        authority_cell(step.now.authority, asked),
        grade_cell(step.before.headline),
        inspection_cell(step.before, asked),
        framework_cell(step.before),
        grade_cell(step.now.headline),
        inspection_cell(step.now, asked),
        framework_cell(step.now),
        text_cell(step.trend.words),
    )


page, as_json, as_csv = listing_views(transitions_behind, (*PLACE, "from", "to", "pair", "change"))

"""How long a grade is held: medians, curves, and their drill-down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ratings.charts.picture_address import Picture
from ratings.charts.survival import Curve, survival_picture
from ratings.parameters import READINGS
from ratings.rules.durations import (
    GradeSpell,
    all_spells,
    by_grade,
    runs_held,
    spells_held,
)
from ratings.rules.grades import best_first
from ratings.rules.kaplan_meier import Median, in_years_and_months, kaplan_meier, median
from ratings.rules.questions.results import Timespan
from ratings.rules.spells import Spell
from ratings.rules.types import Grade
from ratings.views.national.listing import (
    DrillDownList,
    ListCell,
    Row,
    authority_cell,
    day_cell,
    grade_cell,
    inspection_cell,
    listing_views,
)
from ratings.views.national.params import PLACE, NationalParams, address, parse_drill_down_params
from ratings.views.national.selectors import NationalRecord

COLUMNS = (
    ("authority", "Authority"), ("grade", "Grade"), ("start", "Held from"), ("end", "To"),
    ("days", "Length"), ("ended", "Then"), ("next_inspection", "Found on"),
)  # fmt: skip

YEARS = 10
"""The length of the curves' time axis, in years."""


def spells_of(asked: NationalParams) -> dict[str, tuple[Spell, ...]]:
    """The spells at an overall grade of each authority requested, up to the last known day."""
    councils = asked.country.councils
    return all_spells(asked.country.lines, councils, asked.reaches)


def held_of(spells: Mapping[str, Sequence[Spell]], reading: str) -> tuple[GradeSpell, ...]:
    """All durations at a grade, in one of the two readings."""
    split = runs_held if reading == "run" else spells_held
    return tuple(held for own in spells.values() for held in split(own))


def times_of(asked: NationalParams, spells: Mapping[str, Sequence[Spell]]) -> dict[str, Any]:
    """The durations as the page shows them, and the survival curves of the runs."""
    found = {reading: by_grade(held_of(spells, reading)) for reading in READINGS}
    grades = best_first(found["run"])
    rows = [
        {"grade": grade, **{r: _reading(found[r][grade], grade, r, asked) for r in READINGS}}
        for grade in grades
    ]
    curves = [_curve(grade, found["run"][grade]) for grade in grades]
    return {"rows": rows, "picture": _picture(curves, asked) if rows else None}


def _reading(
    held: Sequence[GradeSpell], grade: Grade, reading: str, asked: NationalParams
) -> dict[str, Any]:
    """One reading of how long a grade is held, with the URL of its drill-down."""
    return {
        "number": len(held),
        "censored": sum(not each.ended for each in held),
        "length": length_of(median(kaplan_meier(each.duration for each in held))),
        "href": address("national-spells", asked, grade=grade.key, reading=reading),
    }


def length_of(found: Median) -> dict[str, str]:
    """A median with its 95% interval, in years and months; blank where not reached:
    `2 years 6 months` and `2 years 2 months to 2 years 9 months`."""
    if found.days is None:
        return {"median": "", "interval": ""}
    low = in_years_and_months(found.low) if found.low is not None else "unknown"
    high = f"to {in_years_and_months(found.high)}" if found.high is not None else "or longer"
    return {"median": in_years_and_months(found.days), "interval": f"{low} {high}"}


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _picture(curves: Sequence[Curve], asked: NationalParams) -> Picture:
    ends = " ".join(f"{curve.name}: {median_words(curve.median)}." for curve in curves)
    return survival_picture(
        curves,
        uid="times",
        title=f"How long each overall grade is held, {asked.councils}",
        description=f"Share still at the grade, by years since it was given. {ends}",
        years=YEARS,
    )


def _curve(grade: Grade, held: Sequence[GradeSpell]) -> Curve:
    steps = kaplan_meier(each.duration for each in held)
    censored, middle = sum(not each.ended for each in held), median(steps)
    periods = counted(len(held), "period")
    return Curve(
        name=grade.word[:1].upper() + grade.word[1:],
        detail=f"{periods}, {censored} censored; {median_words(middle)}",
        steps=steps,
        watched=max(each.duration.days for each in held),
        median=middle,
        tone=grade.tone,
        letter=grade.letter,
    )


def median_words(found: Median) -> str:
    length = length_of(found)["median"]
    return f"median {length}" if length else "median not reached"


# --- the drill-down ----------------------------------------------------------------------


def spells_behind(data: Mapping[str, Any], found: NationalRecord) -> DrillDownList[GradeSpell]:
    """The durations at a grade that a URL requests, longest first."""
    asked, chosen = parse_drill_down_params(
        data, found, {"grade": found.grades, "reading": tuple(READINGS)}
    )
    reading = chosen["reading"] or next(iter(READINGS))
    held = [
        each
        for each in held_of(spells_of(asked), reading)
        if chosen["grade"] in ("", each.grade.key)
    ]
    held.sort(key=lambda each: (-each.duration.days, each.authority))
    known = {g.key: g.word for g in found.record.grades.values()}
    grade = known.get(chosen["grade"], "a grade")
    number = counted(len(held), "period")
    return DrillDownList(
        name="national-spells",
        title=f"Time held at {grade if chosen['grade'] else 'each grade'}{asked.within}",
        sentence=(
            f"{number} of {asked.councils} at {grade}, {READINGS[reading]}, "
            f"{asked.moment.in_words()}. {sum(not h.ended for h in held)} of them censored."
        ),
        asked=asked,
        columns=COLUMNS,
        items=held,
        cells=partial(_cells, asked=asked),
        notes=(CENSORED_NOTE,),
    )


CENSORED_NOTE = (
    "Censored: not known to have ended. It counts for as long as it was watched, and is not "
    "left out."
)


def _cells(held: GradeSpell, asked: NationalParams) -> Row:
    days = held.duration.days
    return (
        authority_cell(held.authority, asked),
        grade_cell(held.grade),
        ListCell(held.start, held.inspections[0].shown_date.in_words()),
        day_cell(held.end),
        ListCell(days, Timespan(held.start, days).words),
        ListCell(held.ended, _then(held, asked)),
        inspection_cell(held.next, asked, "none"),
    )


def _then(held: GradeSpell, asked: NationalParams) -> str:
    """How it ended, as text."""
    if held.next is not None:
        words = held.next.headline.word if held.next.headline else "no overall grade"
        return words if held.ended else f"censored: {words}, not comparable"
    return f"censored: {why_open(held.authority, asked, 'still so on the last day known')}"


def why_open(slug: str, asked: NationalParams, otherwise: str) -> str:
    """Why a duration is still open: the authority ended, or the record goes no further."""
    own = (c for c in asked.country.councils if c.slug == slug)
    ended = next((a.end for a in own if a.end and a.end <= asked.reaches), None)
    return "the authority was abolished" if ended else otherwise


page, as_json, as_csv = listing_views(spells_behind, (*PLACE, "grade", "reading"))

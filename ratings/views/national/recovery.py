"""Time to recover from inadequate, and its drill-down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ratings.charts.picture_address import Picture
from ratings.charts.survival import Curve, survival_picture
from ratings.parameters import GOALS, OUTCOMES
from ratings.rules.dates import DAYS_A_YEAR
from ratings.rules.grades import INADEQUATE, NO_OVERALL_GRADE
from ratings.rules.kaplan_meier import CurveStep, kaplan_meier, median
from ratings.rules.national import Episode, recoveries
from ratings.rules.questions.results import Timespan
from ratings.rules.spells import Spell
from ratings.rules.types import Grade
from ratings.views.national.durations import (
    CENSORED_NOTE,
    YEARS,
    counted,
    length_of,
    median_words,
    spells_of,
    why_open,
)
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
    ("authority", "Authority"), ("start", "Inadequate from"), ("end", "Followed to"),
    ("days", "Length"), ("recovered", "Recovered"), ("grade", "Then"),
    ("recovery_inspection", "Inspection"),
)  # fmt: skip

NOT_YET = "not yet on the last day known"


def episodes_of(
    asked: NationalParams, spells: Mapping[str, Sequence[Spell]]
) -> tuple[Episode, ...]:
    """Every episode from inadequate to the goal requested, in order of time."""
    found = (episode for own in spells.values() for episode in recoveries(own, asked.goal))
    return tuple(sorted(found, key=lambda e: (e.start, e.authority)))


def worst_grade(asked: NationalParams) -> Grade:
    """Inadequate."""
    grades = asked.national.record.grades.values()
    return next(grade for grade in grades if grade.key == INADEQUATE)


def recovery_of(asked: NationalParams, spells: Mapping[str, Sequence[Spell]]) -> dict[str, Any]:
    """Episodes at the worst grade, with the curve of those that have not recovered."""
    episodes = episodes_of(asked, spells)
    steps = kaplan_meier(e.duration for e in episodes)
    recovered = sum(e.recovered is not None for e in episodes)
    return {
        "worst": worst_grade(asked),
        "goal": GOALS[asked.goal],
        "number": len(episodes),
        "recovered": recovered,
        "censored": len(episodes) - recovered,
        "length": length_of(median(steps)),
        "after": [_after(steps, years) for years in _followed(episodes)],
        "picture": _picture(episodes, steps, asked) if episodes else None,
        "href": _list(asked),
        "href_recovered": _list(asked, outcome="recovered"),
        "href_censored": _list(asked, outcome="censored"),
    }


def _list(asked: NationalParams, outcome: str = "") -> str:
    goal = "" if asked.goal == next(iter(GOALS)) else asked.goal
    return address("national-recovery", asked, goal=goal, outcome=outcome)


def _followed(episodes: Sequence[Episode]) -> list[int]:
    """The years with anybody still followed: beyond, nothing can be estimated."""
    longest = max((episode.duration.days for episode in episodes), default=0)
    return [years for years in (1, 2, 3, 5) if years * DAYS_A_YEAR <= longest]


def _after(steps: Sequence[CurveStep], years: int) -> tuple[str, int]:
    """The estimated share, in per cent, that has recovered within some years."""
    reached = [s.surviving for s in steps if s.days <= years * DAYS_A_YEAR]
    share = 1 - (reached[-1] if reached else 1.0)
    return counted(years, "year"), int(100 * share + 0.5)


def _picture(
    episodes: Sequence[Episode], steps: tuple[CurveStep, ...], asked: NationalParams
) -> Picture:
    words, worst = median_words(median(steps)), worst_grade(asked)
    recovered = sum(e.recovered is not None for e in episodes)
    curve = Curve(
        name=f"Not yet {GOALS[asked.goal]}",
        detail=f"{counted(len(episodes), 'case')}, {recovered} recovered; {words}",
        steps=steps,
        watched=max(e.duration.days for e in episodes),
        median=median(steps),
        tone=worst.tone,
        letter=worst.letter,
    )
    return survival_picture(
        [curve],
        uid="recovery",
        title=f"From {worst.word} to {GOALS[asked.goal]}, {asked.councils}",
        description=f"Share not yet recovered, by years since the grade was given; {words}.",
        years=YEARS,
        columns=1,
    )


# --- the drill-down ----------------------------------------------------------------------


def recovery_behind(data: Mapping[str, Any], found: NationalRecord) -> DrillDownList[Episode]:
    """The episodes that a URL requests, longest first."""
    asked, chosen = parse_drill_down_params(
        data, found, {"goal": tuple(GOALS), "outcome": OUTCOMES}
    )
    episodes = [
        e
        for e in episodes_of(asked, spells_of(asked))
        if chosen["outcome"] in ("", "recovered" if e.recovered else "censored")
    ]
    episodes.sort(key=lambda e: (-e.duration.days, e.authority))
    worst = worst_grade(asked).word
    recovered = sum(e.recovered is not None for e in episodes)
    return DrillDownList(
        name="national-recovery",
        title=f"From {worst} to {GOALS[asked.goal]}{asked.within}",
        sentence=(
            f"{counted(len(episodes), 'case')} of {asked.councils} at {worst}, "
            f"{asked.moment.in_words()}: {recovered} recovered, "
            f"{len(episodes) - recovered} censored."
        ),
        asked=asked,
        columns=COLUMNS,
        items=episodes,
        cells=partial(_cells, asked=asked),
        notes=(CENSORED_NOTE,),
    )


def _cells(episode: Episode, asked: NationalParams) -> Row:
    days = episode.duration.days
    return (
        authority_cell(episode.authority, asked),
        day_cell(episode.start),
        day_cell(episode.end),
        ListCell(days, Timespan(episode.start, days).words),
        *_ending(episode, asked),
    )


def _ending(episode: Episode, asked: NationalParams) -> Row:
    """Whether it recovered, to what and when; else why it is censored: an inspection without
    an overall grade (which as data is no recovery), or the end of the authority or the record."""
    if episode.recovered:
        grade = grade_cell(episode.recovered.headline)
        return ListCell(True, "yes"), grade, inspection_cell(episode.recovered, asked)
    own = asked.country.lines[episode.authority]
    ungraded = (i for i in own if i.first_day == episode.end and i.headline is None)
    if inspection := next(ungraded, None):
        why = ListCell(False, "censored: inspected without an overall grade")
        day = replace(inspection_cell(inspection, asked), value=None)
        return why, ListCell(None, NO_OVERALL_GRADE, is_grade=True), day
    why = ListCell(False, f"censored: {why_open(episode.authority, asked, NOT_YET)}")
    none = ListCell(None, "none yet" if why.words.endswith(NOT_YET) else "none")
    return why, none, none


page, as_json, as_csv = listing_views(recovery_behind, (*PLACE, "goal", "outcome"))

"""How long: questions on recovery, on grades held and on waiting."""

from __future__ import annotations

from ratings.rules.questions import parameters as ask
from ratings.rules.questions.duration import held_longest, longest_inadequate
from ratings.rules.questions.question import Question
from ratings.rules.questions.recent_reports import longest_since_inspection
from ratings.rules.questions.recovery import since_inadequate
from ratings.rules.questions.registry.columns import AUTHORITY
from ratings.rules.questions.results import Column, Kind

ACROSS = (
    "A grade of 2012 or 2013 and the same grade later count as one, although the rules had "
    "changed in between; adequate and requires improvement are not the same grade."
)

LASTING = (
    Question(
        key="since-inadequate",
        title="Which councils{where} that were inadequate{on} have since reached{goal}?",
        group="How long",
        lead="Authorities that were inadequate on a day, whether and when they have since "
        "reached good, and how long it took.",
        method="The time runs from the first day of the inspection since which every grade was "
        "inadequate to the first day of the one that reached the grade asked about. An "
        "inspection without an overall grade and the end of the authority cut it off: that is "
        "no recovery, and nobody can tell. “So far” runs to the day to which the record of "
        "graded inspections is complete. Adequate, before 2013, counts with requires "
        "improvement here.",
        parameters=(ask.ON, ask.REACHED, ask.REGION),
        columns=(
            AUTHORITY,
            Column("inadequate_since", "Inadequate since", Kind.FINDING),
            Column("reached", "Reached", Kind.FINDING),
            Column("took", "How long", Kind.SPAN),
            Column("now", "Latest", Kind.FINDING),
        ),
        answer=since_inadequate,
    ),
    Question(
        key="longest-inadequate",
        title="Which councils{where} have been inadequate{area} longest?",
        group="How long",
        lead="Every time at inadequate, the longest first.",
        method="From the first day of the inspection that found inadequate to the next graded "
        "inspection that found something else or gave no such grade; inspections that found it "
        "again do not break it. “So far”: nothing is known to have ended it, and it is counted "
        f"to the day to which the record is complete, or to the authority’s last. {ACROSS}",
        parameters=(ask.AREA, ask.REGION),
        columns=(
            AUTHORITY,
            Column("since", "Since", Kind.FINDING),
            Column("until", "Until", Kind.FINDING),
            Column("held", "How long", Kind.SPAN),
            Column("inspections", "Times found", Kind.NUMBER),
        ),
        answer=longest_inadequate,
    ),
    Question(
        key="held-longest",
        title="Which councils{where} have held{grade}{area} longest?",
        group="How long",
        lead="The grade that each authority holds, the longest held first.",
        method="From the first of the graded inspections that all found this grade to the day to "
        "which the record is complete. An authority whose latest inspection gave no such grade "
        f"holds none and is left out. {ACROSS}",
        parameters=(ask.GRADE, ask.AREA, ask.REGION),
        columns=(
            AUTHORITY,
            Column("since", "Since", Kind.FINDING),
            Column("held", "How long", Kind.SPAN),
            Column("inspections", "Times found", Kind.NUMBER),
            Column("last", "Last found", Kind.FINDING),
        ),
        answer=held_longest,
    ),
    Question(
        key="longest-since-inspection",
        title="Which councils{where} have waited longest for a graded inspection?",
        group="How long",
        lead="Every authority by the time since its last graded inspection began.",
        method="Days from the first day of the latest inspection that gives a step of the line "
        "to the day of the page. Inspections outside the line (before 2012, and of one service "
        "in 2013) are not counted. The page on who is due says what to expect.",
        parameters=(ask.REGION,),
        columns=(
            AUTHORITY,
            Column("last", "Last graded inspection", Kind.FINDING),
            Column("since", "Time since", Kind.SPAN),
            Column("visits", "Visits since", Kind.NUMBER),
        ),
        answer=longest_since_inspection,
    ),
)

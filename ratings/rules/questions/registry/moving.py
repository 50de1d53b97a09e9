"""Who moved: questions on how grades changed."""

from __future__ import annotations

from ratings.rules.questions import parameters as ask
from ratings.rules.questions.grade_changes import (
    declined,
    fell_from_outstanding,
    improved,
    moved,
    straight_to_good,
)
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry.columns import AUTHORITY, TREND
from ratings.rules.questions.results import Column, Kind

THEN_AND_NOW = (
    AUTHORITY,
    Column("before", "On that day", Kind.FINDING),
    Column("now", "Now", Kind.FINDING),
    Column("steps", "Grades moved", Kind.NUMBER),
    TREND,
)
STEP = (
    AUTHORITY,
    Column("before", "Before", Kind.FINDING),
    Column("now", "Next inspection", Kind.FINDING),
    TREND,
    Column("steps", "Grades moved", Kind.NUMBER),
    Column("apart", "Time between", Kind.SPAN),
)
THEN_METHOD = (
    "The latest graded inspection on the day of the page is set against the one that was the "
    "latest on the day asked about, however many came between. Authorities that exist on the "
    "day of the page count; a predecessor’s grades are not theirs. Adequate and requires "
    "improvement are not compared, and nothing is compared with a missing grade."
)
STEP_METHOD = (
    "Each graded inspection is set against the one before it, and counts from its own first "
    "day. Abolished authorities are included and marked."
)

MOVING = (
    Question(
        key="improved",
        title="Which councils{where} have improved{area}{since}?",
        group="Who moved",
        lead="Authorities that stand higher than they did on that day.",
        method=THEN_METHOD,
        parameters=(ask.A_YEAR, ask.AREA, ask.REGION),
        columns=THEN_AND_NOW,
        answer=improved,
    ),
    Question(
        key="declined",
        title="Which councils{where} have declined{area}{since}?",
        group="Who moved",
        lead="Authorities that stand lower than they did on that day.",
        method=THEN_METHOD,
        parameters=(ask.A_YEAR, ask.AREA, ask.REGION),
        columns=THEN_AND_NOW,
        answer=declined,
    ),
    Question(
        key="moved",
        title="Which councils{where} moved{moved} in one step{area}{since}?",
        group="Who moved",
        lead="Authorities that went up or down two grades or more between one graded "
        "inspection and the next.",
        method=STEP_METHOD,
        parameters=(ask.STEPS, ask.WAY, ask.SINCE, ask.AREA, ask.REGION),
        columns=STEP,
        answer=moved,
    ),
    Question(
        key="fell-from-outstanding",
        title="Which councils{where} fell from outstanding{area}{since}?",
        group="Who moved",
        lead="Authorities that were outstanding and were not at the next graded inspection.",
        method=f"{STEP_METHOD} An inspection that gave no such grade is not a fall.",
        parameters=(ask.SINCE, ask.AREA, ask.REGION),
        columns=STEP,
        answer=fell_from_outstanding,
    ),
    Question(
        key="straight-to-good",
        title="Which councils{where} went straight from inadequate to good{area}{since}?",
        group="Who moved",
        lead="Authorities that were inadequate and good or outstanding at the next graded "
        "inspection.",
        method=STEP_METHOD,
        parameters=(ask.SINCE, ask.AREA, ask.REGION),
        columns=STEP,
        answer=straight_to_good,
    ),
)

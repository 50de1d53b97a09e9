"""What came out: questions on reports, on visits and on new authorities."""

from __future__ import annotations

from ratings.rules.questions import parameters as ask
from ratings.rules.questions.first_inspections import first_inspections
from ratings.rules.questions.question import Question
from ratings.rules.questions.recent_reports import published_in_month
from ratings.rules.questions.registry.columns import AUTHORITY, TREND
from ratings.rules.questions.results import Column, Kind
from ratings.rules.questions.visits import decline_since_inspection, priority_action

VISIT = (
    AUTHORITY,
    Column("visit", "Visit", Kind.INSPECTION),
    Column("theme", "Theme", Kind.TEXT),
    Column("found", "Found", Kind.RESULT),
    Column("grade", "Grade held then", Kind.FINDING),
)

REPORTING = (
    Question(
        key="published",
        title="Which reports on councils{where} were published{month}?",
        group="Reports and visits",
        lead="Reports of graded inspections and letters of visits, in order of publication.",
        method="By the date of publication. Reports whose date is not on record are missing. "
        "“Compared” sets a graded inspection against the one before it.",
        parameters=(ask.MONTH, ask.REGION),
        columns=(
            Column("published", "Published", Kind.DAY),
            AUTHORITY,
            Column("inspection", "Inspection or visit", Kind.INSPECTION),
            Column("found", "Found", Kind.RESULT),
            TREND,
        ),
        answer=published_in_month,
    ),
    Question(
        key="decline-since-inspection",
        title="At which councils{where} has a visit found decline since the last grade?",
        group="Reports and visits",
        lead="Visits after the last graded inspection whose letter says that services had "
        "declined.",
        method="Only visits whose direction is on record, with the address where it was read. "
        "The letters of many visits have not been read yet, the record of visits is not complete, "
        "and decline is reported less readily than progress. Joint inspections are not asked for "
        "a direction.",
        parameters=(ask.REGION,),
        columns=VISIT,
        answer=decline_since_inspection,
    ),
    Question(
        key="priority-action",
        title="At which councils{where} did a visit name areas for priority action{since}?",
        group="Reports and visits",
        lead="Visits whose letter asks for priority action, the newest first.",
        method="As the letters and Ofsted’s tables say it; joint inspections are included. The "
        "letters of many visits have not been read yet. The record of visits is complete only to "
        "the day at the foot of the page, and not before April 2021. Abolished authorities are "
        "included and marked.",
        parameters=(ask.SINCE, ask.REGION),
        columns=VISIT,
        answer=priority_action,
    ),
    Question(
        key="first-inspections",
        title="How were new councils{where} first graded?",
        group="New authorities",
        lead="Authorities that began within the record, and their first graded inspection.",
        method="A successor starts without a grade: what its predecessors were given is their "
        "history, not its own.",
        parameters=(ask.REGION,),
        columns=(
            AUTHORITY,
            Column("began", "Began", Kind.DAY),
            Column("predecessors", "In place of", Kind.AUTHORITIES),
            Column("first", "First graded inspection", Kind.FINDING),
            Column("took", "Time until then", Kind.SPAN),
        ),
        answer=first_inspections,
    ),
)

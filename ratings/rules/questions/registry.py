"""Every standard question, as data. A new one is an entry here and a function that answers."""

from __future__ import annotations

from ratings.rules.questions import parameters as ask
from ratings.rules.questions.duration import held_longest, longest_inadequate
from ratings.rules.questions.first_inspections import first_inspections
from ratings.rules.questions.grade_changes import (
    declined,
    fell_from_outstanding,
    improved,
    moved,
    straight_to_good,
)
from ratings.rules.questions.heights import never_below_good, outstanding_by_region
from ratings.rules.questions.leaders_vs_overall import differing
from ratings.rules.questions.no_overall_grade import without_overall_grade
from ratings.rules.questions.question import Question
from ratings.rules.questions.recent_reports import longest_since_inspection, published_in_month
from ratings.rules.questions.recovery import since_inadequate
from ratings.rules.questions.results import CellType, ResultColumn
from ratings.rules.questions.visits import decline_since_inspection, priority_action

# Columns that the tables of several questions share.


AUTHORITY = ResultColumn("authority", "Authority", CellType.AUTHORITY)
TREND = ResultColumn("trend", "Compared", CellType.TEXT)


# Questions on how grades changed.


THEN_AND_NOW = (
    AUTHORITY,
    ResultColumn("before", "On that day", CellType.FINDING),
    ResultColumn("now", "Now", CellType.FINDING),
    ResultColumn("steps", "Grades moved", CellType.NUMBER),
    TREND,
)
STEP = (
    AUTHORITY,
    ResultColumn("before", "Before", CellType.FINDING),
    ResultColumn("now", "Next inspection", CellType.FINDING),
    TREND,
    ResultColumn("steps", "Grades moved", CellType.NUMBER),
    ResultColumn("apart", "Time between", CellType.SPAN),
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

# Questions on recovery, on grades held and on waiting.


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
            ResultColumn("inadequate_since", "Inadequate since", CellType.FINDING),
            ResultColumn("reached", "Reached", CellType.FINDING),
            ResultColumn("took", "How long", CellType.SPAN),
            ResultColumn("now", "Latest", CellType.FINDING),
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
            ResultColumn("since", "Since", CellType.FINDING),
            ResultColumn("until", "Until", CellType.FINDING),
            ResultColumn("held", "How long", CellType.SPAN),
            ResultColumn("inspections", "Times found", CellType.NUMBER),
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
            ResultColumn("since", "Since", CellType.FINDING),
            ResultColumn("held", "How long", CellType.SPAN),
            ResultColumn("inspections", "Times found", CellType.NUMBER),
            ResultColumn("last", "Last found", CellType.FINDING),
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
            ResultColumn("last", "Last graded inspection", CellType.FINDING),
            ResultColumn("since", "Time since", CellType.SPAN),
            ResultColumn("visits", "Visits since", CellType.NUMBER),
        ),
        answer=longest_since_inspection,
    ),
)

# Questions on the grades they hold.


STANDING = (
    Question(
        key="never-below-good",
        title="Which councils{where} have never been below good{area}?",
        group="Where authorities stand",
        lead="Authorities whose every grade on record was good or outstanding.",
        method="All graded inspections of the line count, those of child protection in 2012 and "
        "2013 among them, where adequate is below good. An inspection that gave no such grade "
        "says nothing either way. An authority without any such grade is left out, and a "
        "predecessor’s grades are not its successor’s.",
        parameters=(ask.AREA, ask.REGION),
        columns=(
            AUTHORITY,
            ResultColumn("graded", "Grades", CellType.NUMBER),
            ResultColumn("grades", "What was found", CellType.FINDINGS),
        ),
        answer=never_below_good,
    ),
    Question(
        key="outstanding-by-region",
        title="How many councils in each region are outstanding{area}?",
        group="Where authorities stand",
        lead="Outstanding authorities in each region, of those with a grade.",
        method="The latest graded inspection of each authority that exists on the day, as "
        "national shares count it. Authorities whose latest inspection gave no such grade are "
        "not in the percentage.",
        parameters=(ask.AREA,),
        columns=(
            ResultColumn("region", "Region", CellType.TEXT),
            ResultColumn("existing", "Authorities", CellType.TALLY),
            ResultColumn("outstanding", "Outstanding", CellType.TALLY),
            ResultColumn("share", "Of those with a grade", CellType.SHARE),
            ResultColumn("authorities", "Which", CellType.AUTHORITIES),
        ),
        answer=outstanding_by_region,
        every_area=True,
    ),
    Question(
        key="leaders-differ",
        title="At which councils{where} does the grade{area} differ from overall?",
        group="Where authorities stand",
        lead="Inspections that gave leaders another grade than the authority as a whole.",
        method="Only inspections that graded both. The leadership grade of the framework before "
        "2018 was another judgement and can be chosen by itself. Every inspection on record "
        "includes those of abolished authorities.",
        parameters=(ask.WHICH, ask.LEADERS, ask.REGION),
        columns=(
            AUTHORITY,
            ResultColumn("inspection", "Inspection", CellType.INSPECTION),
            ResultColumn("overall", "Overall", CellType.RESULT),
            ResultColumn("area_grade", "This judgement", CellType.RESULT),
            ResultColumn("differs", "Which is", CellType.TEXT),
        ),
        answer=differing,
        every_area=True,
    ),
    Question(
        key="no-overall-grade",
        title="Which councils{where} have no overall grade, and what instead?",
        group="Where authorities stand",
        lead="Authorities whose latest inspection gave no overall grade, with the grades that "
        "it did give.",
        method="Since April 2026 Ofsted grades each area and gives no grade for the whole. None "
        "is worked out here, and the last overall grade no longer holds.",
        parameters=(ask.REGION,),
        columns=(
            AUTHORITY,
            ResultColumn("inspection", "Inspection", CellType.INSPECTION),
            ResultColumn("profile", "Grades given", CellType.FINDINGS),
            ResultColumn("last_overall", "Last overall, no longer given", CellType.FINDING),
        ),
        answer=without_overall_grade,
    ),
)

# Questions on reports, on visits and on new authorities.


VISIT = (
    AUTHORITY,
    ResultColumn("visit", "Visit", CellType.INSPECTION),
    ResultColumn("theme", "Theme", CellType.TEXT),
    ResultColumn("found", "Found", CellType.RESULT),
    ResultColumn("grade", "Grade held then", CellType.FINDING),
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
            ResultColumn("published", "Published", CellType.DAY),
            AUTHORITY,
            ResultColumn("inspection", "Inspection or visit", CellType.INSPECTION),
            ResultColumn("found", "Found", CellType.RESULT),
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
            ResultColumn("began", "Began", CellType.DAY),
            ResultColumn("predecessors", "In place of", CellType.AUTHORITIES),
            ResultColumn("first", "First graded inspection", CellType.FINDING),
            ResultColumn("took", "Time until then", CellType.SPAN),
        ),
        answer=first_inspections,
    ),
)

QUESTIONS: tuple[Question, ...] = (*MOVING, *LASTING, *STANDING, *REPORTING)
"""In the order of the index; those of one group follow one another."""

BY_KEY: dict[str, Question] = {question.key: question for question in QUESTIONS}

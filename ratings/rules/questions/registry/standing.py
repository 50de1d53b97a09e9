"""Where authorities stand: questions on the grades they hold."""

from __future__ import annotations

from ratings.rules.questions import parameters as ask
from ratings.rules.questions.heights import never_below_good, outstanding_by_region
from ratings.rules.questions.leaders_vs_overall import differing
from ratings.rules.questions.no_overall_grade import without_overall_grade
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry.columns import AUTHORITY
from ratings.rules.questions.results import Column, Kind

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
            Column("graded", "Grades", Kind.NUMBER),
            Column("grades", "What was found", Kind.FINDINGS),
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
            Column("region", "Region", Kind.TEXT),
            Column("existing", "Authorities", Kind.TALLY),
            Column("outstanding", "Outstanding", Kind.TALLY),
            Column("share", "Of those with a grade", Kind.SHARE),
            Column("authorities", "Which", Kind.AUTHORITIES),
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
            Column("inspection", "Inspection", Kind.INSPECTION),
            Column("overall", "Overall", Kind.RESULT),
            Column("area_grade", "This judgement", Kind.RESULT),
            Column("differs", "Which is", Kind.TEXT),
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
            Column("inspection", "Inspection", Kind.INSPECTION),
            Column("profile", "Grades given", Kind.FINDINGS),
            Column("last_overall", "Last overall, no longer given", Kind.FINDING),
        ),
        answer=without_overall_grade,
    ),
)

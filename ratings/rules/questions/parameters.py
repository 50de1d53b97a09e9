"""The parameters that questions share, and their defaults where the URL leaves them out."""

from __future__ import annotations

from datetime import date

from ratings.rules.changes import year_before
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.question import Parameter, ParameterType
from ratings.rules.questions.recovery import GOAL_WORDS

YEARS_TO_RECOVER = 7
"""Default number of years for the question about recovery: long enough to see one."""


def _a_year_before(known: QuestionContext) -> str:
    return max(year_before(known.as_at), _line_begins(known)).isoformat()


def _years_before(known: QuestionContext) -> str:
    """A 31 March some years back: Ofsted's year ends then."""
    year = known.as_at.year - ((known.as_at.month, known.as_at.day) < (3, 31))
    return max(date(year - YEARS_TO_RECOVER, 3, 31), _line_begins(known)).isoformat()


def _line_begins(known: QuestionContext) -> date:
    """The day from which overall grades can be on record: earlier dates are not offered."""
    return min((f.first_day for f in known.frameworks if f.in_line), default=known.as_at)


def _last_month_known(known: QuestionContext) -> str:
    """The last month that the record reaches."""
    return known.complete_to.isoformat()[:7]


REGION = Parameter("region", "Region", ParameterType.REGION)
AREA = Parameter("area", "Judgement", ParameterType.AREA)
LEADERS = Parameter("area", "Judgement", ParameterType.ONE_AREA, default=lambda known: "leaders")
A_YEAR = Parameter("since", "Since", ParameterType.DAY, default=_a_year_before)
SINCE = Parameter("since", "Since (blank: all)", ParameterType.DAY)
ON = Parameter("on", "Inadequate on", ParameterType.DAY, default=_years_before)
MONTH = Parameter("month", "Month", ParameterType.MONTH, default=_last_month_known)
STEPS = Parameter(
    "steps", "Moved at least", ParameterType.CHOICE, default=lambda known: "2",
    choices=(("1", "one grade"), ("2", "two grades"), ("3", "three grades")),
)  # fmt: skip
WAY = Parameter(
    "way", "Which way", ParameterType.CHOICE,
    choices=(("", "up or down"), ("up", "up"), ("down", "down")),
)  # fmt: skip
REACHED = Parameter(
    "reached", "Has reached", ParameterType.CHOICE, default=lambda known: "good",
    choices=tuple(GOAL_WORDS.items()),
)  # fmt: skip
WHICH = Parameter(
    "which", "Inspections", ParameterType.CHOICE, default=lambda known: "latest",
    choices=(("latest", "latest of each"), ("all", "every one")),
)  # fmt: skip
GRADE = Parameter("grade", "Grade", ParameterType.GRADE)

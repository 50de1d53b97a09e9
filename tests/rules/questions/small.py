"""A small country for tests of the questions' rules: councils, inspections, what was known."""

from __future__ import annotations

from datetime import date

from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer
from ratings.rules.status import get_status
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import COMPARABILITY, LAST, NEW, OLD

KENT = Authority("kent", "Kent", region="South East")
LEEDS = Authority("leeds", "Leeds", region="Yorkshire and The Humber")
OVERALL = QuestionJudgement(COMPARABILITY)


def known(
    *inspections: Inspection,
    as_at: str = "2024-03-31",
    complete_to: str = "",
    councils: tuple[Authority, ...] = (KENT, LEEDS),
) -> QuestionContext:
    """The country as at a day; complete to that day, unless it says otherwise."""
    day, found = date.fromisoformat(as_at), sorted(inspections, key=lambda i: i.order_key)
    own = {c.slug: [i for i in found if i.authority == c.slug] for c in councils}
    return QuestionContext(
        as_at=day,
        complete_to=date.fromisoformat(complete_to or as_at),
        statuses={c.slug: get_status(c, own[c.slug], COMPARABILITY, day) for c in councils},
        comparability=COMPARABILITY,
        frameworks=(OLD, NEW, LAST),
    )


def asked(**values: object) -> QuestionParams:
    """A question's parameters; days as ISO text."""
    days = {k: date.fromisoformat(str(v)) for k, v in values.items() if k in ("since", "on")}
    return QuestionParams(**({"subject": OVERALL} | values | days))  # type: ignore[arg-type]


def who(answer: Answer) -> list[str]:
    """The slugs of the first column."""
    return [row[0].slug for row in answer.rows if isinstance(row[0], Authority)]

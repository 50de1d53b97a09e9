"""Every standing question, as data. A new one is an entry here and a function that answers."""

from __future__ import annotations

from ratings.rules.questions.question import Question
from ratings.rules.questions.registry.lasting import LASTING
from ratings.rules.questions.registry.moving import MOVING
from ratings.rules.questions.registry.reporting import REPORTING
from ratings.rules.questions.registry.standing import STANDING

QUESTIONS: tuple[Question, ...] = (*MOVING, *LASTING, *STANDING, *REPORTING)
"""In the order of the index; those of one group follow one another."""

BY_KEY: dict[str, Question] = {question.key: question for question in QUESTIONS}

"""A question as data: its title, its parameters and its table's columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ratings.rules.dates import day_in_words, month_in_words
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.results import Answer, ResultColumn

STEPS = {1: "one or more grades", 2: "two or more grades", 3: "three grades"}
"""At least so many grades, of a scale of four."""


class ParameterType(StrEnum):
    """What a parameter's value is."""

    DAY = "day"
    MONTH = "month"
    AREA = "area"  # overall effectiveness among them
    ONE_AREA = "one-area"  # overall effectiveness left out
    GRADE = "grade"
    REGION = "region"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `name` is that of a field of `QuestionParams` and of the query string.

    Where the URL leaves it out, `default` gives its value as text from what is known.
    `choices` are values and labels, for a choice.
    """

    name: str
    label: str
    takes: ParameterType
    default: Callable[[QuestionContext], str] = lambda known: ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionParams:
    """The requested parameters. A question reads the fields that its parameters name.

    `since`, `on` and `month` (its first day) are days; `steps` a number of grades; `way` up,
    down or (blank) either; `which` latest or all; `reached` and `grade` keys of grades;
    `regions` ONS regions (none: all of England), `place` their label together.
    """

    subject: QuestionJudgement
    since: date | None = None
    on: date | None = None
    month: date | None = None
    steps: int = 1
    reached: str = ""
    way: str = ""
    which: str = ""
    grade: str = ""
    regions: tuple[str, ...] = ()
    place: str = ""

    @property
    def where(self) -> str:
        """` in the South East`, for the middle of a sentence; nothing for all of England."""
        return f" {self.place}" if self.regions else ""

    @property
    def words(self) -> dict[str, str]:
        """Text for the placeholders of a question's title; each begins with a space."""
        return {
            "where": self.where,
            "area": self.subject.in_words,
            "since": self.since_words,
            "on": f" on {day_in_words(self.on)}" if self.on else "",
            "month": f" in {month_in_words(self.month)}" if self.month else "",
            "moved": f" {STEPS[self.steps]} {self.way}".rstrip(),
            "goal": f" {self.reached.replace('-', ' ')} or better" if self.reached else "",
            "grade": f" the grade {self.grade.replace('-', ' ')}"
            if self.grade
            else " the same grade",
        }

    @property
    def since_words(self) -> str:
        """` since 31 March 2019`; empty for the whole record."""
        return f" since {day_in_words(self.since)}" if self.since else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A standard question.

    `title` has placeholders for the parameters (`QuestionParams.words`): `heading` fills them.
    `lead` says in a sentence what it answers, `method` how it is counted. `every_area`: it
    needs the grades of judgement areas whatever the parameters.
    """

    key: str
    title: str
    group: str
    lead: str
    method: str
    parameters: tuple[Parameter, ...]
    columns: tuple[ResultColumn, ...]
    answer: Callable[[QuestionContext, QuestionParams], Answer]
    every_area: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    def heading(self, asked: QuestionParams) -> str:
        """`Which councils in the North West have improved since 1 December 2025?`"""
        return self.title.format_map(asked.words)

    def ask(self, known: QuestionContext, asked: QuestionParams) -> Answer:
        """The answer; for a future day, an answer saying that there is none yet."""
        ahead = max((d for d in (asked.since, asked.on, asked.month) if d), default=known.as_at)
        if ahead > known.as_at:
            return Answer(
                f"{day_in_words(ahead)} is after {day_in_words(known.as_at)}, the day of this "
                "page, so there is nothing to answer yet."
            )
        return self.answer(known.within(asked.regions), asked)

"""One question asked through an address, and what the record answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict

from ratings.forms import Moment, today
from ratings.models.cached_urls import reverse
from ratings.parameters import DEFAULT_AREA
from ratings.rules.questions.context import Known
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry import QUESTIONS
from ratings.rules.questions.results import Answer
from ratings.views.context import Record, record_now
from ratings.views.dates import check, moment
from ratings.views.questions.context import known_at
from ratings.views.questions.form import QuestionForm


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was asked of it, at which moment, and its answer."""

    question: Question
    moment: Moment
    record: Record
    form: QuestionForm
    title: str
    answer: Answer

    @property
    def citation(self) -> str:
        """What to write beside the answer, with an address that shows it for good."""
        known_by = self.moment.known_by or today()
        dates = {"as_at": self.moment.as_at.isoformat(), "known_by": known_by.isoformat()}
        asked = {name: value for name, value in self.form.data.items() if value}
        path = reverse("question", args=[self.question.key])
        address = f"{settings.SITE_URL}{path}?{urlencode(dates | asked)}"
        said = self.record.quotable(self.answer.sentence, self.moment)
        return f"{said} Ofsted ratings over time, {address}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a question answers by itself: the sentence, and how many rows are behind it."""

    question: Question
    title: str
    sentence: str
    count: int


def answered(request: HttpRequest, question: Question) -> Answered:
    """The answer that an address asks for. Raises BadParameter."""
    asked, record = moment(request), record_now()
    area = request.GET.get("area") or DEFAULT_AREA
    every_area = question.every_area or area != DEFAULT_AREA
    known = known_at(asked, record, every_area=every_area)
    return _answered(question, request.GET, known, asked, record)


def all_answered(request: HttpRequest) -> tuple[Moment, Record, tuple[Said, ...]]:
    """Every question as it answers by itself: worked out once for the page and its data."""
    asked, record = moment(request), record_now()
    about = (asked.as_at, asked.known_by)
    return asked, record, record.whole.kept("answers", about, lambda: _all_said(asked, record))


def _all_said(asked: Moment, record: Record) -> tuple[Said, ...]:
    known, nothing = known_at(asked, record, every_area=True), QueryDict()
    every = (_answered(each, nothing, known, asked, record) for each in QUESTIONS)
    return tuple(Said(a.question, a.title, a.answer.sentence, len(a.answer.rows)) for a in every)


def _answered(
    question: Question, query: QueryDict, known: Known, asked: Moment, record: Record
) -> Answered:
    form = QuestionForm(query, question, known, record)
    check(form)
    of = form.asked()
    return Answered(question, asked, record, form, question.heading(of), question.ask(known, of))

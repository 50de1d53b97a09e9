"""One question asked through an address, and what the record answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict

from ratings.forms import Moment, today
from ratings.models.cached_urls import reverse
from ratings.models.snapshot import Whole
from ratings.parameters import DEFAULT_AREA
from ratings.rules.questions.context import Council, Known
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry import QUESTIONS
from ratings.rules.questions.results import Answer
from ratings.rules.status import by_authority
from ratings.views.context import Record, record_now
from ratings.views.dates import check, moment
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


COLUMNS = (
    "slug", "name", "start_date", "end_date", "region", "authority_type", "gss_code", "la_code",
)  # fmt: skip


def known_at(moment: Moment, record: Record, *, every_area: bool) -> Known:
    """The record as at a moment.

    `every_area`: with which judgement areas national counts take as one.
    """
    about = (moment.as_at, moment.known_by, every_area)
    return record.whole.kept("questions", about, lambda: _known(moment, record, every_area))


def _known(moment: Moment, record: Record, every_area: bool) -> Known:
    reference, whole = record.reference, record.whole
    days = (moment.as_at, moment.known_by, reference.complete_to.get("graded"))
    return Known(
        as_at=moment.as_at,
        complete_to=min(day for day in days if day),
        councils=councils(moment, whole),
        inspections=by_authority(whole.as_at(moment.as_at, moment.known_by)),
        comparability=reference.comparability,
        frameworks=tuple(
            sorted(reference.frameworks.values(), key=lambda f: (f.first_day, f.code))
        ),
        successions=reference.successions,
        counted_as_one=whole.counted_as_one if every_area else (),
    )


def councils(moment: Moment, whole: Whole) -> tuple[Council, ...]:
    """Authorities that had begun by the day, A to Z."""
    return tuple(
        Council(*(getattr(each, name) for name in COLUMNS))
        for each in whole.authorities.values()
        if each.start_date is None or each.start_date <= moment.as_at
    )


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

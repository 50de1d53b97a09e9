"""Parse and answer one question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict

from ratings.forms import FIRST_DAY, LAST_DAY, IsoDateField, QueryDates, today
from ratings.models.cached_urls import reverse
from ratings.models.record import Record
from ratings.parameters import DEFAULT_AREA, ChosenField, CountryPart, PartField
from ratings.rules.grades import grades_of
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import Parameter, ParameterType, Question, QuestionParams
from ratings.rules.questions.registry import QUESTIONS
from ratings.rules.questions.results import Answer
from ratings.rules.types import Area
from ratings.views.dates import check, get_query_dates

A_MONTH = f"a month such as 2026-07, from {FIRST_DAY:%Y-%m} to {LAST_DAY:%Y-%m}"
OVERALL = "Overall effectiveness"
_ISO_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class MonthField(forms.Field):
    """A month written 2026-07; gives its first day. Blank: None."""

    widget = forms.TextInput(
        attrs={"type": "month", "min": f"{FIRST_DAY:%Y-%m}", "max": f"{LAST_DAY:%Y-%m}"}
    )
    allowed = (A_MONTH,)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        day = date.fromisoformat(f"{text}-01") if _ISO_MONTH.fullmatch(text) else None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(f"Write {A_MONTH}.", code="invalid")
        return day


class QuestionForm(forms.Form):
    """A form with the question's parameters; those left out have their defaults.

    `kept` are the parameters given in the URL, by name.
    """

    def __init__(
        self, query: QueryDict, question: Question, known: QuestionContext, record: Record
    ) -> None:
        given = {name: query.get(name, "").strip() for name in question.names}
        filled = {p.name: given[p.name] or p.default(known) for p in question.parameters}
        super().__init__(filled, auto_id="question-%s")
        self.known, self.record = known, record
        self.kept = {name: value for name, value in given.items() if value}
        for parameter in question.parameters:
            field = MAKERS[parameter.takes](self, parameter)
            field.widget.attrs["class"] = "field"
            self.fields[parameter.name] = field

    def asked(self) -> QuestionParams:
        """The parameters; call it on a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if value}
        part: CountryPart = values.pop("region", CountryPart())
        area = self._area(values.pop("area", ""))
        if "steps" in values:
            values["steps"] = int(values["steps"])
        subject = QuestionJudgement(self.known.comparability, area)
        return QuestionParams(subject, regions=part.regions, place=part.in_words, **values)

    def _area(self, key: str) -> Area | None:
        """The area of the newest framework that judges it; None for overall effectiveness."""
        areas = (f.area(key) for f in reversed(self.known.frameworks) if f.in_line)
        found = next((area for area in areas if area), None)
        return None if found is None or found.is_headline else found

    def areas(self, *, with_overall: bool) -> list[tuple[str, Any]]:
        """The judgement areas of the line's frameworks, under the newest that judges each;
        overall effectiveness first."""
        seen: set[str] = set()
        groups: dict[str, list[tuple[str, str]]] = {}
        for framework in reversed([f for f in self.known.frameworks if f.in_line]):
            new = [a for a in framework.areas if a.key not in seen and not a.is_headline]
            seen |= {area.key for area in new}
            named = ((area.key, area.short_name) for area in new)
            groups.setdefault(framework.name.split(" (")[0], []).extend(named)
        overall: list[tuple[str, Any]] = [(DEFAULT_AREA, OVERALL)] if with_overall else []
        return [*overall, *((name, choices) for name, choices in groups.items() if choices)]


def _day(form: QuestionForm, parameter: Parameter) -> forms.Field:
    field = IsoDateField(required=False, label=parameter.label)
    field.widget.attrs |= {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
    return field


def _grade(form: QuestionForm, parameter: Parameter) -> forms.Field:
    grades = grades_of(form.known.frameworks)
    return ChosenField([("", "any"), *((g.key, g.word) for g in grades)], label=parameter.label)


MAKERS: dict[ParameterType, Callable[[QuestionForm, Parameter], forms.Field]] = {
    ParameterType.DAY: _day,
    ParameterType.MONTH: lambda _, p: MonthField(required=False, label=p.label),
    ParameterType.AREA: lambda form, p: ChosenField(form.areas(with_overall=True), label=p.label),
    ParameterType.ONE_AREA: lambda form, p: ChosenField(
        form.areas(with_overall=False), label=p.label
    ),
    ParameterType.GRADE: _grade,
    ParameterType.REGION: lambda _, p: PartField(label=p.label),
    ParameterType.CHOICE: lambda _, p: ChosenField(p.choices, label=p.label),
}


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its parameters and as-of dates, and its answer."""

    question: Question
    moment: QueryDates
    record: Record
    form: QuestionForm
    title: str
    answer: Answer

    @property
    def citation(self) -> str:
        """The citation of the answer, with a permanent URL."""
        known_by = self.moment.known_by or today()
        dates = {"as_at": self.moment.as_at.isoformat(), "known_by": known_by.isoformat()}
        asked = {name: value for name, value in self.form.data.items() if value}
        path = reverse("question", args=[self.question.key])
        address = f"{settings.SITE_URL}{path}?{urlencode(dates | asked)}"
        said = self.record.quotable(self.answer.sentence, self.moment.known_by)
        return f"{said} Ofsted ratings over time, {address}"


Summary = tuple[Question, str, str, int]
"""A question with default parameters: its title, its answer in a sentence, the rows behind it."""


def known_at(moment: QueryDates, record: Record, *, every_area: bool) -> QuestionContext:
    """The record as at the as-of dates.

    `every_area`: include the judgement areas that national counts treat as one.
    """
    about = (moment.as_at, moment.known_by, every_area)
    return record.kept("questions", about, lambda: _known(moment, record, every_area))


def _known(moment: QueryDates, record: Record, every_area: bool) -> QuestionContext:
    days = (moment.as_at, moment.known_by, record.complete_to.get("graded"))
    statuses = record.statuses(moment.as_at, moment.known_by)
    return QuestionContext(
        as_at=moment.as_at,
        complete_to=min(day for day in days if day),
        statuses={
            slug: status
            for slug, status in statuses.items()
            if status.authority.had_begun(moment.as_at)
        },
        comparability=record.comparability,
        frameworks=record.begun(*moment.span),
        successions=record.successions,
        counted_as_one=record.counted_as_one if every_area else (),
    )


def get_answer(request: HttpRequest, question: Question) -> AnsweredQuestion:
    """The answer that a URL requests. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    area = request.GET.get("area") or DEFAULT_AREA
    every_area = question.every_area or area != DEFAULT_AREA
    known = known_at(asked, record, every_area=every_area)
    return _answered(question, request.GET, known, asked, record)


def get_all_answers(
    request: HttpRequest,
) -> tuple[QueryDates, Record, list[Summary]]:
    """Every question with default parameters: computed once for the page and its data."""
    asked, record = get_query_dates(request), Record.current()
    about = (asked.as_at, asked.known_by)
    return asked, record, record.kept("answers", about, lambda: _all_said(asked, record))


def _all_said(asked: QueryDates, record: Record) -> list[Summary]:
    known, nothing = known_at(asked, record, every_area=True), QueryDict()
    every = (_answered(each, nothing, known, asked, record) for each in QUESTIONS)
    return [(a.question, a.title, a.answer.sentence, len(a.answer.rows)) for a in every]


def _answered(
    question: Question,
    query: QueryDict,
    known: QuestionContext,
    asked: QueryDates,
    record: Record,
) -> AnsweredQuestion:
    form = QuestionForm(query, question, known, record)
    check(form)
    of = form.asked()
    return AnsweredQuestion(
        question, asked, record, form, question.heading(of), question.ask(known, of)
    )

"""The form of a question, made from its parameters; what it understood is an `Asked`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from ratings.forms import FIRST_DAY, LAST_DAY, IsoDateField
from ratings.parameters import DEFAULT_AREA, ChosenField, Part, PartField
from ratings.rules.grades import best_first
from ratings.rules.questions.context import Known
from ratings.rules.questions.judgement import Subject
from ratings.rules.questions.question import Asked, Parameter, Question, Takes
from ratings.rules.types import Area
from ratings.views.context import Record

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
    """Fields as the question's parameters ask; what is left out has its default.

    `kept` are the parameters that were given in the address, by name.
    """

    def __init__(self, query: QueryDict, question: Question, known: Known, record: Record) -> None:
        given = {name: query.get(name, "").strip() for name in question.names}
        filled = {p.name: given[p.name] or p.default(known) for p in question.parameters}
        super().__init__(filled, auto_id="question-%s")
        self.known, self.record = known, record
        self.kept = {name: value for name, value in given.items() if value}
        for parameter in question.parameters:
            field = MAKERS[parameter.takes](self, parameter)
            field.widget.attrs["class"] = "field"
            self.fields[parameter.name] = field

    def asked(self) -> Asked:
        """What was asked; call it on a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if value}
        part: Part = values.pop("region", Part())
        area = self._area(values.pop("area", ""))
        if "steps" in values:
            values["steps"] = int(values["steps"])
        subject = Subject(self.known.comparability, area)
        return Asked(subject, regions=part.regions, place=part.in_words, **values)

    def _area(self, key: str) -> Area | None:
        """The area of the newest framework that asks it; None for overall effectiveness."""
        areas = (f.area(key) for f in reversed(self.known.frameworks) if f.in_line)
        found = next((area for area in areas if area), None)
        return None if found is None or found.is_headline else found

    def areas(self, *, with_overall: bool) -> list[tuple[str, Any]]:
        """The judgement areas of the line's frameworks, under the newest that asks each;
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


def _month(form: QuestionForm, parameter: Parameter) -> forms.Field:
    return MonthField(required=False, label=parameter.label)


def _area(form: QuestionForm, parameter: Parameter) -> forms.Field:
    return ChosenField(form.areas(with_overall=True), label=parameter.label)


def _one_area(form: QuestionForm, parameter: Parameter) -> forms.Field:
    return ChosenField(form.areas(with_overall=False), label=parameter.label)


def _grade(form: QuestionForm, parameter: Parameter) -> forms.Field:
    grades = best_first(form.record.reference.grades.values())
    return ChosenField([("", "any"), *((g.key, g.word) for g in grades)], label=parameter.label)


def _region(form: QuestionForm, parameter: Parameter) -> forms.Field:
    return PartField(label=parameter.label)


def _choice(form: QuestionForm, parameter: Parameter) -> forms.Field:
    return ChosenField(parameter.choices, label=parameter.label)


MAKERS: dict[Takes, Callable[[QuestionForm, Parameter], forms.Field]] = {
    Takes.DAY: _day,
    Takes.MONTH: _month,
    Takes.AREA: _area,
    Takes.ONE_AREA: _one_area,
    Takes.GRADE: _grade,
    Takes.REGION: _region,
    Takes.CHOICE: _choice,
}

"""Questions and their answers as JSON and CSV: what the pages show, with the same parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import Sheet
from ratings.forms import Moment
from ratings.models.cached_urls import reverse
from ratings.rules.name_matching import nearest
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry import BY_KEY, QUESTIONS
from ratings.views.context import Record
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_page
from ratings.views.questions.selectors import Answered, Said, all_answered, answered
from ratings.views.questions.serializers import row_data, sheet

View = Callable[[HttpRequest], HttpResponse]

INDEX_COLUMNS = ("question", "title", "answer", "rows", "parameters", "address")


@public_page(*MOMENT)
def questions_json(request: HttpRequest) -> HttpResponse:
    """Every question with its answer in a sentence, and where to ask it."""
    asked, record, every = all_answered(request)
    return json_answer({**_provenance(asked, record), "questions": [_entry(a) for a in every]})


@public_page(*MOMENT)
def questions_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row a question."""
    asked, _, every = all_answered(request)
    rows = (_entry_row(found) for found in every)
    return csv_answer("questions", asked, Sheet(INDEX_COLUMNS, rows))


@csrf_exempt
def question_json(request: HttpRequest, key: str) -> HttpResponse:
    """One question's answer: the sentence and the rows behind it."""
    page = JSON_PAGES.get(key)
    return page(request) if page else _not_found(request, key)


@csrf_exempt
def question_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The same rows as a sheet."""
    page = CSV_PAGES.get(key)
    return page(request) if page else _not_found(request, key)


def _json_of(asked: Question) -> View:
    @public_page(*MOMENT, *asked.names)
    def page(request: HttpRequest) -> HttpResponse:
        found = answered(request, asked)
        return json_answer({**_provenance(found.moment, found.record), **_whole(found)})

    return page


def _csv_of(asked: Question) -> View:
    @public_page(*MOMENT, *asked.names)
    def page(request: HttpRequest) -> HttpResponse:
        found = answered(request, asked)
        return csv_answer(asked.key, found.moment, sheet(asked.columns, found.answer.rows))

    return page


JSON_PAGES = {question.key: _json_of(question) for question in QUESTIONS}
CSV_PAGES = {question.key: _csv_of(question) for question in QUESTIONS}


def _whole(found: Answered) -> dict[str, Any]:
    columns = found.question.columns
    return {
        "question": found.question.key,
        "title": found.title,
        "method": found.question.method,
        "asked": {each.name: each.value() or None for each in found.form},
        "answer": found.answer.sentence,
        "count": len(found.answer.rows),
        "rows": [row_data(columns, row) for row in found.answer.rows],
    }


def _entry(found: Said) -> dict[str, Any]:
    question = found.question
    return {
        "question": question.key,
        "title": found.title,
        "group": question.group,
        "answer": found.sentence,
        "count": found.count,
        "parameters": list(question.names),
        "address": reverse("question", args=[question.key]),
    }


def _entry_row(found: Said) -> tuple[object, ...]:
    question = found.question
    address = reverse("question", args=[question.key])
    return (question.key, found.title, found.sentence, found.count,
            "|".join(question.names), address)  # fmt: skip


def _provenance(moment: Moment, record: Record) -> serializers.Data:
    return serializers.provenance_data(moment, record.reference, record.number)


def _not_found(request: HttpRequest, key: str) -> HttpResponse:
    near = nearest(key, ((name, name) for name in BY_KEY))
    return data_not_found(request.path, f"There is no question called {key[:80]}.", near)

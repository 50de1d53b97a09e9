"""The index of questions and the page of each, rendered by one template for all of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from ratings.forms import QueryDates
from ratings.models.cached_urls import reverse
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry import QUESTIONS
from ratings.rules.questions.results import AuthorityCount, Cell
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_view
from ratings.views.questions.selectors import AnsweredQuestion, get_all_answers, get_answer


@public_view(*MOMENT)
def questions(request: HttpRequest) -> HttpResponse:
    """Every question with its answer as at the dates, in groups; three queries."""
    asked, record, every = get_all_answers(request)
    groups = [(name, list(found)) for name, found in groupby(every, lambda each: each[0].group)]
    return render(
        request,
        "ratings/questions.html",
        {"moment": asked, "record": record, "groups": groups, "count": len(every)},
    )


@csrf_exempt
def question(request: HttpRequest, key: str) -> HttpResponse:
    """The page of one question; each has its own parameters."""
    page = PAGES.get(key)
    if page is None:
        raise Http404(f"There is no question called {key}.")
    return page(request)


def _page_of(asked: Question) -> Callable[[HttpRequest], HttpResponse]:
    """A public page that accepts the parameters of the question."""

    @public_view(*MOMENT, *asked.names)
    def page(request: HttpRequest) -> HttpResponse:
        found = get_answer(request, asked)
        return render(
            request,
            "ratings/questions/question.html",
            {
                "moment": found.moment,
                "record": found.record,
                "question": found.question,
                "title": found.title,
                "form": found.form,
                "answer": found.answer,
                "rows": [
                    [
                        {"column": column, "cell": cell, "href": _href(cell, found.moment)}
                        for column, cell in zip(asked.columns, row, strict=True)
                    ]
                    for row in found.answer.rows
                ],
                "count": len(found.answer.rows),
                "csv": _data_address("question-csv", found, request),
                "json": _data_address("question-json", found, request),
                "citation": found.citation,
            },
        )

    return page


PAGES = {question.key: _page_of(question) for question in QUESTIONS}


def _href(cell: Cell, moment: QueryDates) -> str:
    """The drill-down list of a count, where there is one."""
    if not isinstance(cell, AuthorityCount) or not cell.listed:
        return ""
    asked = {"grade": cell.grade, "region": cell.region}
    query = urlencode({k: v for k, v in asked.items() if v} | moment.parameters())
    return f"{reverse('authorities')}?{query}" if query else reverse("authorities")


def _data_address(name: str, found: AnsweredQuestion, request: HttpRequest) -> str:
    """The URL of the same as data, with all parameters of the page."""
    asked = {key: value for key, value in request.GET.items() if value}
    path = reverse(name, args=[found.question.key])
    return f"{path}?{urlencode(asked)}" if asked else path

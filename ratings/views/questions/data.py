"""Questions and their answers as JSON and CSV: the same data and parameters as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.models.cached_urls import reverse
from ratings.rules.name_matching import closest_matches
from ratings.rules.questions.question import Question
from ratings.rules.questions.registry import BY_KEY, QUESTIONS
from ratings.rules.questions.results import (
    CellType,
    Finding,
    Percentage,
    ResultColumn,
    Row,
)
from ratings.rules.types import Authority, Inspection
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_view
from ratings.views.questions.selectors import (
    AnsweredQuestion,
    get_all_answers,
    get_answer,
)

View = Callable[[HttpRequest], HttpResponse]

INDEX_COLUMNS = ("question", "title", "answer", "rows", "parameters", "address")


@public_view(*MOMENT)
def questions_json(request: HttpRequest) -> HttpResponse:
    """Every question with its answer in a sentence, and its URL."""
    asked, record, every = get_all_answers(request)
    return json_answer(
        {
            **serializers.provenance_data(asked, record),
            "questions": [_entry(*each) for each in every],
        }
    )


@public_view(*MOMENT)
def questions_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per question."""
    asked, _, every = get_all_answers(request)
    rows = (_entry_row(*each) for each in every)
    return csv_answer("questions", asked, DataTable(INDEX_COLUMNS, rows))


@csrf_exempt
def question_json(request: HttpRequest, key: str) -> HttpResponse:
    """One question's answer: the sentence and its rows."""
    page = JSON_PAGES.get(key)
    return page(request) if page else _not_found(request, key)


@csrf_exempt
def question_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The same rows as a table."""
    page = CSV_PAGES.get(key)
    return page(request) if page else _not_found(request, key)


def _json_of(asked: Question) -> View:
    @public_view(*MOMENT, *asked.names)
    def page(request: HttpRequest) -> HttpResponse:
        found = get_answer(request, asked)
        return json_answer(
            {**serializers.provenance_data(found.moment, found.record), **_whole(found)}
        )

    return page


Values = tuple[object, ...]


def row_data(columns: Iterable[ResultColumn], row: Row) -> dict[str, Any]:
    """A row as JSON, by the keys of its columns; missing values are null."""
    return {
        column.key: None if cell is None else JSON[column.kind](cell)
        for column, cell in zip(columns, row, strict=True)
    }


def sheet(columns: Iterable[ResultColumn], rows: Iterable[Row]) -> DataTable:
    """The rows as a table: each column is as many columns of it as its type of cell needs."""
    wanted = tuple(columns)
    headings = (heading for column in wanted for heading in headings_of(column))
    cells = ([v for c, cell in zip(wanted, row, strict=True) for v in values_of(c, cell)]
             for row in rows)  # fmt: skip
    return DataTable(tuple(headings), cells)


def headings_of(column: ResultColumn) -> Iterable[str]:
    """`before`, `before_words`, `before_inspection`, `before_date` for a finding."""
    return (f"{column.key}{suffix}" for suffix in SUFFIXES.get(column.kind, ("",)))


def values_of(column: ResultColumn, cell: Any) -> Values:
    if cell is None:
        return ("",) * len(SUFFIXES.get(column.kind, ("",)))
    return CSV[column.kind](cell) if column.kind in CSV else (cell,)


# --- JSON --------------------------------------------------------------------------------


def _council(council: Authority) -> dict[str, Any]:
    return {
        "slug": council.slug,
        "name": council.name,
        "gss_code": council.gss_code,
        "la_code": council.la_code,
        "region": council.region,
        "end_date": council.end.isoformat() if council.end else None,
    }


def _result(finding: Finding) -> dict[str, Any]:
    return {
        "grade": finding.grade.key if finding.grade else None,
        "words": finding.words,
        "profile": finding.profile or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    inspection = finding.inspection
    return {
        **_result(finding),
        "inspection": inspection.id if inspection else None,
        "date": inspection.shown_date.isoformat() if inspection else None,
    }


def _inspection(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspection": inspection.id,
        "date": inspection.shown_date.isoformat(),
        "kind": inspection.kind,
        "report_url": inspection.report_url or None,
    }


def _share(share: Percentage) -> dict[str, Any]:
    percent = 100 * share.fraction if share.fraction is not None else None
    return {"count": share.count, "of": share.of, "percent": percent}


JSON: dict[CellType, Callable[[Any], Any]] = {
    CellType.AUTHORITY: _council,
    CellType.AUTHORITIES: lambda found: [council.slug for council in found],
    CellType.FINDING: _finding,
    CellType.RESULT: _result,
    CellType.FINDINGS: lambda found: [
        {"of": each.label or None, **_finding(each)} for each in found
    ],
    CellType.INSPECTION: _inspection,
    CellType.DAY: lambda day: day.isoformat(),
    CellType.SPAN: lambda span: {
        "start_date": span.start.isoformat(),
        "days": span.days,
        "open": span.is_open,
    },
    CellType.NUMBER: lambda number: number,
    CellType.TALLY: lambda tally: tally.number,
    CellType.SHARE: _share,
    CellType.TEXT: lambda text: text,
}

# --- CSV ---------------------------------------------------------------------------------

SUFFIXES: dict[CellType, tuple[str, ...]] = {
    CellType.AUTHORITY: ("", "_name", "_gss_code", "_la_code", "_region", "_end_date"),
    CellType.FINDING: ("", "_words", "_inspection", "_date"),
    CellType.RESULT: ("", "_words"),
    CellType.INSPECTION: ("", "_date", "_kind", "_report_url"),
    CellType.SPAN: ("_start_date", "_days", "_open"),
    CellType.SHARE: ("_count", "_of", "_percent"),
}


def _result_values(finding: Finding) -> Values:
    grade = finding.grade.key if finding.grade else ""
    return (grade, f"{finding.words}: {finding.profile}" if finding.profile else finding.words)


def _finding_values(finding: Finding) -> Values:
    inspection = finding.inspection
    where = (inspection.id, inspection.shown_date) if inspection else ("", "")
    return (*_result_values(finding), *where)


def _phrase(each: Finding) -> str:
    """`good 2018`, `leaders good`; several are separated by bars."""
    inspection = each.inspection
    year = str(inspection.first_day.year) if inspection else ""
    return " ".join(part for part in (each.label, each.words, year) if part)


CSV: dict[CellType, Callable[[Any], Values]] = {
    CellType.AUTHORITY: lambda c: (c.slug, c.name, c.gss_code, c.la_code, c.region, c.end),
    CellType.AUTHORITIES: lambda found: ("|".join(council.slug for council in found),),
    CellType.FINDING: _finding_values,
    CellType.RESULT: _result_values,
    CellType.FINDINGS: lambda found: (" | ".join(map(_phrase, found)),),
    CellType.INSPECTION: lambda i: (i.id, i.shown_date, i.kind, i.report_url),
    CellType.SPAN: lambda span: (span.start, span.days, span.is_open),
    CellType.TALLY: lambda tally: (tally.number,),
    CellType.SHARE: lambda share: (share.count, share.of, _share(share)["percent"]),
}


def _csv_of(asked: Question) -> View:
    @public_view(*MOMENT, *asked.names)
    def page(request: HttpRequest) -> HttpResponse:
        found = get_answer(request, asked)
        return csv_answer(asked.key, found.moment, sheet(asked.columns, found.answer.rows))

    return page


JSON_PAGES = {question.key: _json_of(question) for question in QUESTIONS}
CSV_PAGES = {question.key: _csv_of(question) for question in QUESTIONS}


def _whole(found: AnsweredQuestion) -> dict[str, Any]:
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


def _entry(question: Question, title: str, sentence: str, count: int) -> dict[str, Any]:
    return {
        "question": question.key,
        "title": title,
        "group": question.group,
        "answer": sentence,
        "count": count,
        "parameters": list(question.names),
        "address": reverse("question", args=[question.key]),
    }


def _entry_row(question: Question, title: str, sentence: str, count: int) -> tuple[object, ...]:
    address = reverse("question", args=[question.key])
    return (question.key, title, sentence, count, "|".join(question.names), address)


def _not_found(request: HttpRequest, key: str) -> HttpResponse:
    near = closest_matches(key, ((name, name) for name in BY_KEY))
    return data_not_found(request.path, f"There is no question called {key[:80]}.", near)

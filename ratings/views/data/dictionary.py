"""The data dictionary as a page, as JSON and as CSV."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.dictionary import TABLES, Column, Table
from ratings.exports.dictionary.listing import dictionary_data, dictionary_sheet
from ratings.exports.dictionary.values import Allowed, allowed
from ratings.exports.responses import SheetAnswer, csv_answer, json_answer
from ratings.models.reference import Reference
from ratings.views.data.params import question_of
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_page


@dataclass(frozen=True, slots=True)
class Described:
    """A column with the values it can hold; none where it is not a list."""

    column: Column
    values: Allowed


@public_page(*MOMENT)
def page(request: HttpRequest) -> HttpResponse:
    """Every column of every table. The dates change nothing in it: links carry them on."""
    found = question_of(request, "dictionary")
    reference = found.record.reference
    return render(
        request,
        "ratings/dictionary.html",
        {
            "moment": found.asked.moment,
            "record": found.record,
            "tables": [(table, _described(table, reference)) for table in TABLES],
        },
    )


@public_page(*MOMENT)
def as_json(request: HttpRequest) -> HttpResponse:
    """The same, with the meaning of every value."""
    found = question_of(request, "dictionary")
    reference = found.record.reference
    return json_answer(
        {
            **serializers.provenance_data(found.asked.moment, reference, found.record.number),
            "tables": dictionary_data(reference),
        }
    )


@public_page(*MOMENT)
def as_csv(request: HttpRequest) -> SheetAnswer:
    """The same as a row a column."""
    found = question_of(request, "dictionary")
    return csv_answer("dictionary", found.asked.moment, dictionary_sheet(found.record.reference))


def _described(table: Table, reference: Reference) -> list[Described]:
    return [Described(column, allowed(column.values, reference)) for column in table.columns]

"""The page of the downloads: what there is, how much of it, in which formats."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports.dictionary import TABLES, Table
from ratings.exports.formats import FORMATS
from ratings.exports.tables import row_counts
from ratings.forms import Moment
from ratings.models.cached_urls import reverse
from ratings.views.data.params import question_of
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_page


@dataclass(frozen=True, slots=True)
class File:
    """One file to download."""

    format: str
    suffix: str
    address: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A table with its files and how many rows it has on the day."""

    table: Table
    rows: int
    files: tuple[File, ...]


@public_page(*MOMENT)
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its formats; seven queries."""
    found = question_of(request, "data")
    moment, counts = found.asked.moment, row_counts(found.asked)
    return render(
        request,
        "ratings/data.html",
        {
            "moment": moment,
            "record": found.record,
            "offers": [Offer(t, counts[t.name], _files(t, moment)) for t in TABLES],
            "about": found.about,
            "site": found.asked.site,
        },
    )


def _files(table: Table, moment: Moment) -> tuple[File, ...]:
    return tuple(
        File(form.name, form.suffix, reverse(f"data-{form.suffix}-{table.name}") + moment.suffix())
        for form in FORMATS.values()
    )

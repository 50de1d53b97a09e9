"""Who is due an inspection: the page, and the same as JSON and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models.authority import Authority
from ratings.models.record import Record
from ratings.parameters import ChosenField, CountryPart, PartField, councils
from ratings.rules.dates import day_in_words
from ratings.rules.grades import grades_of
from ratings.rules.next_inspection import (
    Due,
    Interval,
    Spread,
    Waiting,
    current_frameworks,
    due,
    spreads,
)
from ratings.rules.questions.visits import how_many_read
from ratings.rules.status import NO_OVERALL_GRADE, NOT_YET_INSPECTED, WITHOUT_GRADE
from ratings.rules.types import Grade
from ratings.tables import Key, Table, column, in_order
from ratings.views.dates import MOMENT, check, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.questions.selectors import known_at

PARAMETERS = (*MOMENT, "region", "grade", "type", "sort")
"""Query parameters of the page and its downloads."""

CSV_COLUMNS = (
    "rank", "authority", "authority_name", "gss_code", "la_code", "region", "authority_type",
    "days_since", "last_inspection", "last_inspection_date", "last_grade", "last_grade_words",
    "visits_since", "visits_by_kind", "range_first", "range_middle", "range_last", "range_state",
)  # fmt: skip

NO_SPREAD = "no observed spread yet"

KEYS: dict[str, Key[Due]] = {
    "rank": lambda row: row.rank,
    "name": lambda row: row.council.name.casefold(),
    "grade": lambda row: (row.grade.position, row.grade.key) if row.grade else None,
    "visits": lambda row: len(row.visits),
    "range": lambda row: row.window and row.window.middle,
    "region": lambda row: row.council.region,
    "type": lambda row: row.council.type.casefold(),
}


class DueTable(Table):
    """Every existing authority by how long it has waited."""

    row_template = "ratings/questions/due_row.html"

    rank = column("Rank", "longest wait first", "shortest wait first")
    name = column("Authority", "A to Z", "Z to A")
    grade = column("Last graded inspection", "best first", "best last")
    days = column("Time since")
    range = column("Estimate: the range seen so far", "soonest first", "latest first")
    visits = column("Visits since", "fewest first", "most first")
    region = column("Region", "A to Z", "Z to A")
    type = column("Type", "A to Z", "Z to A")

    class Meta(Table.Meta):
        pass


class DueForm(forms.Form):
    """Query parameters that filter and sort the table."""

    region = PartField(label="Region")
    grade = ChosenField([], label="Last grade")
    type = ChosenField([("", "all"), *Authority.Type.choices], label="Type")
    sort = ChosenField([("", "rank"), *DueTable.sort_choices()], widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], grades: Sequence[Grade]) -> None:
        super().__init__(data, auto_id="filter-%s")
        without = {key: WITHOUT_GRADE[key] for key in (NO_OVERALL_GRADE, NOT_YET_INSPECTED)}
        grade = self.fields["grade"]
        assert isinstance(grade, ChosenField)
        grade.choices = [("", "all"), *((g.key, g.word) for g in grades), *without.items()]
        for name, field in self.fields.items():
            field.widget.attrs |= {"id": f"filter-{name}", "class": "field"}

    @property
    def place(self) -> tuple[CountryPart, str]:
        """The part of the country and the type requested; blank: all."""
        return self.cleaned_data["region"], self.cleaned_data["type"]

    def is_there(self, row: Due) -> bool:
        """Whether a council is of the part and type requested, whatever its grade."""
        part, type = self.place
        return (not part or row.council.region in part.regions) and type in ("", row.council.type)

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that narrow the page, by name."""
        part, type = self.place
        given = {"region": part.slug, "grade": self.cleaned_data["grade"], "type": type}
        return {name: value for name, value in given.items() if value}

    def keeps(self, row: Due) -> bool:
        return self.is_there(row) and self.cleaned_data["grade"] in ("", row.group)


@dataclass(frozen=True, slots=True)
class DueList:
    """The list that a URL requests: `rows` in order; `everyone` is the whole country."""

    moment: QueryDates
    record: Record
    form: DueForm
    sort: str
    everyone: tuple[Due, ...]
    rows: list[Due]
    spreads: tuple[Spread, ...]


@public_view(*PARAMETERS)
def due_page(request: HttpRequest) -> HttpResponse:
    """The table, the distribution that the estimates are based on, and the method."""
    found = listed(request)
    whom = councils(*found.form.place) if any(found.form.place) else "councils"
    return render(
        request,
        "ratings/due.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": {"form": found.form, "asked": found.form.asked},
            "table": DueTable(found.rows, found.sort),
            "count": len(found.rows),
            "asked_of": whom,
            "heading": f"Which {whom} are due an inspection?",
            "whom": councils(*found.form.place, len(found.rows)),
            "in_words": in_words(found),
            "visits_read": how_many_read(v for row in found.everyone for v in row.visits),
            "known_only": known_only(found.moment),
            "spreads": found.spreads,
            "no_spread": NO_SPREAD,
        },
    )


@public_view(*PARAMETERS)
def due_json(request: HttpRequest) -> HttpResponse:
    """The rows of the table, and the distribution for each grade."""
    found = listed(request)
    record = found.record
    return json_answer(
        {
            **serializers.provenance_data(found.moment, record),
            "spread": [_spread_data(spread) for spread in found.spreads],
            "note": known_only(found.moment) or None,
            "authorities": [_row_data(row) for row in found.rows],
        }
    )


@public_view(*PARAMETERS)
def due_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the table."""
    found = listed(request)
    rows = (_row_values(row) for row in found.rows)
    return csv_answer("due", found.moment, DataTable(CSV_COLUMNS, rows))


def listed(request: HttpRequest) -> DueList:
    """The rows that a URL requests; one query. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    grades = grades_of(record.begun(*asked.span))
    form = DueForm(request.GET, grades)
    check(form)
    known = known_at(asked, record, every_area=False)
    seen = spreads(known, current_frameworks(known.frameworks, asked.as_at))
    everyone = due(known, seen)
    sort = form.cleaned_data["sort"] or "rank"
    rows = in_order(filter(form.keeps, everyone), KEYS[sort.removeprefix("-")],
                    descending=sort.startswith("-"))  # fmt: skip
    return DueList(asked, record, form, sort, everyone, rows, seen)


def in_words(found: DueList) -> str:
    """Who in the place requested has waited longest, and how many just as long, as text."""
    there = [row for row in found.everyone if found.form.is_there(row)]
    longest = next((row for row in there if row.span), None)
    if longest is None or longest.span is None:
        return f"No {councils(*found.form.place, 1)} had been inspected by then."
    counts = Counter(row.window.waiting if row.window else None for row in there)
    late, early, none = (counts[key] for key in (Waiting.LATE, Waiting.EARLY, None))
    waited = counts[Waiting.WITHIN] + late
    more = f" ({late} of them longer than any)" if late else ""
    rest = f"; for {none} there is no pattern yet" if none else ""
    return (
        f"On {found.moment.days_in_words()}, of {len(there)} "
        f"{councils(*found.form.place, len(there))}, {longest.council.name} has gone longest "
        f"without a graded inspection: {longest.span.words}. {waited} {_have(waited)} now waited "
        f"as long as others did before their next inspection{more}; {early} {_have(early)} "
        f"not{rest}."
    )


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def known_only(asked: QueryDates) -> str:
    """What ranks count, where the page is limited to what had been published by a day."""
    if asked.known_by is None:
        return ""
    return f"Ranks count only what had been published by {day_in_words(asked.known_by)}."


def _row_data(row: Due) -> serializers.Data:
    council, last, window = row.council, row.last, row.window
    return {
        "rank": row.rank,
        "slug": council.slug,
        "name": council.name,
        "gss_code": council.gss_code,
        "la_code": council.la_code,
        "region": council.region,
        "authority_type": council.type,
        "days_since": row.days,
        "last_graded": serializers.grade_data(last),
        "last_grade_words": row.words,
        "visits_since": dict(row.visits_by_kind),
        "estimate": {
            "first_day": window.first.isoformat(),
            "median_day": window.middle.isoformat(),
            "last_day": window.last.isoformat(),
            "state": str(window.waiting),
        } if window else None,
    }  # fmt: skip


def _row_values(row: Due) -> tuple[object, ...]:
    council, last, window = row.council, row.last, row.window
    return (
        row.rank, council.slug, council.name, council.gss_code, council.la_code, council.region,
        council.type, row.days, last.id if last else "", last.shown_date if last else "",
        row.grade.key if row.grade else "", row.words, len(row.visits),
        "|".join(f"{name}: {number}" for name, number in row.visits_by_kind),
        *((window.first, window.middle, window.last) if window else ("", "", "")),
        str(window.waiting) if window else NO_SPREAD,
    )  # fmt: skip


def _spread_data(spread: Spread) -> serializers.Data:
    return {
        "grade": spread.grade.key if spread.grade else None,
        "intervals": spread.number,
        "shortest": _interval_data(spread.shortest),
        "median_days": spread.middle,
        "longest": _interval_data(spread.longest),
    }


def _interval_data(interval: Interval | None) -> serializers.Data | None:
    if interval is None:
        return None
    return {"days": interval.days, "from": interval.before.id, "to": interval.now.id}

"""Filters: what the record offers, and both sides of each. Tables: sorted rows."""

import pytest
from django.http import QueryDict

from ratings.filters import AuthorityFilter, InspectionFilter
from ratings.forms import QueryDates, today
from ratings.models import Authority, Inspection
from ratings.models.record import Record
from ratings.tables import AuthorityTable, InspectionTable, in_order

pytestmark = pytest.mark.usefixtures("record")


def authorities(query: str) -> AuthorityFilter:
    what = (Authority.objects.all(), Record.current(), QueryDates(today()), [("name", "name")])
    return AuthorityFilter(QueryDict(query), *what)


def inspections(query: str) -> InspectionFilter:
    what = (Inspection.objects.all(), Record.current(), QueryDates(today()), [("date", "date")])
    return InspectionFilter(QueryDict(query), *what)


def test_the_grades_on_offer_are_those_of_the_record() -> None:
    offered = [value for value, _ in authorities("").form.fields["grade"].choices if value]
    assert offered[:3] == ["outstanding", "good", "adequate"]
    assert offered[-3:] == ["no-overall-grade", "not-yet-inspected", "no-grade-on-record"]


def test_a_filter_left_blank_asks_for_nothing_and_abolished_authorities_do_not_narrow() -> None:
    blank, abolished = authorities("q=&region=&grade=&sort="), authorities("abolished=yes")
    assert blank.form.is_valid()
    assert abolished.form.is_valid()
    assert (blank.asked, abolished.asked) == ({}, {"abolished": "yes"})
    assert (blank.narrows, abolished.narrows) == (False, False)
    assert blank.qs.count() == Authority.objects.count()


@pytest.mark.parametrize(
    ("text", "name"),
    [*((hull, "Kingston upon Hull")
       for hull in ("hull", "HULL", "Kingston-upon-Hull", "kingston  upon hull")),
     ("E08000016", "Barnsley")],  # its code until 2025
)  # fmt: skip
def test_names_and_codes_are_found_the_same_on_every_database(text: str, name: str) -> None:
    assert [a.name for a in authorities(f"q={text}").qs] == [name]


def test_without_an_overall_grade_is_every_graded_inspection_that_gave_none() -> None:
    graded = Inspection.objects.filter(kind__is_graded=True).count()
    keys = [g.key for g in Record.current().grades.values()]
    with_grade = sum(inspections(f"grade={key}").qs.count() for key in keys)
    assert inspections("grade=no-overall-grade").qs.count() == graded - with_grade


def test_the_period_includes_both_its_days() -> None:
    day = Inspection.objects.latest("first_day").first_day.isoformat()
    assert inspections(f"begun_from={day}&begun_to={day}").qs.count() >= 1


def test_rows_without_a_value_come_last_in_either_direction() -> None:
    rows = [("a", 2), ("b", None), ("c", 1), ("d", 2)]

    def key(row: tuple[str, int | None]) -> int | None:
        return row[1]

    assert [r[0] for r in in_order(rows, key, descending=False)] == ["c", "a", "d", "b"]
    assert [r[0] for r in in_order(rows, key, descending=True)] == ["a", "d", "c", "b"]


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("name", "Sorted by authority, A to Z"),
        ("-since", "Sorted by graded since, most recent first"),
        ("grade", "Sorted by overall grade, best first"),
    ],
)
def test_the_sort_is_said_in_words(sort: str, words: str) -> None:
    assert AuthorityTable([], sort).sorted_in_words == words


def test_every_sortable_column_offers_both_directions() -> None:
    assert [value for value, _ in InspectionTable.sort_choices()] == [
        "date", "-date", "authority", "-authority", "published", "-published",
    ]  # fmt: skip
    assert "line" not in dict(AuthorityTable.sort_choices())

"""The record as a plan sees it: what is in it, in a fixed number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.importing.jobs import planned
from ratings.importing.parse import FileRead
from ratings.importing.record_index import Held, Known
from ratings.importing.types import SheetRead
from ratings.models import Discrepancy, Inspection, Rating, Source
from ratings.rules.dates import PartialDate
from tests.importing.plans import TODAY, few, inspection, visited

pytestmark = pytest.mark.django_db


def test_everything_is_in_it(base: Known) -> None:
    assert len(base.by_key) == Inspection.objects.count()
    assert len(base.sources) == Source.objects.count()
    held = base.by_key["rutland-ilacs-2018-2020-03-02"]
    row = Inspection.objects.get(key=held.key)
    assert (held.authority, held.framework, held.kind, held.is_graded) == (
        "rutland", "ilacs-2018", "standard", True,
    )  # fmt: skip
    assert (held.start, held.end, held.published) == (
        PartialDate(date(2020, 3, 2)), date(2020, 3, 13), date(2020, 4, 15),
    )  # fmt: skip
    assert held.sources == {source.key for source in row.sources.all()}
    for rating in Rating.objects.filter(inspection=row).select_related("area", "grade"):
        assert held.grades[rating.area.key] == rating.grade.key
        cited = {source.key for source in rating.sources.all()}
        assert held.rating_sources[rating.area.key] == cited


def test_both_sides_of_every_discrepancy(base: Known) -> None:
    rows = Discrepancy.objects.filter(inspection__isnull=False)
    assert set(base.disputes) == set(rows.values_list("inspection__key", flat=True))
    assert base.disputes["york-ilacs-2018-2022-03-07"] == {
        ("published", "official-2025", "2022-05-04"), ("published", "official-2022", "2022-05-03"),
    }  # fmt: skip


def test_a_fixed_number_of_queries_whatever_the_rows(base: Known) -> None:
    Known.read()  # what is kept for a version of the data is read once for each
    counts = []
    for number in (1, 50, 1000):
        rows = tuple(
            visited(row=n, authority="Rutland" if n % 2 else "Kemt", theme=f"theme {n % 7}")
            for n in range(number)
        )
        read = FileRead((SheetRead("", "tidy", "", 1, number, rows),), "official-2024")
        with CaptureQueriesContext(connection) as queries:
            planned(read, TODAY)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 30


def test_near_finds_by_the_years_of_all_dates(base: Known) -> None:
    known = few(base, inspection())
    assert known.near("kent", date(2020, 6, 1), date(2020, 6, 1)) == [
        known.by_key[inspection().key]
    ]
    assert known.near("kent", date(2021, 6, 1), date(2021, 6, 1)) == []
    assert known.near("rutland", date(2019, 2, 18), date(2019, 2, 18)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("start_date", "2019-02-18"), ("start_date", "2019-02"), ("start_date", "2019"),
        ("end_date", "2019-03-01"), ("published", "2019-04-01"), ("kind", "short"),
        ("theme", "front door"), ("grade:leaders", "inadequate"), ("grade:leaders", "not-graded"),
        ("priority_action", "yes"),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_put(name: str, text: str) -> None:
    held: Held = inspection()
    held.put(name, text)
    assert held.value(name) == text
    assert not held.lacks(name)


def test_what_is_empty_or_not_recorded_is_lacking() -> None:
    held = inspection(end=None)
    held.put("grade:leaders", "not-recorded")
    assert held.lacks("end_date")
    assert held.lacks("grade:leaders")
    assert held.lacks("grade:care-leavers")
    assert "leaders" not in held.grades

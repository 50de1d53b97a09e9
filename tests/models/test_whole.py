"""The whole record in memory says what the database says, and is read again when that moved."""

import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest

from ratings.models import Authority, DataVersion, Inspection, Neighbour
from ratings.models.reference import Reference
from ratings.models.snapshot import MOST_KEPT, Whole
from ratings.rules.status import standings

pytestmark = pytest.mark.usefixtures("record")

TODAY = date(2026, 9, 1)
DATES = [
    (TODAY, None), (date(2014, 1, 1), None), (date(2019, 3, 31), date(2019, 4, 30)),
    (date(2025, 3, 31), date(2025, 6, 30)), (date(1990, 1, 1), None),
]  # fmt: skip


@pytest.mark.parametrize(("as_at", "known_by"), DATES)
def test_it_holds_what_the_database_holds_on_any_day(as_at: date, known_by: date | None) -> None:
    whole, begun = Whole.current(), Inspection.objects.as_at(as_at, known_by)
    assert whole.as_at(as_at, known_by) == begun.records(Reference.current())
    own = begun.filter(authority__slug="kent").records(Reference.current())
    assert whole.of(["kent", "nowhere"], as_at, known_by) == own


def test_it_knows_where_each_inspection_comes_from() -> None:
    whole = Whole.current()
    for row in Inspection.objects.prefetch_related("sources").order_by("key")[::50]:
        detail = whole.detail(row.key)
        assert (detail.verified, detail.source_url, detail.note) == (
            row.verified, row.source_url, row.note,
        )  # fmt: skip
        assert {source.key for source in detail.sources} == {s.key for s in row.sources.all()}
    assert whole.detail("nothing").sources == ()


def test_it_knows_who_there_is_and_who_is_near() -> None:
    whole = Whole.current()
    assert list(whole.authorities) == [a.slug for a in Authority.objects.order_by("name")]
    assert sum(map(len, whole.neighbours.values())) == Neighbour.objects.count()
    assert whole.model_years == (2025, 2021)
    assert whole.programmes["ilacs-2023"] == "ilacs"


@pytest.mark.parametrize(("as_at", "known_by"), DATES)
def test_everybody_stands_where_the_rules_put_them(as_at: date, known_by: date | None) -> None:
    whole = Whole.current()
    begun = Inspection.objects.as_at(as_at, known_by).records(Reference.current())
    ruled = standings(whole.records.values(), begun, whole.comparability, as_at, known_by)
    assert list(whole.standings(as_at, known_by).values()) == list(ruled)


def test_a_thousand_dates_leave_no_more_behind_than_a_few() -> None:
    whole = Whole.current()
    first = whole.standings(TODAY)
    assert whole.standings(TODAY) is first
    for day in range(1, 29):
        whole.standings(date(2020, 2, day))
        assert len(whole._kept_of["standings"]) <= MOST_KEPT
    assert whole.standings(TODAY) == first


def test_what_is_kept_is_kept_for_threads_at_once() -> None:
    whole = replace(Whole.current(), _kept_of=defaultdict(dict))
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = threads.map(
                lambda n: whole.kept("a kind", n % 6, lambda: n % 6) == n % 6, range(60_000)
            )
            assert all(found)
    finally:
        sys.setswitchinterval(usual)
    assert len(whole._kept_of["a kind"]) <= MOST_KEPT


def test_what_was_worked_out_is_kept_by_kind_and_day_until_the_version_moves() -> None:
    whole, numbers = Whole.current(), count()
    kept = [whole.kept("a kind", about, numbers.__next__) for about in (TODAY, TODAY, None, TODAY)]
    assert kept == [0, 0, 1, 0]
    assert whole.kept("another", TODAY, numbers.__next__) == 2
    DataVersion.bump()
    assert Whole.current().kept("a kind", TODAY, numbers.__next__) == 3


def test_it_is_read_once_a_version(django_assert_num_queries: Any) -> None:
    kept = Whole.current()
    with django_assert_num_queries(1):
        assert Whole.current() is kept
    kent = Inspection.objects.filter(authority__slug="kent").order_by("-first_day").first()
    kent.status = Inspection.Status.DRAFT
    kent.save()
    assert kent.key in kept.by_id
    assert kent.key not in Whole.current().by_id
    DataVersion.bump()
    assert Whole.current() is not kept

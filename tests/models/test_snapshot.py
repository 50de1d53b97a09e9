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
from ratings.models.neighbours import NeighbourEntry, NeighbourGroups, get_neighbours
from ratings.models.reference import Reference
from ratings.models.snapshot import MOST_KEPT, RecordSnapshot
from ratings.rules.line import build_line
from ratings.rules.status import get_statuses

pytestmark = pytest.mark.usefixtures("record")

TODAY = date(2026, 9, 1)
DATES = [
    (TODAY, None), (date(2014, 1, 1), None), (date(2019, 3, 31), date(2019, 4, 30)),
    (date(2025, 3, 31), date(2025, 6, 30)), (date(1990, 1, 1), None),
]  # fmt: skip


@pytest.mark.parametrize(("as_at", "known_by"), DATES)
def test_it_says_what_the_database_and_the_rules_say(as_at: date, known_by: date | None) -> None:
    whole, begun = RecordSnapshot.current(), Inspection.objects.as_at(as_at, known_by)
    records = begun.records(Reference.current())
    assert whole.as_at(as_at, known_by) == records
    own = begun.filter(authority__slug="kent").records(Reference.current())
    assert whole.of(["kent", "nowhere"], as_at, known_by) == own
    ruled = get_statuses(whole.records.values(), records, whole.comparability, as_at, known_by)
    assert list(whole.standings(as_at, known_by).values()) == list(ruled)


def test_it_knows_where_each_inspection_comes_from() -> None:
    whole = RecordSnapshot.current()
    for row in Inspection.objects.prefetch_related("sources").order_by("key")[::50]:
        detail = whole.detail(row.key)
        assert (detail.verified, detail.source_url, detail.note) == (
            row.verified, row.source_url, row.note,
        )  # fmt: skip
        assert {source.key for source in detail.sources} == {s.key for s in row.sources.all()}
    assert whole.detail("nothing").sources == ()


def test_it_knows_who_there_is_and_who_is_near() -> None:
    whole = RecordSnapshot.current()
    assert list(whole.authorities) == [a.slug for a in Authority.objects.order_by("name")]
    assert sum(map(len, whole.neighbours.values())) == Neighbour.objects.count()
    assert whole.model_years == (2025, 2021)
    assert whole.programmes["ilacs-2023"] == "ilacs"


def test_a_thousand_dates_leave_no_more_behind_than_a_few() -> None:
    whole = RecordSnapshot.current()
    first = whole.standings(TODAY)
    assert whole.standings(TODAY) is first
    for day in range(1, 29):
        whole.standings(date(2020, 2, day))
        assert len(whole._kept_of["standings"]) <= MOST_KEPT
    assert whole.standings(TODAY) == first


def test_what_is_kept_is_kept_for_threads_at_once() -> None:
    whole = replace(RecordSnapshot.current(), _kept_of=defaultdict(dict))
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
    whole, numbers = RecordSnapshot.current(), count()
    kept = [whole.kept("a kind", about, numbers.__next__) for about in (TODAY, TODAY, None, TODAY)]
    assert kept == [0, 0, 1, 0]
    assert whole.kept("another", TODAY, numbers.__next__) == 2
    DataVersion.bump()
    assert RecordSnapshot.current().kept("a kind", TODAY, numbers.__next__) == 3


def test_it_is_read_once_a_version(django_assert_num_queries: Any) -> None:
    kept = RecordSnapshot.current()
    with django_assert_num_queries(1):
        assert RecordSnapshot.current() is kept
    kent = Inspection.objects.filter(authority__slug="kent").order_by("-first_day").first()
    kent.status = Inspection.Status.DRAFT
    kent.save()
    assert kent.key in kept.by_id
    assert kent.key not in RecordSnapshot.current().by_id
    DataVersion.bump()
    assert RecordSnapshot.current() is not kept


def found(slug: str, as_at: date = TODAY, known_by: date | None = None) -> NeighbourGroups:
    authority = Authority.objects.get(slug=slug)
    return get_neighbours(authority, as_at, known_by, RecordSnapshot.current())


def everyone(peers: NeighbourGroups) -> list[NeighbourEntry]:
    return [*peers.region, *(peer for group in peers.neighbours.values() for peer in group)]


@pytest.mark.parametrize(
    ("slug", "as_at", "known_by"),
    [
        ("kent", TODAY, None),
        ("kent", date(2026, 6, 1), date(2026, 5, 31)),
        ("northamptonshire", date(2016, 9, 1), None),
        ("dorset-county", date(2018, 9, 1), date(2018, 6, 1)),
        ("cumberland", date(2012, 6, 30), None),
    ],
)
def test_headlines_are_those_of_the_rules(slug: str, as_at: date, known_by: date | None) -> None:
    peers = everyone(found(slug, as_at, known_by))
    assert len(peers) > 8
    reference = Reference.current()
    for peer in peers:
        own = Inspection.objects.filter(authority__slug=peer.slug).as_at(as_at, known_by)
        rule = build_line(
            Authority.objects.get(slug=peer.slug).record(), own.records(reference),
            reference.comparability, as_at, known_by,
        ).headline  # fmt: skip
        last = rule.last_overall or (rule.inspection if rule.grade else None)
        node, before = peer.node, peer.last_overall
        assert (node and node.inspection) == (rule.inspection and rule.inspection.id)
        assert (node and node.grade) == rule.grade
        assert (before and before.inspection) == (last and last.id)


def test_each_model_is_there_in_order_of_rank_and_empty_where_there_was_none() -> None:
    kent, cumberland = found("kent").neighbours, found("cumberland").neighbours
    assert sorted(kent) == [2021, 2025]
    assert [peer.rank for peer in kent[2025]] == list(range(1, 11))
    assert cumberland[2021] == ()
    assert len(cumberland[2025]) == 10


def test_an_abolished_neighbour_stays_with_its_last_day() -> None:
    ends = {p.slug: p.end for p in found("kent").neighbours[2021]}
    all_ends = {p.slug: p.end for p in everyone(found("lincolnshire"))}
    assert date(2023, 3, 31) in {*ends.values(), *all_ends.values()}


def test_the_region_holds_those_that_exist_on_the_day_and_not_the_authority() -> None:
    before = {peer.slug for peer in found("leicester", date(2021, 3, 31)).region}
    after = {peer.slug for peer in found("leicester", date(2021, 4, 1)).region}
    assert "northamptonshire" in before
    assert "northamptonshire" not in after
    assert {"north-northamptonshire", "west-northamptonshire"} <= after
    assert "leicester" not in after


def test_a_draft_is_nobodys_headline() -> None:
    kent = next(peer for peer in found("surrey").region if peer.slug == "kent")
    latest = kent.node
    assert latest is not None
    shown = Inspection.objects.get(key=latest.inspection)
    shown.status = Inspection.Status.DRAFT
    shown.save()
    kent = next(peer for peer in found("surrey").region if peer.slug == "kent")
    assert kent.node is not None
    assert kent.node.inspection != latest.inspection


def test_it_asks_nothing_of_the_database(django_assert_num_queries: Any) -> None:
    authority, whole = Authority.objects.get(slug="kent"), RecordSnapshot.current()
    with django_assert_num_queries(0):
        get_neighbours(authority, TODAY, None, whole)

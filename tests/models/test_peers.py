"""Neighbours and region with their headlines: from memory, as the rules say of the database."""

from datetime import date
from typing import Any

import pytest

from ratings.models import Authority, Inspection
from ratings.models.neighbours import Peer, Peers, peers_of
from ratings.models.reference import Reference
from ratings.models.snapshot import Whole
from ratings.rules.line import Headline, line_of

pytestmark = pytest.mark.usefixtures("record")

TODAY = date(2026, 9, 1)


def found(slug: str, as_at: date = TODAY, known_by: date | None = None) -> Peers:
    authority = Authority.objects.get(slug=slug)
    return peers_of(authority, as_at, known_by, Whole.current())


def everyone(peers: Peers) -> list[Peer]:
    return [*peers.region, *(peer for group in peers.neighbours.values() for peer in group)]


def headline_by_the_rules(slug: str, as_at: date, known_by: date | None) -> Headline:
    reference = Reference.current()
    own = Inspection.objects.filter(authority__slug=slug).as_at(as_at, known_by)
    authority = Authority.objects.get(slug=slug).record()
    return line_of(
        authority, own.records(reference), reference.comparability, as_at, known_by
    ).headline


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
def test_memory_and_database_give_the_same_headline(
    slug: str, as_at: date, known_by: date | None
) -> None:
    peers = everyone(found(slug, as_at, known_by))
    assert len(peers) > 8
    for peer in peers:
        rule = headline_by_the_rules(peer.slug, as_at, known_by)
        assert (peer.node.inspection if peer.node else None) == (
            rule.inspection.id if rule.inspection else None
        )
        assert (peer.node.grade if peer.node else None) == rule.grade
        last = rule.last_overall or (rule.inspection if rule.grade else None)
        assert (peer.last_overall.inspection if peer.last_overall else None) == (
            last.id if last else None
        )


def test_both_models_are_there_in_order_of_rank() -> None:
    kent = found("kent").neighbours
    assert sorted(kent) == [2021, 2025]
    assert [peer.rank for peer in kent[2025]] == list(range(1, 11))


def test_an_authority_without_a_model_has_the_year_and_nobody_in_it() -> None:
    assert found("cumberland").neighbours[2021] == ()
    assert len(found("cumberland").neighbours[2025]) == 10


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
    authority, whole = Authority.objects.get(slug="kent"), Whole.current()
    with django_assert_num_queries(0):
        peers_of(authority, TODAY, None, whole)

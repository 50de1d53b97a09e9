"""A council ends and others follow, whole or not at all; a code changes and still leads here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.importing.entry import EntryRefusedError
from ratings.importing.reorganisation import (
    Reorganisation,
    Successor,
    keep_authority,
    problems,
    reorganise,
)
from ratings.models import Authority, Event, FormerCode, Succession

pytestmark = pytest.mark.usefixtures("record")
SOURCE = "https://www.legislation.gov.uk/uksi/2027/1"


def new(name: str = "North Kent", **values: Any) -> Authority:
    return Authority(**{
        "name": name, "slug": name.lower().replace(" ", "-"), "gss_code": "E06000901",
        "la_code": "997", "region": "South East", "authority_type": "unitary authority",
        **values,
    })  # fmt: skip


def plan(*who: Successor, slug: str = "kent", last: date = date(2028, 3, 31)) -> Reorganisation:
    followers = who or (
        Successor(new(), "split"),
        Successor(new("South Kent", gss_code="E06000902", la_code="998"), "split"),
    )
    return Reorganisation(authority(slug), last, followers, SOURCE, "registry")


def authority(slug: str) -> Authority:
    return Authority.objects.get(slug=slug)


def test_it_says_what_it_will_do_then_ends_one_and_begins_others_the_day_after() -> None:
    steps = plan().steps()
    assert steps[0] == "Kent ends: its last day is 31 March 2028."
    assert any("North Kent is created (E06000901, DfE code 997)" in step for step in steps)
    assert authority("kent").end_date is None
    assert not problems(plan())
    reorganise(plan(), "the order was made")
    kent, last, first = authority("kent"), date(2028, 3, 31), date(2028, 4, 1)
    assert kent.end_date == last
    assert kent.history.latest().history_change_reason == "the order was made"
    for slug in ("north-kent", "south-kent"):
        assert authority(slug).start_date == first
    rows = Succession.objects.filter(predecessor=kent)
    assert {(s.successor.slug, s.kind, s.date) for s in rows} == {
        ("north-kent", "split", first), ("south-kent", "split", first),
    }  # fmt: skip
    found = Event.objects.filter(kind="reorganisation", source_url=SOURCE)
    assert {(event.authority.slug, event.start_date) for event in found} == {
        ("kent", last), ("north-kent", first), ("south-kent", first),
    }  # fmt: skip


def test_a_second_council_may_join_one_that_was_created_for_the_first() -> None:
    reorganise(plan(), "")
    north = authority("north-kent")
    reorganise(plan(Successor(north, "merged"), slug="medway"), "")
    assert north.preceded_by.count() == 2
    assert Event.objects.filter(authority=north, kind="reorganisation").count() == 1


WRONG: dict[str, Callable[[], Reorganisation]] = {
    "has already ended, on 31 March 2023": lambda: plan(slug="cumbria"),
    "has inspections after that day": lambda: plan(last=date(2015, 1, 1)),
    "began on 1 April 2023": lambda: plan(slug="cumberland", last=date(2023, 3, 1)),
    "Say who follows": lambda: replace(plan(), successors=()),
    "successor:0:gss_code": lambda: plan(Successor(new(gss_code="E08000035"), "split")),
    "was Barnsley's before": lambda: plan(Successor(new(gss_code="E08000016"), "split")),
    "383 is Leeds's DfE code": lambda: plan(Successor(new(slug="383"), "replaced")),
    "cannot split into one council": lambda: plan(Successor(new(), "split")),
    "successor:0:slug": lambda: plan(Successor(new("Leeds"), "split")),
    "is given twice": lambda: plan(Successor(new(), "split"), Successor(new("B"), "split")),
    "a successor begins on 1 April 2028": lambda: plan(Successor(authority("leeds"), "merged")),
    "cannot succeed itself": lambda: plan(Successor(authority("kent"), "merged")),
}


@pytest.mark.parametrize("message", WRONG)
def test_nonsense_is_refused_and_nothing_is_written(message: str) -> None:
    count, wrong = Authority.objects.count(), WRONG[message]()
    assert message in " ".join(f"{each.field}: {each.message}" for each in problems(wrong))
    with pytest.raises(EntryRefusedError):
        reorganise(wrong, "")
    assert Authority.objects.count() == count
    assert not Authority.objects.filter(slug="kent", end_date__isnull=False).exists()


def test_an_old_code_and_slug_are_kept_and_one_that_comes_back_is_no_longer_a_former_one() -> None:
    kent = authority("kent")
    old = kent.gss_code
    kent.gss_code, kent.slug = "E10000999", "kent-county"
    assert len(keep_authority(kent, "SI 2027/1")) == 2
    former = kent.former_codes.values_list("scheme", "value")
    assert set(former) == {("gss", old), ("slug", "kent")}
    assert kent.history.latest().history_change_reason == "SI 2027/1"
    kent.slug = "kent"
    keep_authority(kent, "and back")
    assert set(former.all()) == {("gss", old), ("slug", "kent-county")}


def test_a_code_that_was_another_s_is_refused_and_nothing_is_written() -> None:
    kent = authority("kent")
    kent.gss_code = FormerCode.objects.get(authority__slug="barnsley").value
    with pytest.raises(EntryRefusedError, match="Barnsley's before"):
        keep_authority(kent, "wrong")
    assert authority("kent").gss_code != kent.gss_code

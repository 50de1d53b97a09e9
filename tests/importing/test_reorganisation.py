"""A council ends and others follow, whole or not at all; a code changes and still leads here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.importing.entry import Refused
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


def plan(slug: str = "kent", last: date = date(2028, 3, 31), *who: Successor) -> Reorganisation:
    followers = who or (
        Successor(new(), "split"),
        Successor(new("South Kent", gss_code="E06000902", la_code="998"), "split"),
    )
    return Reorganisation(Authority.objects.get(slug=slug), last, followers, SOURCE, "registry")


def said(of: Reorganisation) -> str:
    return " ".join(f"{problem.field}: {problem.message}" for problem in problems(of))


def test_it_ends_one_and_begins_others_the_day_after() -> None:
    assert not problems(plan())
    reorganise(plan(), "the order was made")
    kent = Authority.objects.get(slug="kent")
    assert kent.end_date == date(2028, 3, 31)
    assert kent.history.latest().history_change_reason == "the order was made"
    for slug in ("north-kent", "south-kent"):
        assert Authority.objects.get(slug=slug).start_date == date(2028, 4, 1)
    rows = Succession.objects.filter(predecessor=kent)
    assert {(s.successor.slug, s.kind, s.date) for s in rows} == {
        ("north-kent", "split", date(2028, 4, 1)),
        ("south-kent", "split", date(2028, 4, 1)),
    }


def test_each_of_them_gets_an_event_that_cites_the_source() -> None:
    reorganise(plan(), "")
    found = Event.objects.filter(kind="reorganisation", source_url=SOURCE)
    days = {(event.authority.slug, event.start_date) for event in found}
    assert days == {
        ("kent", date(2028, 3, 31)),
        ("north-kent", date(2028, 4, 1)),
        ("south-kent", date(2028, 4, 1)),
    }


def test_a_second_council_may_join_one_that_was_created_for_the_first() -> None:
    reorganise(plan(), "")
    north = Authority.objects.get(slug="north-kent")
    joining = plan("medway", date(2028, 3, 31), Successor(north, "merged"))
    reorganise(joining, "")
    assert north.preceded_by.count() == 2
    assert Event.objects.filter(authority=north, kind="reorganisation").count() == 1


def test_it_says_what_it_will_do_before_doing_it() -> None:
    steps = plan().steps()
    assert steps[0] == "Kent ends: its last day is 31 March 2028."
    assert any("North Kent is created (E06000901, DfE code 997)" in step for step in steps)
    assert Authority.objects.get(slug="kent").end_date is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: plan("cumbria"), "has already ended, on 31 March 2023"),
        (lambda: plan("kent", date(2015, 1, 1)), "has inspections after that day"),
        (lambda: plan("cumberland", date(2023, 3, 1)), "began on 1 April 2023"),
        (lambda: replace(plan(), successors=()), "Say who follows"),
        (
            lambda: plan("kent", date(2028, 3, 31), Successor(new(gss_code="E08000035"), "split")),
            "successor:0:gss_code",
        ),
        (
            lambda: plan("kent", date(2028, 3, 31), Successor(new(gss_code="E08000016"), "split")),
            "was Barnsley's before",
        ),
        (
            lambda: plan("kent", date(2028, 3, 31), Successor(new(slug="383"), "replaced")),
            "383 is Leeds's DfE code",
        ),
        (
            lambda: plan("kent", date(2028, 3, 31), Successor(new(), "split")),
            "cannot split into one council",
        ),
        (
            lambda: plan("kent", date(2028, 3, 31), Successor(new("Leeds"), "split")),
            "successor:0:slug",
        ),
        (
            lambda: plan(
                "kent", date(2028, 3, 31), Successor(new(), "split"), Successor(new("B"), "split")
            ),
            "is given twice",
        ),
        (
            lambda: plan(
                "kent", date(2028, 3, 31), Successor(Authority.objects.get(slug="leeds"), "merged")
            ),
            "a successor begins on 1 April 2028",
        ),
        (
            lambda: plan(
                "kent", date(2028, 3, 31), Successor(Authority.objects.get(slug="kent"), "merged")
            ),
            "cannot succeed itself",
        ),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(wrong: Any, message: str) -> None:
    count = Authority.objects.count()
    assert message in said(wrong())
    with pytest.raises(Refused):
        reorganise(wrong(), "")
    assert Authority.objects.count() == count
    assert not Authority.objects.filter(slug="kent", end_date__isnull=False).exists()


def test_an_old_code_and_slug_are_kept() -> None:
    kent = Authority.objects.get(slug="kent")
    old = (kent.gss_code, kent.la_code)
    kent.gss_code, kent.slug = "E10000999", "kent-county"
    assert len(keep_authority(kent, "SI 2027/1")) == 2
    assert set(kent.former_codes.values_list("scheme", "value")) == {
        ("gss", old[0]), ("slug", "kent"),
    }  # fmt: skip
    assert kent.history.latest().history_change_reason == "SI 2027/1"


def test_a_code_that_comes_back_is_no_longer_a_former_one() -> None:
    kent = Authority.objects.get(slug="kent")
    kent.slug = "kent-county"
    keep_authority(kent, "renamed")
    kent.slug = "kent"
    keep_authority(kent, "and back")
    assert list(kent.former_codes.values_list("value", flat=True)) == ["kent-county"]


def test_a_code_that_was_another_s_is_refused_and_nothing_is_written() -> None:
    kent = Authority.objects.get(slug="kent")
    kent.gss_code = FormerCode.objects.get(authority__slug="barnsley").value
    with pytest.raises(Refused, match="Barnsley's before"):
        keep_authority(kent, "wrong")
    assert Authority.objects.get(slug="kent").gss_code != kent.gss_code

"""Where authorities stand, against an answer counted without the product."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rules.questions.by_hand.asked import DAY, ask, ids, slugs
from tests.rules.questions.plain_counts import Reading

pytestmark = pytest.mark.usefixtures("record")

NEVER_BELOW_GOOD = [
    "bracknell-forest", "camden", "central-bedfordshire", "city-of-london", "cumberland", "derby",
    "dorset", "east-sussex", "enfield", "essex", "gateshead", "greenwich",
    "hammersmith-and-fulham", "hampshire", "hartlepool", "islington", "kensington-and-chelsea",
    "leeds", "lincolnshire", "merton", "north-lincolnshire", "north-tyneside", "nottinghamshire",
    "oxfordshire", "redbridge", "richmond-upon-thames", "southwark", "westminster",
    "westmorland-and-furness", "wolverhampton",
]  # fmt: skip


def test_never_below_good(client: Client, plain: Reading) -> None:
    """By the CSVs, and the thirty names by eye: no adequate, requires improvement or
    inadequate in any row of ratings.csv for an overall grade of the line."""
    expected = [
        slug
        for slug in plain.existing(DAY)
        if (grades := {step.grade for step in plain.nodes(slug)} - {""})
        and grades <= {"good", "outstanding"}
    ]
    assert sorted(expected) == NEVER_BELOW_GOOD
    assert slugs(ask(client, "never-below-good")) == NEVER_BELOW_GOOD


def test_adequate_counts_as_below_good(client: Client) -> None:
    """Kent by eye: adequate in January 2013, then good, outstanding and good."""
    assert "kent" not in slugs(ask(client, "never-below-good"))


def test_outstanding_by_region(client: Client, plain: Reading) -> None:
    """By the CSVs: the last graded step of each existing authority, by region."""
    existing = plain.existing(DAY)
    last = {slug: plain.nodes(slug)[-1].grade for slug in existing}
    found = ask(client, "outstanding-by-region")
    *regions, england = found["rows"]
    for row in regions:
        own = [s for s in existing if plain.councils[s].region == row["region"]]
        best = [slug for slug in own if last[slug] == "outstanding"]
        assert (row["existing"], row["outstanding"]) == (len(own), len(best))
        assert row["share"]["of"] == sum(bool(last[slug]) for slug in own)
        assert sorted(row["authorities"]) == sorted(best)
    assert [row["region"] for row in regions] == sorted({c.region for c in plain.councils.values()})
    assert (england["existing"], england["outstanding"], england["share"]["of"]) == (153, 46, 142)


def test_leaders_differed_in_44_of_313_inspections(client: Client, plain: Reading) -> None:
    """Domain §2 gives both numbers; by the CSVs which they are."""
    both = [step for step in plain.everything if step.grade and step.area("leaders")]
    expected = {step.id for step in both if step.area("leaders") != step.grade}
    found = ask(client, "leaders-differ", which="all")
    assert (len(both), found["count"]) == (313, 44)
    assert set(ids(found, "inspection")) == expected
    assert "44 of the 313 inspections" in found["answer"]


def test_leaders_differ_in_the_latest_inspection_with_both(client: Client, plain: Reading) -> None:
    """By the CSVs: of each existing authority, the last inspection that graded both."""
    expected = set()
    for slug in plain.existing(DAY):
        both = [step for step in plain.nodes(slug) if step.grade and step.area("leaders")]
        if both and both[-1].grade != both[-1].area("leaders"):
            expected.add(slug)
    found = ask(client, "leaders-differ")
    assert set(slugs(found)) == expected
    assert len(expected) == 18


def test_without_an_overall_grade_by_eye(client: Client) -> None:
    """The eleven inspections under `ilacs-2026` in inspections.csv, the newest first."""
    found = ask(client, "no-overall-grade")
    assert set(slugs(found)) == {
        "portsmouth", "south-tyneside", "trafford", "middlesbrough", "blackpool",
        "west-northamptonshire", "north-northamptonshire", "liverpool", "lancashire", "somerset",
        "brent",
    }  # fmt: skip
    (west,) = [row for row in found["rows"] if row["authority"]["slug"] == "west-northamptonshire"]
    assert [(each["of"], each["grade"]) for each in west["profile"]] == [
        ("leaders", "outstanding"), ("help and protection", "good"),
        ("children in care", "good"), ("care leavers", "good"),
    ]  # fmt: skip
    assert west["last_overall"]["grade"] == "requires-improvement"

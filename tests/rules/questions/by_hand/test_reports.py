"""Reports, visits and new authorities, against an answer counted without the product."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rules.questions.by_hand.asked import ask, ids, slugs
from tests.rules.questions.plain_counts import Reading

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize("month", ["2026-07", "2024-03", "2018-06", "2013-05"])
def test_published_in_a_month(client: Client, plain: Reading, month: str) -> None:
    """By the CSVs: every inspection and visit with a publication date in the month."""
    expected = [step.id for step in plain.everything if step.published[:7] == month]
    assert sorted(ids(ask(client, "published", month=month), "inspection")) == sorted(expected)


@pytest.mark.parametrize("day", ["2026-08-20", "2019-03-31", "2024-12-31"])
def test_decline_since_the_last_grade(client: Client, plain: Reading, day: str) -> None:
    """By the CSVs: visits that declined, begun by the day, after the last graded step by it."""
    expected = set()
    for slug in plain.existing(day):
        nodes = plain.nodes(slug, day)
        expected |= {
            visit.id
            for visit in plain.visits(slug)
            if visit.direction == "declined"
            and visit.day.isoformat() <= day
            and (not nodes or visit.day > nodes[-1].day)
        }
    found = ask(client, "decline-since-inspection", as_at=day)
    assert set(ids(found, "visit")) == expected
    assert bool(found["rows"]) == (not found["answer"].startswith("No visit"))


def test_northamptonshire_had_declined_at_the_end_of_2018(client: Client) -> None:
    """The worked example of the method: a visit of October 2018 found decline."""
    found = ask(client, "decline-since-inspection", as_at="2018-12-31")
    assert "northamptonshire" in slugs(found)


def test_priority_action(client: Client, plain: Reading) -> None:
    """By the CSVs: every visit whose row says so."""
    expected = [step.id for step in plain.everything if step.is_visit and step.priority]
    assert sorted(ids(ask(client, "priority-action"), "visit")) == sorted(expected)
    since = ask(client, "priority-action", since="2022-01-01")
    assert len(since["rows"]) == sum(
        step.is_visit and step.priority and step.day.isoformat() >= "2022-01-01"
        for step in plain.everything
    )


def test_first_inspections_of_new_authorities_by_eye(client: Client) -> None:
    """authorities.csv has six with a first day after 1 April 2009; their first graded steps."""
    found = ask(client, "first-inspections")
    assert {
        row["authority"]["slug"]: (row["began"], row["first"]["date"], row["first"]["grade"])
        for row in found["rows"]
    } == {
        "bournemouth-christchurch-and-poole": ("2019-04-01", "2021-12-06", "inadequate"),
        "dorset": ("2019-04-01", "2021-09-27", "good"),
        "north-northamptonshire": ("2021-04-01", "2022-10-03", "requires-improvement"),
        "west-northamptonshire": ("2021-04-01", "2022-10-03", "requires-improvement"),
        "cumberland": ("2023-04-01", "2024-10-07", "good"),
        "westmorland-and-furness": ("2023-04-01", "2024-04-22", "good"),
    }

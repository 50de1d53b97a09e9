"""Which inspection of the record a row is about, told by dates alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ratings.importing.matching import NoMatch, inspection_of, understood
from ratings.importing.record_index import Held, Known
from ratings.importing.types import SourceRow
from ratings.rules.dates import PartialDate
from tests.importing.plans import (
    KENT,
    PUBLISHED,
    START,
    TODAY,
    VISIT,
    few,
    graded,
    inspection,
    visit,
    visited,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SHOWN_ONLY = {"start": None, "published": PUBLISHED}


def matched(base: Known, row: SourceRow, *held: Held) -> str:
    known = few(base, *held)
    found = inspection_of(understood(row, known, TODAY), known)
    return found.key if found else ""


@pytest.mark.parametrize(
    ("held", "row", "key"),
    [
        (inspection(), graded(), KENT),
        (inspection(), graded(start=START + DAY), KENT),
        (inspection(), graded(start=START + 62 * DAY), KENT),
        (inspection(), graded(start=START + 63 * DAY), ""),
        (inspection(), graded(**SHOWN_ONLY), KENT),
        (inspection(), graded(start=None, published=PUBLISHED - DAY), KENT),
        (inspection(published=None), graded(**SHOWN_ONLY), KENT),
        (inspection(published=None), graded(start=None, published=START + 240 * DAY), KENT),
        (inspection(published=None), graded(start=None, published=START + 241 * DAY), ""),
        (inspection(published=None), graded(start=None, published=START - DAY), ""),
        (inspection(start=PartialDate(date(2019, 2, 1), "month")), graded(), KENT),
        (inspection(start=PartialDate(date(2019, 1, 1), "year")), graded(), KENT),
        (inspection(), graded(authority="Rutland"), ""),
        (inspection(), graded(programme="sif", start=date(2018, 2, 18)), ""),
        (inspection(), visited(start=START), ""),
        (visit(), visited(), VISIT),
        (visit(), visited(start=date(2021, 5, 11)), VISIT),
        (visit(), visited(start=date(2021, 5, 12)), ""),
        (visit(), visited(kind="monitoring-visit"), ""),
        (visit(), graded(start=date(2021, 5, 4), kind="short"), ""),
        (inspection(), graded(key=KENT), KENT),
        (inspection(), graded(key="kent-other"), ""),
    ],
)
def test_by_its_dates(base: Known, held: Held, row: SourceRow, key: str) -> None:
    assert matched(base, row, held) == key


def test_the_same_day_decides_before_the_nearest(base: Known) -> None:
    again = inspection(key="kent-again", start=PartialDate(START + 5 * DAY), published=None)
    assert matched(base, graded(), inspection(), again) == KENT
    assert matched(base, graded(start=START + 4 * DAY), inspection(), again) == "kent-again"


def test_two_that_are_equally_near_are_told(base: Known) -> None:
    other = inspection(key="kent-other", start=PartialDate(START + 4 * DAY), published=None)
    with pytest.raises(NoMatch, match=r"may be kent-ilacs-2018-2019-02-18 and kent-other: give"):
        matched(base, graded(start=START + 2 * DAY), inspection(), other)


def test_an_id_of_another_authority_is_told(base: Known) -> None:
    with pytest.raises(NoMatch, match="is another authority’s inspection"):
        matched(base, graded(key=KENT, authority="Rutland"), inspection())


@pytest.mark.parametrize(
    ("areas", "day", "programme", "code"),
    [
        ({"Overall effectiveness": "Good", "LSCB Overall Effectiveness": "Good"},
         date(2018, 3, 1), "", "sif"),
        ({"leaders": "Good", "overall-effectiveness": "Good",
          "children-in-care-and-care-leavers": "Good", "help-and-protection": "Good"},
         date(2018, 3, 1), "", "ilacs-2018"),
        ({"Overall effectiveness": "Good"}, date(2018, 3, 1), "ilacs", "ilacs-2018"),
        ({"Overall effectiveness": "Good"}, date(2018, 3, 1), "sif", "sif"),
        ({"Overall effectiveness": "Good"}, date(2022, 12, 31), "", "ilacs-2018"),
        ({"Overall effectiveness": "Good"}, date(2023, 1, 1), "", "ilacs-2023"),
    ],
)  # fmt: skip
def test_the_framework_is_that_in_force_whose_areas_fit_best(
    base: Known, areas: dict[str, str], day: date, programme: str, code: str
) -> None:
    from tests.importing.plans import plan_of

    kind = "full" if code == "sif" else "standard"
    facts: dict[str, Any] = {"grades": areas, "programme": programme}
    if programme or code != "sif":
        facts["kind"] = kind
    row = graded(start=day, **facts)
    plan = plan_of(few(base), row)
    assert [held.framework for held in plan.new] == ([code] if "kind" in facts else [])

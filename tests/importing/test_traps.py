"""The traps of Ofsted's files (domain §7) that reading alone does not settle, each on a small file
of its own; what the layouts settle is in `layouts`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ratings.importing.record_index import RecordIndex
from tests.importing.layouts.releases import AS_AT, LINK, LONG
from tests.importing.layouts.test_history_wide import BASE
from tests.importing.plans import (
    CARE,
    HEADINGS,
    KENT,
    NONE,
    PUBLISHED,
    START,
    few,
    in_short,
    inspection,
    only,
    plan_of_sheets,
)

GOOD, POOR, REQUIRES = "Good", "Inadequate", "Requires improvement to be good"
AS_AT_WORDS = (*AS_AT[:4], *HEADINGS.values())
LONG_WORDS = (*LONG[:8], *HEADINGS.values())
SLAC = ("Safeguarding (SLAC) Inspection publication date",
        "SLAC Safeguarding Overall effectiveness (OE)",
        "SLAC Looked After Children Overall Effectiveness (OE)")  # fmt: skip
CPI = ("Child Protection Inspections (CPI) publication date", "CPI Overall Effectiveness (OE)")
TLAC = ("Targeted (TLAC) inspection publication date", "TLAC Overall Effectiveness (OE)")
SIF = ("Single Inspection (SIF) First SIF publication date", "First SIF Overall Judgement (OE)")
SAME = [("same", "", "", "")]


def as_at(name: str) -> Sequence[Any]:
    return (LINK, name, "South East", START, *(GOOD,) * 4)


def long(name: str, code: str, day: date = START, published: date = PUBLISHED) -> Sequence[Any]:
    return (LINK, code, name, "Open", "South East", day, published,
            "ILACS Standard Inspection", *(GOOD,) * 4)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "code", "slug"),
    [
        ("Bristol, City of", "", "bristol"), ("City of Bristol", "", "bristol"),
        ("Herefordshire, County of", "", "herefordshire"), ("County Durham", "", "durham"),
        ("Kingston Upon Hull, City of", "", "kingston-upon-hull"),
        ("Southend on Sea", "", "southend-on-sea"), ("St. Helens", "", "st-helens"),
        ("  KENT ", "", "kent"), ("Barking & Dagenham", "", "barking-and-dagenham"),
        ("Kent CC and others", "E10000016", "kent"),
        ("Barnsley", "E08000016", "barnsley"),  # its code before 2025
        ("Barnsley", "E08000038", "barnsley"), ("Somerset", "E10000027", "somerset"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_names_and_codes_that_vary_or_are_old_are_one_authority_of_the_record(
    base: RecordIndex, written: str, code: str, slug: str
) -> None:
    known = few(inspection(authority=slug), among=base)
    plan = plan_of_sheets(known, One=[LONG_WORDS, long(written, code)])
    assert (in_short(plan.items), only(plan).authority) == (SAME, slug)


def test_the_web_link_is_no_code() -> None:
    """It ends in the DfE code in some files and in the URN in others: neither is read."""
    row = ("https://reports.ofsted.gov.uk/provider/44/857", *as_at("Kent")[1:])
    assert in_short(plan_of_sheets(few(inspection()), One=[AS_AT_WORDS, row]).items) == SAME


@pytest.mark.parametrize(
    ("written", "day", "slug"),
    [
        ("Dorset", date(2018, 11, 5), "dorset-county"),
        ("Dorset", date(2019, 3, 31), "dorset-county"),
        ("Dorset", date(2021, 9, 27), "dorset"),
        ("Dorset (Pre LG)", date(2016, 4, 4), "dorset-county"),
    ],
)
def test_dorset_before_april_2019_is_the_old_county(written: str, day: date, slug: str) -> None:
    sheet = [LONG_WORDS, long(written, "", day, day)]
    if day.year == 2016:
        sheet = [(*BASE, *SIF), (LINK, written, "", "", day, GOOD)]
    plan = plan_of_sheets(few(), One=sheet)
    assert [(held.authority, str(only(plan).outcome)) for held in plan.new] == [(slug, "new")]


def test_dorset_with_the_code_of_the_wrong_one_is_refused() -> None:
    late = long("Dorset (Pre LG)", "E06000059", date(2021, 9, 27), date(2021, 11, 19))
    plan = plan_of_sheets(few(), One=[LONG_WORDS, late])
    assert "correct one of the cells" in only(plan).reason


@pytest.mark.parametrize(
    ("headings", "cells", "framework", "areas"),
    [
        (SLAC, (date(2010, 5, 4), REQUIRES, GOOD), "slac",
         {"slac-safeguarding": "adequate", "slac-looked-after": "good"}),
        (CPI, (date(2012, 10, 4), REQUIRES), "cpi", {"cpi-overall": "adequate"}),
        (TLAC, (date(2013, 8, 16), "Requires improvement"), "tlac", {"tlac-overall": "adequate"}),
        (SIF, (date(2014, 8, 16), REQUIRES), "sif",
         {"overall-effectiveness": "requires-improvement"}),
        (SIF, (date(2014, 8, 16), "Adequate"), "sif",
         {"overall-effectiveness": "requires-improvement"}),
    ],
)  # fmt: skip
def test_the_word_of_the_time_is_restored_by_framework(
    headings: tuple[str, ...], cells: Any, framework: str, areas: dict[str, str]
) -> None:
    row = (LINK, "Kent", "South East", "Shire", *cells)
    (held,) = plan_of_sheets(few(), One=[(*BASE, *headings), row]).new
    assert (held.framework, held.grades) == (framework, areas)


@pytest.mark.parametrize(
    ("day", "area"),
    [(date(2022, 12, 31), CARE), (date(2023, 1, 1), "children-in-care")],
)
def test_children_in_care_is_the_combined_judgement_before_2023(day: date, area: str) -> None:
    sheet = [LONG_WORDS, long("Kent", "E10000016", day, day)]
    (held,) = plan_of_sheets(few(), One=sheet).new
    assert area in held.grades
    assert held.missing == ({} if day.year < 2023 else {"care-leavers": "not-recorded"})


def test_headings_that_vary_are_one_area() -> None:
    short = (*AS_AT[:4], "Overall effectiveness", "Impact of leaders",
             "Experiences and progress of children who need help and protection",
             "Experiences and progress of children in care and care leavers")  # fmt: skip
    for headings in (AS_AT_WORDS, short):
        plan = plan_of_sheets(few(inspection()), One=[headings, as_at("Kent")])
        assert in_short(plan.items) == SAME


def test_a_publication_one_day_early_contradicts_and_loses_to_the_report() -> None:
    held = inspection(sources={"official-2022", "report-pdf"})
    sheet = [LONG_WORDS, long("Kent", "E10000016", published=date(2019, 3, 31))]
    item = only(plan_of_sheets(few(held), source="official-2022", One=sheet))
    assert in_short([item]) == [("contradicts", "published", "2019-04-01", "2019-03-31")]
    assert (item.wins, item.old_source, item.new_source) == (False, "report-pdf", "official-2022")


def test_two_tables_in_a_sheet_are_both_read_and_provider_sheets_left_alone() -> None:
    homes = [("Web link", "URN", "Provision type", "Local authority", "Overall effectiveness"),
             (LINK, "SC1", "Children's home", "Kent", POOR)]  # fmt: skip
    sheet = [
        ("Inspections",), AS_AT_WORDS, as_at("Kent"), (),
        ("Authorities that no longer exist",), AS_AT_WORDS, as_at("Poole"),
    ]  # fmt: skip
    poole = inspection(key="poole-2019", authority="poole")
    plan = plan_of_sheets(few(inspection(), poole), Homes=homes, One=sheet)
    assert [(item.inspection, item.where.sheet, item.where.row) for item in plan.items] == [
        (KENT, "One", 3), ("poole-2019", "One", 7),
    ]  # fmt: skip
    assert plan.counts == NONE | {"same": 2}
    assert plan.sheets[0].said == (
        "About children's homes and other providers, not about authorities: left alone."
    )

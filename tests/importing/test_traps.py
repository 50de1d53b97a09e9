"""The traps of Ofsted's files (domain §7), each on a small file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ratings.importing.record_index import Known
from tests.importing.layouts.releases import AS_AT, IN_YEAR, LINK, LONG
from tests.importing.layouts.test_history_wide import BASE
from tests.importing.plans import (
    CARE,
    KENT,
    LEADERS,
    NONE,
    OVERALL,
    PROTECTION,
    PUBLISHED,
    START,
    few,
    grade,
    in_short,
    inspection,
    only,
    plan_of_sheets,
)

pytestmark = pytest.mark.django_db

GOOD, POOR, REQUIRES = "Good", "Inadequate", "Requires improvement to be good"
FULL_WORDS = (
    "Overall effectiveness",
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
)
AS_AT_WORDS = (*AS_AT[:4], *FULL_WORDS)
LONG_WORDS = (*LONG[:8], *FULL_WORDS)
SLAC = ("Safeguarding (SLAC) Inspection publication date",
        "SLAC Safeguarding Overall effectiveness (OE)",
        "SLAC Looked After Children Overall Effectiveness (OE)")  # fmt: skip
CPI = ("Child Protection Inspections (CPI) publication date", "CPI Overall Effectiveness (OE)")
TLAC = ("Targeted (TLAC) inspection publication date", "TLAC Overall Effectiveness (OE)")
SIF = ("Single Inspection (SIF) First SIF publication date", "First SIF Overall Judgement (OE)")


def as_at(name: str, day: Any = START, *grades: str) -> Sequence[Any]:
    return (LINK, name, "South East", day, *(grades or (GOOD,) * 4))


def long(name: str, code: str, day: date = START, published: date = PUBLISHED) -> Sequence[Any]:
    return (LINK, code, name, "Open", "South East", day, published,
            "ILACS Standard Inspection", *(GOOD,) * 4)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Bristol, City of", "bristol"), ("City of Bristol", "bristol"),
        ("Herefordshire, County of", "herefordshire"), ("County Durham", "durham"),
        ("Kingston Upon Hull, City of", "kingston-upon-hull"),
        ("Southend on Sea", "southend-on-sea"), ("St. Helens", "st-helens"),
        ("  KENT ", "kent"), ("Barking & Dagenham", "barking-and-dagenham"),
    ],
)  # fmt: skip
def test_names_that_vary_are_one_authority(base: Known, written: str, slug: str) -> None:
    held = inspection(authority=slug)
    plan = plan_of_sheets(few(base, held), One=[AS_AT_WORDS, as_at(written)])
    assert in_short(plan.items) == [("same", "", "", "")]
    assert only(plan).authority == slug


@pytest.mark.parametrize(
    ("written", "day", "slug"),
    [
        ("Dorset", date(2018, 11, 5), "dorset-county"),
        ("Dorset", date(2019, 3, 31), "dorset-county"),
        ("Dorset", date(2021, 9, 27), "dorset"),
        ("Dorset (Pre LG)", date(2016, 4, 4), "dorset-county"),
    ],
)
def test_dorset_before_april_2019_is_the_old_county(
    base: Known, written: str, day: date, slug: str
) -> None:
    sheet = [LONG_WORDS, long(written, "", day, day)]
    if day.year == 2016:
        sheet = [(*BASE, *SIF), (LINK, written, "", "", day, GOOD)]
    plan = plan_of_sheets(few(base), One=sheet)
    assert [
        (held.authority, str(item.outcome)) for held, item in zip(plan.new, plan.items, strict=True)
    ] == [(slug, "new")]


def test_dorset_with_the_code_of_the_wrong_one_is_refused(base: Known) -> None:
    late = long("Dorset (Pre LG)", "E06000059", date(2021, 9, 27), date(2021, 11, 19))
    assert (
        "correct one of the cells" in only(plan_of_sheets(few(base), One=[LONG_WORDS, late])).reason
    )


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
    base: Known, headings: tuple[str, ...], cells: Any, framework: str, areas: dict[str, str]
) -> None:
    row = (LINK, "Kent", "South East", "Shire", *cells)
    (held,) = plan_of_sheets(few(base), One=[(*BASE, *headings), row]).new
    assert (held.framework, held.grades) == (framework, areas)


@pytest.mark.parametrize(
    ("day", "area"),
    [(date(2022, 12, 31), CARE), (date(2023, 1, 1), "children-in-care")],
)
def test_children_in_care_is_the_combined_judgement_before_2023(
    base: Known, day: date, area: str
) -> None:
    plan = plan_of_sheets(few(base), One=[LONG_WORDS, long("Kent", "E10000016", day, day)])
    (held,) = plan.new
    assert area in held.grades
    assert held.missing == ({} if day.year < 2023 else {"care-leavers": "not-recorded"})


def test_headings_that_vary_are_one_area(base: Known) -> None:
    short = (*AS_AT[:4], "Overall effectiveness", "Impact of leaders",
             "Experiences and progress of children who need help and protection",
             "Experiences and progress of children in care and care leavers")  # fmt: skip
    for headings in (AS_AT_WORDS, short):
        plan = plan_of_sheets(few(base, inspection()), One=[headings, as_at("Kent")])
        assert in_short(plan.items) == [("same", "", "", "")]


@pytest.mark.parametrize("day", ["18/02/2019", "2019-02-18", "18 February 2019", START])
def test_dates_as_text_are_days(base: Known, day: Any) -> None:
    plan = plan_of_sheets(few(base, inspection()), One=[AS_AT_WORDS, as_at("Kent", day)])
    assert in_short(plan.items) == [("same", "", "", "")]


def test_a_date_that_is_none_is_refused_by_its_cell(base: Known) -> None:
    plan = plan_of_sheets(few(base), One=[AS_AT_WORDS, as_at("Kent", "31/02/2019")])
    assert "D2 says “31/02/2019”, which is no date" in only(plan).reason


def test_a_publication_one_day_early_contradicts_and_loses_to_the_report(base: Known) -> None:
    held = inspection(sources={"official-2022", "report-pdf"})
    sheet = [LONG_WORDS, long("Kent", "E10000016", published=date(2019, 3, 31))]
    (item,) = plan_of_sheets(few(base, held), source="official-2022", One=sheet).items
    assert in_short([item]) == [("contradicts", "published", "2019-04-01", "2019-03-31")]
    assert (item.wins, item.old_source, item.new_source) == (False, "report-pdf", "official-2022")


@pytest.mark.parametrize(
    ("cited", "source", "wins"),
    [
        ({"official-2022"}, "official-2023", True),
        ({"official-2024"}, "official-2023", False),
        ({"official-2022", "report-pdf"}, "official-2025", False),
    ],
)
def test_a_later_release_wins_and_the_report_over_both(
    base: Known, cited: set[str], source: str, wins: bool
) -> None:
    row = as_at("Kent", START, GOOD, POOR, GOOD, GOOD)
    plan = plan_of_sheets(
        few(base, inspection(sources=cited)), source=source, One=[AS_AT_WORDS, row]
    )
    item = plan.items[0]
    assert (item.field, item.old, item.new, item.wins) == (
        grade(LEADERS),
        "good",
        "inadequate",
        wins,
    )


def test_codes_find_the_authority_where_the_name_is_strange_or_old(base: Known) -> None:
    for name, code, slug in (
        ("Kent CC and others", "E10000016", "kent"),
        ("Barnsley", "E08000016", "barnsley"),  # its code before 2025
        ("Barnsley", "E08000038", "barnsley"),
        ("Somerset", "E10000027", "somerset"),
    ):
        held = inspection(authority=slug)
        plan = plan_of_sheets(few(base, held), One=[LONG_WORDS, long(name, code)])
        assert in_short(plan.items) == [("same", "", "", "")], name


@pytest.mark.parametrize("words", ["Not yet inspected", "No full inspection", "-", "–", None, ""])
def test_not_yet_inspected_in_all_its_forms(base: Known, words: Any) -> None:
    row = (LINK, "Kent", "South East", words, *(words,) * 4)
    plan = plan_of_sheets(few(base), One=[AS_AT_WORDS, row])
    assert plan.counts == NONE | {"same": 1}
    assert only(plan).authority == "kent"


def test_two_tables_in_a_sheet_are_both_read(base: Known) -> None:
    sheet = [
        ("Inspections",), AS_AT_WORDS, as_at("Kent"), (),
        ("Authorities that no longer exist",), AS_AT_WORDS, as_at("Poole"),
    ]  # fmt: skip
    poole = inspection(key="poole-2019", authority="poole")
    plan = plan_of_sheets(few(base, inspection(), poole), One=sheet)
    assert [(item.inspection, item.where.row) for item in plan.items] == [
        (KENT, 3),
        ("poole-2019", 7),
    ]
    assert plan.counts == NONE | {"same": 2}


@pytest.mark.parametrize("above", range(6))
def test_headings_may_stand_on_any_row(base: Known, above: int) -> None:
    sheet = [*[("A title",)] * above, AS_AT_WORDS, as_at("Kent")]
    assert only(plan_of_sheets(few(base, inspection()), One=sheet)).where.row == above + 2


def test_ragged_rows_are_not_shifted(base: Known) -> None:
    (held,) = plan_of_sheets(
        few(base), One=[(*LONG_WORDS,), (*long("Kent", "E10000016")[:10],)]
    ).new
    assert held.grades == {OVERALL: "good", LEADERS: "good"}
    assert held.missing == {PROTECTION: "not-recorded", CARE: "not-recorded"}


def test_provider_sheets_are_left_alone_with_a_word(base: Known) -> None:
    homes = [("Web link", "URN", "Provision type", "Local authority", "Overall effectiveness"),
             (LINK, "SC1", "Children's home", "Kent", POOR)]  # fmt: skip
    plan = plan_of_sheets(few(base, inspection()), Homes=homes, One=[AS_AT_WORDS, as_at("Kent")])
    assert {item.where.sheet for item in plan.items} == {"One"}
    assert plan.sheets[0].said == (
        "About children's homes and other providers, not about authorities: left alone."
    )


def test_visits_stand_beside_inspections_and_have_no_grades(base: Known) -> None:
    rows = [IN_YEAR, (LINK, "Kent", "SE", date(2021, 5, 4), "ILACS Focused visit", *(None,) * 4,
                      "Front door")]  # fmt: skip
    (held,) = plan_of_sheets(few(base), One=rows).new
    assert (held.kind, held.theme, held.grades, held.missing) == (
        "focused-visit", "front door", {}, {},
    )  # fmt: skip


def test_the_web_link_is_no_code(base: Known) -> None:
    """It ends in the DfE code in some files and in the URN in others: neither is read."""
    row = ("https://reports.ofsted.gov.uk/provider/44/857", *as_at("Kent")[1:])
    plan = plan_of_sheets(few(base, inspection()), One=[AS_AT_WORDS, row])
    assert in_short(plan.items) == [("same", "", "", "")]

"""The traps of Ofsted's files (domain §7) that reading alone does not settle (`layouts` has more);
which inspection of the record a row is about, told by dates alone; what it says of a direction.
What needs the whole record stands first: then the small world takes its place in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from ratings.admin.imports.labels import Words
from ratings.importing.entry import InspectionEntry
from ratings.importing.jobs import undo_run
from ratings.importing.matching import MatchError, inspection_of, match_row
from ratings.importing.parse import as_file, row_from_file, row_of
from ratings.importing.plan import Outcome
from ratings.importing.record_index import IndexedInspection, RecordIndex
from ratings.importing.types import ImportRow
from ratings.models import Inspection
from ratings.rules.dates import PartialDate
from tests.importing import plans
from tests.importing.apply.runs import VISIT_KEY, load, rutland_visit, the_inspection
from tests.importing.layouts.releases import AS_AT, LINK, LONG
from tests.importing.layouts.test_as_at import BASE
from tests.importing.official.loads import snapshot
from tests.importing.plans import (
    CARE,
    HEADINGS,
    KENT,
    NONE,
    PUBLISHED,
    START,
    VISIT,
    few,
    graded,
    in_short,
    inspection,
    only,
    plan_of,
    plan_of_sheets,
    visit,
    visited,
)
from tests.views.histories import corrections_of

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


def test_headings_that_vary_are_one_area_and_the_web_link_is_no_code() -> None:
    """It ends in the DfE code in some files and in the URN in others: neither is read."""
    short = (*AS_AT[:4], "Overall effectiveness", "Impact of leaders",
             "Experiences and progress of children who need help and protection",
             "Experiences and progress of children in care and care leavers")  # fmt: skip
    linked = ("https://reports.ofsted.gov.uk/provider/44/857", *as_at("Kent")[1:])
    for headings, row in ((AS_AT_WORDS, as_at("Kent")), (short, as_at("Kent")), (short, linked)):
        plan = plan_of_sheets(few(inspection()), One=[headings, row])
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


DAY = timedelta(days=1)
SHOWN = plans.PUBLISHED
AGAIN = inspection(key="kent-again", start=PartialDate(START + 4 * DAY), published=None)


def matched(row: ImportRow, *held: IndexedInspection) -> str:
    known = few(*held)
    found = inspection_of(*match_row(row, known, plans.TODAY), known)
    return found.key if found else ""


@pytest.mark.parametrize(
    ("held", "row", "key"),
    [
        (inspection(), graded(), KENT),
        (inspection(), graded(start=START + 62 * DAY), KENT),
        (inspection(), graded(start=START + 63 * DAY), ""),
        (inspection(), graded(start=None, published=SHOWN), KENT),
        (inspection(), graded(start=None, published=SHOWN - DAY), KENT),
        (inspection(published=None), graded(start=None, published=SHOWN), KENT),
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
def test_by_its_dates(held: IndexedInspection, row: ImportRow, key: str) -> None:
    assert matched(row, held) == key


def test_the_same_day_decides_before_the_nearest() -> None:
    assert matched(graded(), inspection(), AGAIN) == KENT
    assert matched(graded(start=START + 3 * DAY), inspection(), AGAIN) == "kent-again"


def test_what_cannot_be_matched_is_told() -> None:
    with pytest.raises(MatchError, match=f"may be kent-again and {KENT}: give"):
        matched(graded(start=START + 2 * DAY), inspection(), AGAIN)
    with pytest.raises(MatchError, match="another authority’s inspection"):
        matched(graded(key=KENT, authority="Rutland"), inspection())


OVERALL = {"Overall effectiveness": "Good"}


@pytest.mark.parametrize(
    ("areas", "day", "programme", "code"),
    [
        (OVERALL | {"LSCB Overall Effectiveness": "Good"}, date(2018, 3, 1), "", "sif"),
        (dict.fromkeys(plans.AREAS, "Good"), date(2018, 3, 1), "", "ilacs-2018"),
        (OVERALL, date(2018, 3, 1), "ilacs", "ilacs-2018"),
        (OVERALL, date(2018, 3, 1), "sif", "sif"),
        (OVERALL, date(2022, 12, 31), "", "ilacs-2018"),
        (OVERALL, date(2023, 1, 1), "", "ilacs-2023"),
    ],
)
def test_the_framework_is_that_in_force_whose_areas_fit_best(
    areas: dict[str, str], day: date, programme: str, code: str
) -> None:
    facts: dict[str, Any] = {"grades": areas, "programme": programme}
    if programme or code != "sif":
        facts["kind"] = "full" if code == "sif" else "standard"
    plan = plan_of(few(), graded(start=day, **facts))
    assert [held.framework for held in plan.new] == ([code] if "kind" in facts else [])


# --- directions ---

URL = "https://example.org/letter"
STATED = {"direction": "improved", "direction_source_url": URL}
NONE_STATED = {"direction_read": "letter", "direction_source_url": URL}


@pytest.mark.parametrize(
    "row",
    [
        visited(direction_status="not-read"),
        visited(direction_status="stated", **STATED),
        visited(direction_status="none-stated", **NONE_STATED),
        visited(kind="jtai", direction_status="not-asked"),
        graded(kind="standard", direction_status=""),
    ],
)
def test_what_fits_is_planned(row: ImportRow) -> None:
    item = only(plan_of(few(), row))
    assert item.outcome == Outcome.NEW
    assert item.held is not None
    kept = (item.held.direction, item.held.direction_read, item.held.direction_source_url)
    assert kept == (row.direction, row.direction_read, row.direction_source_url)


def known(**facts: Any) -> ImportRow:
    return visited(key=visit().key, **facts)


@pytest.mark.parametrize(
    ("held", "row", "why"),
    [
        ([], visited(direction="improved"), "Give the address where the direction was read"),
        ([], visited(direction_read="both", direction_source_url=URL),
         "what was read cannot be kept"),
        ([], visited(direction_status="none-stated"), "write letter or account under direction_r"),
        ([], visited(direction_status="stated"),
         "“stated”, and “not-read” follows from its other cells"),
        ([], visited(direction_status="not-read", **STATED), "“not-read”, and “stated” follows"),
        ([], visited(direction_status="stated", **NONE_STATED), "and “none-stated” follows"),
        ([], visited(direction_status="read"), "It gives the direction_status “read”"),
        ([inspection()], graded(direction_status="not-read"), "and none follows"),
        ([visit(**NONE_STATED)], known(**STATED), "The record has “none-stated” for kent-"),
        ([visit(**STATED)], known(**NONE_STATED),
         "and the row says “none-stated”: read the letter"),
        ([visit(**STATED)], known(kind="jtai"), "A joint targeted area inspection is not asked"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(
    held: list[IndexedInspection], row: ImportRow, why: str
) -> None:
    item = only(plan_of(few(*held), row))
    assert item.outcome == Outcome.REFUSED
    assert why in item.reason


def test_another_direction_is_a_contradiction_and_not_read_says_nothing() -> None:
    declined = visited(direction="declined", direction_source_url=URL)
    assert in_short(plan_of(few(visit(**STATED)), declined).items) == [
        ("contradicts", "direction", "improved", "declined")
    ]
    silent = only(plan_of(few(visit(**NONE_STATED)), visited(direction_status="not-read")))
    assert silent.outcome == Outcome.SAME


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("found", [STATED, NONE_STATED])
def test_it_is_added_to_a_visit_and_taken_back(found: dict[str, str]) -> None:
    load(rutland_visit())
    before = snapshot()
    run = load(rutland_visit(**found))
    row = the_inspection(VISIT_KEY)
    assert {name: getattr(row, name) for name in found} == found
    row.full_clean()
    undo_run(run, None, "it was another letter")
    assert snapshot() == before


@pytest.mark.usefixtures("world")
def test_what_was_read_is_told_in_words_as_a_correction_and_in_a_plan() -> None:
    load(rutland_visit())
    load(rutland_visit(**NONE_STATED), rutland_visit(start=date(2026, 3, 3), **NONE_STATED))
    assert Inspection.objects.found("none-stated").count() == 2
    told = {(each.what, each.new) for each in corrections_of(the_inspection(VISIT_KEY))}
    assert ("what was read", "the letter") in told
    words = Words()
    assert words.field("direction_read") == "what was read"
    assert words.text("direction_read", "account") == "an account of it"


@pytest.mark.usefixtures("world")
def test_an_entry_by_hand_comes_back_from_its_file() -> None:
    row = Inspection.objects.public().found("not-read").first()
    row.direction_read, row.direction_source_url = "account", URL
    entry = InspectionEntry.of(row)
    assert row_from_file(as_file(entry)) == row_of(entry)
    assert row_of(entry).direction_read == "account"

"""What a file says of a direction: taken with its address, refused where it does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from ratings.admin.imports.labels import Words
from ratings.importing.entry import Entry, Facts
from ratings.importing.jobs import undo_run
from ratings.importing.manual_entry import as_file, row_from_file, row_of
from ratings.importing.plan import Outcome
from ratings.importing.record_index import Known
from ratings.importing.types import SourceRow
from ratings.models import Inspection
from ratings.models.corrections import corrections_of
from tests.importing.apply.runs import VISIT_KEY, load, rutland_visit, the_inspection
from tests.importing.official.loads import snapshot
from tests.importing.plans import few, graded, in_short, inspection, only, plan_of, visit, visited

pytestmark = pytest.mark.django_db

URL = "https://example.org/letter"
STATED = {"direction": "improved", "direction_source_url": URL}
NONE_STATED = {"direction_read": "letter", "direction_source_url": URL}


def refusal(base: Known, row: SourceRow, **held: Any) -> str:
    item = only(plan_of(few(base, visit(**held)), row))
    assert item.outcome == Outcome.REFUSED
    return item.reason


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
def test_what_fits_is_planned(base: Known, row: SourceRow) -> None:
    item = only(plan_of(few(base), row))
    assert item.outcome == Outcome.NEW
    assert item.held is not None
    kept = (item.held.direction, item.held.direction_read, item.held.direction_source_url)
    assert kept == (row.direction, row.direction_read, row.direction_source_url)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"direction": "improved"}, "Give the address where the direction was read"),
        ({"direction_read": "letter"}, "Give the address where the direction was read"),
        ({"direction_source_url": URL}, "Say what was read at that address"),
        ({**STATED, "direction_read": "letter"}, "It states a direction: leave empty"),
        ({"kind": "jtai", **STATED}, "is not asked for a direction: leave it empty"),
        ({"kind": "jtai", **NONE_STATED}, "is not asked for a direction: leave it empty"),
        ({"direction_read": "both", "direction_source_url": URL}, "what was read cannot be kept"),
        ({"direction_status": "none-stated"}, "write letter or account under direction_read"),
        ({"direction_status": "stated"}, "“stated”, and “not-read” follows from its other cells"),
        ({"direction_status": "not-asked"}, "and “not-read” follows"),
        ({"direction_status": "not-read", **STATED}, "“not-read”, and “stated” follows"),
        ({"direction_status": "stated", **NONE_STATED}, "and “none-stated” follows"),
        ({"direction_status": "read"}, "It gives the direction_status “read”"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    base: Known, told: dict[str, Any], why: str
) -> None:
    assert why in only(plan_of(few(base), visited(**told))).reason


def test_a_graded_inspection_has_no_status(base: Known) -> None:
    item = only(plan_of(few(base, inspection()), graded(direction_status="not-read")))
    assert (item.outcome, "and none follows" in item.reason) == (Outcome.REFUSED, True)


@pytest.mark.parametrize(
    ("held", "told", "why"),
    [
        (NONE_STATED, STATED, "The record has “none-stated” for kent-"),
        (STATED, NONE_STATED, "and the row says “none-stated”: read the letter"),
        (STATED, {"kind": "jtai"}, "A joint targeted area inspection is not asked"),
    ],
)
def test_a_direction_against_none_stated_is_for_a_person(
    base: Known, held: dict[str, str], told: dict[str, str], why: str
) -> None:
    row = visited(**{"key": visit().key, **told})
    assert why in refusal(base, row, **held)


def test_another_direction_is_a_contradiction_and_not_read_says_nothing(base: Known) -> None:
    held = visit(**STATED)
    declined = visited(direction="declined", direction_source_url=URL)
    assert in_short(plan_of(few(base, held), declined).items) == [
        ("contradicts", "direction", "improved", "declined")
    ]
    silent = only(plan_of(few(base, visit(**NONE_STATED)), visited(direction_status="not-read")))
    assert silent.outcome == Outcome.SAME


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


def test_a_new_visit_keeps_what_was_read() -> None:
    load(rutland_visit(**NONE_STATED))
    assert the_inspection(VISIT_KEY) in Inspection.objects.found("none-stated")


def test_what_was_read_is_told_in_words_as_a_correction_and_in_a_plan() -> None:
    load(rutland_visit())
    load(rutland_visit(**NONE_STATED))
    told = {(each.what, each.new) for each in corrections_of(the_inspection(VISIT_KEY))}
    assert ("what was read", "the letter") in told
    words = Words.current()
    assert words.field("direction_read") == "what was read"
    assert words.value("direction_read", "account").text == "an account of it"


def test_an_entry_by_hand_comes_back_from_its_file() -> None:
    row = Inspection.objects.public().found("not-read").first()
    entry = Entry(Facts.of(row), direction_read="account", direction_source_url=URL)
    assert row_from_file(as_file(entry)) == row_of(entry)
    assert row_of(entry).direction_read == "account"

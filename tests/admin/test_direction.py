"""What a visit found: asked in the admin, answered with where it was read, found in lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ratings.models import Inspection, InspectionKind
from tests.admin.conftest import Telling, Told, change, enter, url_of

LETTER = "https://files.ofsted.gov.uk/v1/file/1"


@pytest.fixture
def visit(told: Telling) -> Telling:
    """What the forms are told of a focused visit of Leeds."""

    def make(kind: str = "focused-visit", **found: str) -> Told:
        return told(kind=InspectionKind.objects.get(key=kind).pk, theme="care leavers", **found)

    return make


def asked(keeper: Client, told: Told) -> Any:
    return enter(keeper, "findings", told).context["form"]


def test_the_choices_are_four_directions_or_none_or_unread(keeper: Client, visit: Telling) -> None:
    form = asked(keeper, visit())
    assert form["direction"].label == "What the visit found"
    assert [words for _, words in form.fields["direction"].choices] == [
        "improved", "declined", "unchanged", "mixed",
        "read, no change stated (the letter)", "read, no change stated (an account of it)",
        "letter not read yet",
    ]  # fmt: skip
    assert form["direction"].value() == ""
    page = enter(keeper, "check", visit(direction="")).content.decode()
    assert "<td>letter not read yet</td>" in page


def test_a_joint_inspection_is_asked_for_its_theme_only(keeper: Client, visit: Telling) -> None:
    assert not {"direction", "direction_source_url"} & asked(keeper, visit("jtai")).fields.keys()
    stray = {"direction": "improved", "direction_source_url": LETTER}
    enter(keeper, "draft", visit("jtai", **stray))
    saved = Inspection.objects.get(status="draft")
    assert (saved.theme, saved.direction, saved.direction_source_url) == ("care leavers", "", "")


@pytest.mark.parametrize(
    ("found", "kept", "words"),
    [
        ("improved", ("improved", ""), "improved</span>, read at"),
        ("letter", ("", "letter"), "read, no change stated, read at"),
    ],
)
def test_what_was_read_is_saved_with_its_url(
    keeper: Client, visit: Telling, found: str, kept: tuple[str, str], words: str
) -> None:
    told = visit(direction=found, direction_source_url=LETTER)
    assert asked(keeper, told)["direction"].value() == found  # going back loses nothing
    assert f"{words} {LETTER}</td>" in enter(keeper, "check", told).content.decode()
    enter(keeper, "draft", told)
    saved = Inspection.objects.get(status="draft")
    assert (saved.direction, saved.direction_read) == kept
    assert saved.direction_source_url == LETTER


def test_a_direction_and_its_url_go_together(keeper: Client, visit: Telling) -> None:
    told = visit(direction="improved", direction_source_url="")
    (said,) = enter(keeper, "draft", told).context["form"].errors["direction_source_url"]
    assert "Give the address where the direction was read" in said


# The same of a visit that is in the record.


def test_a_published_visit_gets_the_answer_that_none_is_stated(reviewer: Client) -> None:
    row: Inspection = Inspection.objects.public().found("not-read").first()
    read = {"direction_read": "letter", "direction_source_url": LETTER}
    assert change(reviewer, row, **read).status_code == 302
    assert Inspection.objects.found("none-stated").filter(pk=row.pk).exists()
    history = reviewer.get(url_of(row, "history")).content.decode()
    assert "What was read" in history
    assert "the letter" in history


def test_a_joint_inspection_is_not_asked_and_no_read_visit_becomes_one(reviewer: Client) -> None:
    joint = Inspection.objects.public().found("not-asked").first()
    page = reviewer.get(url_of(joint)).content.decode()
    assert 'name="theme"' in page
    assert 'name="direction' not in page
    improved = Inspection.objects.public().found("improved")
    row = improved.filter(framework__kinds__key="jtai").first()
    page = change(reviewer, row, kind=InspectionKind.objects.get(key="jtai").pk).content.decode()
    assert "is not asked for a direction: leave it empty" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("found=improved", "improved"), ("found=none-stated", "none-stated"),
     ("found=not-read", "not-read"), ("found=not-asked", "not-asked"), ("gap=letter", "not-read")],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_a_visit_found(keeper: Client, query: str, found: str) -> None:
    shown = keeper.get(f"/admin/ratings/inspection/?{query}").context["cl"]
    assert set(shown.queryset) == set(Inspection.objects.found(found))
    assert shown.result_count > 0


@pytest.mark.parametrize(
    ("kind", "tick", "message"),
    [
        ("standard", "on", "A graded inspection has grades, not a direction"),
        ("focused-visit", None, "of them is on record: leave it ticked"),
    ],
)
def test_a_kind_is_not_asked_against_what_is_on_record(
    reviewer: Client, kind: str, tick: str | None, message: str
) -> None:
    row = InspectionKind.objects.get(key=kind)
    assert message in change(reviewer, row, asks_direction=tick).content.decode()


def test_a_new_kind_of_visit_may_be_asked(reviewer: Client) -> None:
    told = {"key": "review-visit", "name": "review visit", "asks_direction": "on", "order": "9"}
    assert reviewer.post("/admin/ratings/inspectionkind/add/", told).status_code == 302
    assert InspectionKind.objects.get(key="review-visit").asks_direction

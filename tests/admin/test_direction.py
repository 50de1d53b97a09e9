"""What a visit found: asked at the desk, answered with where it was read, found in lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ratings.models import Inspection, InspectionKind
from tests.admin.conftest import ADD, Told, change_address, form_data

Telling = Callable[..., Told]
LETTER = "https://files.ofsted.gov.uk/v1/file/1"
CHANGED = {"reason": "the letter was read"}


@pytest.fixture
def visit(told: Telling) -> Callable[..., Told]:
    """What the forms are told of a focused visit of Leeds."""

    def make(kind: str = "focused-visit", **found: str) -> Told:
        return told(kind=InspectionKind.objects.get(key=kind).pk, theme="care leavers", **found)

    return make


def asked(keeper: Client, told: Told) -> Any:
    return keeper.post(ADD, {**told, "step": "findings"}).context["form"]


def test_the_question_has_the_four_directions_none_stated_and_not_read(
    keeper: Client, visit: Callable[..., Told]
) -> None:
    form = asked(keeper, visit())
    assert form["direction"].label == "What the visit found"
    assert [words for _, words in form.fields["direction"].choices] == [
        "improved", "declined", "unchanged", "mixed",
        "read, no change stated (the letter)", "read, no change stated (an account of it)",
        "letter not read yet",
    ]  # fmt: skip
    assert form["direction"].value() == ""


def test_a_joint_inspection_is_asked_for_its_theme_only(
    keeper: Client, visit: Callable[..., Told]
) -> None:
    assert not {"direction", "direction_source_url"} & asked(keeper, visit("jtai")).fields.keys()
    stray = {"direction": "improved", "direction_source_url": LETTER}
    keeper.post(ADD, {**visit("jtai", **stray), "step": "draft"})
    saved = Inspection.objects.get(status="draft")
    assert (saved.theme, saved.direction, saved.direction_source_url) == ("care leavers", "", "")


@pytest.mark.parametrize(
    ("found", "kept", "words"),
    [
        ("improved", ("improved", ""), "improved</span>, read at"),
        ("letter", ("", "letter"), "read, no change stated, read at"),
        ("account", ("", "account"), "read, no change stated, read at"),
    ],
)
def test_what_was_read_is_kept_with_its_address(
    keeper: Client, visit: Callable[..., Told], found: str, kept: tuple[str, str], words: str
) -> None:
    told = visit(direction=found, direction_source_url=LETTER)
    page = keeper.post(ADD, {**told, "step": "check"}).content.decode()
    assert f"{words} {LETTER}</td>" in page
    keeper.post(ADD, {**told, "step": "draft"})
    saved = Inspection.objects.get(status="draft")
    assert (saved.direction, saved.direction_read) == kept
    assert saved.direction_source_url == LETTER


def test_a_letter_that_was_not_read_needs_no_address(
    keeper: Client, visit: Callable[..., Told]
) -> None:
    page = keeper.post(ADD, {**visit(direction=""), "step": "check"}).content.decode()
    assert "<td>letter not read yet</td>" in page


@pytest.mark.parametrize(
    ("found", "address", "field", "message"),
    [
        ("improved", "", "direction_source_url", "Give the address where the direction was read"),
        ("letter", "", "direction_source_url", "or that none is stated"),
        ("", LETTER, "direction", "Say what was read at that address"),
        ("better", LETTER, "direction", "not one of the available choices"),
    ],
)
def test_a_direction_and_its_address_go_together(
    keeper: Client, visit: Callable[..., Told], found: str, address: str, field: str, message: str
) -> None:
    told = visit(direction=found, direction_source_url=address)
    form = keeper.post(ADD, {**told, "step": "draft"}).context["form"]
    assert form.errors.keys() == {field}
    assert message in form.errors[field][0]


def test_going_back_keeps_what_was_read(keeper: Client, visit: Callable[..., Told]) -> None:
    form = asked(keeper, visit(direction="account", direction_source_url=LETTER))
    assert form["direction"].value() == "account"


# The same of a visit that is in the record.


def unread() -> Inspection:
    found: Inspection = Inspection.objects.public().found("not-read").first()
    return found


def change(reviewer: Client, row: Any, **values: Any) -> Any:
    data = {**form_data(reviewer.get(change_address(row))), **values, **CHANGED}
    return reviewer.post(change_address(row), data)


def test_a_published_visit_gets_the_answer_that_none_is_stated(reviewer: Client) -> None:
    row = unread()
    read = {"direction_read": "letter", "direction_source_url": LETTER}
    assert change(reviewer, row, **read).status_code == 302
    assert Inspection.objects.found("none-stated").filter(pk=row.pk).exists()
    history = reviewer.get(change_address(row).replace("/change/", "/history/")).content.decode()
    assert "What was read" in history
    assert "the letter" in history


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"direction_read": "letter"}, "Give the address where the direction was read"),
        ({"direction": "mixed"}, "Give the address where the direction was read"),
        ({"direction_source_url": LETTER}, "Say what was read at that address"),
        (
            {"direction": "mixed", "direction_read": "letter", "direction_source_url": LETTER},
            "It states a direction: leave empty",
        ),
    ],
)
def test_half_an_answer_is_refused_there_too(
    reviewer: Client, told: dict[str, str], message: str
) -> None:
    assert message in change(reviewer, unread(), **told).content.decode()


def test_a_visit_that_was_read_does_not_become_a_joint_inspection(reviewer: Client) -> None:
    found = Inspection.objects.public().found("improved")
    row = found.filter(framework__kinds__key="jtai").first()
    page = change(reviewer, row, kind=InspectionKind.objects.get(key="jtai").pk)
    assert "is not asked for a direction: leave it empty" in page.content.decode()


def test_the_form_of_a_joint_inspection_does_not_ask(reviewer: Client) -> None:
    row = Inspection.objects.public().found("not-asked").first()
    page = reviewer.get(change_address(row)).content.decode()
    assert 'name="theme"' in page
    assert 'name="direction' not in page


# Lists, and the kinds that are asked.


@pytest.mark.parametrize("found", ["improved", "none-stated", "not-read", "not-asked"])
def test_the_list_is_narrowed_by_what_a_visit_found(keeper: Client, found: str) -> None:
    shown = keeper.get(f"/admin/ratings/inspection/?found={found}").context["cl"]
    assert set(shown.queryset) == set(Inspection.objects.found(found))
    assert shown.result_count > 0


def test_letters_that_nobody_has_read_are_something_to_do(keeper: Client) -> None:
    shown = keeper.get("/admin/ratings/inspection/?gap=letter").context["cl"]
    assert shown.result_count == Inspection.objects.found("not-read").count()
    titles = [task.title for task in keeper.get("/admin/").context["tasks"]]
    assert "letters of recent visits have not been read yet" in titles


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
    data = {**form_data(reviewer.get(change_address(row))), "asks_direction": tick, **CHANGED}
    sent = {name: value for name, value in data.items() if value is not None}
    assert message in reviewer.post(change_address(row), sent).content.decode()


def test_a_new_kind_of_visit_may_be_asked(reviewer: Client) -> None:
    told = {"key": "review-visit", "name": "review visit", "asks_direction": "on", "order": "9"}
    assert reviewer.post("/admin/ratings/inspectionkind/add/", told).status_code == 302
    assert InspectionKind.objects.get(key="review-visit").asks_direction

"""What the public may see of corrections: old, new, when, why, and who by role alone."""

from datetime import date
from typing import Any

import pytest

from ratings.models import Inspection, Rating, Source
from ratings.models.corrections import corrections_of
from tests.views.histories import (
    KENT,
    drafted,
    grade,
    person,
    publish,
    regrade,
    save,
    withdraw,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def inspection() -> Inspection:
    return Inspection.objects.get(key=KENT)


def test_a_correction_tells_old_and_new_value_reason_and_role(inspection: Inspection) -> None:
    assert corrections_of(inspection) == ()
    inspection.published = date(2022, 7, 6)
    save(inspection, "the report says the sixth", person("reviewer"))
    (told,) = corrections_of(inspection)
    assert (told.what, told.old, told.new) == ("report published", "5 July 2022", "6 July 2022")
    assert told.why == "the report says the sixth"
    assert told.who == "reviewer"
    assert "doe" not in str(told).lower()


def test_a_corrected_grade_names_its_area(inspection: Inspection) -> None:
    regrade(inspection, "leaders", "good", "")
    (told,) = corrections_of(inspection)
    assert (told.what, told.old, told.new) == ("Leaders: grade", "outstanding", "good")
    assert (told.why, told.who) == ("no reason was given", "not recorded")


def test_a_grade_that_is_taken_away_is_told(inspection: Inspection) -> None:
    inspection.ratings.get(area__key="leaders").delete()
    (told,) = corrections_of(inspection)
    assert (told.old, told.new) == ("outstanding", "nothing")


def entered(status: str = Inspection.Status.DRAFT) -> Inspection:
    return drafted("kent", date(2026, 6, 1), status=status)


def pairs(inspection: Inspection) -> list[tuple[str, str, str]]:
    return [(told.old, told.new, told.why) for told in corrections_of(inspection)]


def test_the_work_on_a_draft_is_not_a_correction() -> None:
    draft = entered()
    draft.theme = "a slip of the pen"
    draft.save()
    regrade(draft, "leaders", "outstanding", "a slip of the pen")
    draft.theme = ""
    publish(draft)
    assert corrections_of(draft) == ()
    draft.published = date(2026, 7, 1)
    draft.save()
    assert [told.what for told in corrections_of(draft)] == ["report published"]


def test_an_entry_made_in_public_is_not_a_correction_of_itself() -> None:
    assert corrections_of(entered(Inspection.Status.PUBLISHED)) == ()


@pytest.mark.parametrize("status", [Inspection.Status.DRAFT, Inspection.Status.PUBLISHED])
def test_a_grade_changed_right_after_publishing_is_told(status: str) -> None:
    """Published after it was entered, or as it was."""
    row = entered(status)
    if status == Inspection.Status.DRAFT:
        publish(row)
    regrade(row, "leaders", "outstanding", "misread")
    assert pairs(row) == [("good", "outstanding", "misread")]


@pytest.mark.parametrize("came_with_the_record", [True, False])
def test_what_is_changed_and_put_back_while_withdrawn_is_never_told(
    inspection: Inspection, came_with_the_record: bool
) -> None:
    row = inspection if came_with_the_record else entered()
    theme, before = row.theme, row.ratings.get(area__key="leaders").grade
    assert before is not None
    publish(row)
    withdraw(row, "withdrawn for a check")
    row.theme = "secret theme"
    row.save()
    regrade(row, "leaders", "requires-improvement", "secret reason")
    regrade(row, "leaders", before.key, "secret way back")
    row.theme = theme
    publish(row, "checked")
    assert corrections_of(row) == ()


@pytest.mark.parametrize("why", ["checked with Ofsted", ""])
def test_what_changed_while_withdrawn_is_told_once(inspection: Inspection, why: str) -> None:
    withdraw(inspection, "withdrawn for a check")
    regrade(inspection, "leaders", "inadequate", "secret")
    regrade(inspection, "leaders", "good", "secret")
    inspection.published = date(2022, 7, 6)
    publish(inspection, why)
    told = why or "changed while it was withdrawn"
    assert sorted(pairs(inspection)) == [
        ("5 July 2022", "6 July 2022", told),
        ("outstanding", "good", told),
    ]


def test_a_rating_made_anew_while_withdrawn_is_one_difference(inspection: Inspection) -> None:
    withdraw(inspection, "withdrawn for a check")
    rating = inspection.ratings.get(area__key="leaders")
    area, sources = rating.area, list(rating.sources.all())
    rating.delete()
    again = Rating(inspection=inspection, area=area, verified="report",
                   grade=grade("good"))  # fmt: skip
    save(again, "secret")
    again.sources.set(sources)
    publish(inspection, "checked")
    assert ("outstanding", "good", "checked") in pairs(inspection)
    assert "secret" not in str(pairs(inspection))


def test_while_withdrawn_only_what_was_public_before_is_told(inspection: Inspection) -> None:
    regrade(inspection, "leaders", "good", "misread")
    withdraw(inspection, "withdrawn for a check")
    regrade(inspection, "leaders", "inadequate", "secret")
    assert pairs(inspection) == [("outstanding", "good", "misread")]


def test_more_ask_no_more_queries(inspection: Inspection, django_assert_num_queries: Any) -> None:
    reviewer = person("reviewer")
    for day, key in [(6, "good"), (7, "inadequate"), (8, "good")]:
        inspection.published = date(2022, 7, day)
        save(inspection, "read again", reviewer)
        regrade(inspection, "leaders", key, "read again")
        inspection.ratings.get(area__key="leaders").sources.set(Source.objects.all()[:day])
    with django_assert_num_queries(7):  # versions, sources and their titles of both; groups
        assert len(corrections_of(inspection)) > 6

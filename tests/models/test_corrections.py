"""What the public may see of corrections: old, new, when, why, and who by role alone."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from ratings.models import Grade, Inspection, Rating, Source
from ratings.models.corrections import Correction, corrections_of
from tests.views.histories import KENT, person, save

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def inspection() -> Inspection:
    return Inspection.objects.get(key=KENT)


@pytest.fixture
def reviewer() -> User:
    return person("reviewer")


def only(found: tuple[Correction, ...]) -> Correction:
    assert len(found) == 1, found
    return found[0]


def test_what_came_with_the_record_has_no_corrections(inspection: Inspection) -> None:
    assert corrections_of(inspection) == ()


def test_a_correction_tells_old_and_new_value_reason_and_role(
    inspection: Inspection, reviewer: User
) -> None:
    inspection.published = date(2022, 7, 6)
    save(inspection, "the report says the sixth", reviewer)
    told = only(corrections_of(inspection))
    assert (told.what, told.old, told.new) == ("report published", "5 July 2022", "6 July 2022")
    assert told.why == "the report says the sixth"
    assert told.who == "reviewer"
    assert "doe" not in str(told).lower()


def test_a_corrected_grade_names_its_area(inspection: Inspection) -> None:
    rating = inspection.ratings.get(area__key="leaders")
    rating.grade = Grade.objects.get(key="good")
    save(rating, "")
    told = only(corrections_of(inspection))
    assert (told.what, told.old, told.new) == ("Leaders: grade", "outstanding", "good")
    assert (told.why, told.who) == ("no reason was given", "not recorded")


def test_a_grade_that_is_taken_away_is_told(inspection: Inspection) -> None:
    inspection.ratings.get(area__key="leaders").delete()
    told = only(corrections_of(inspection))
    assert (told.old, told.new) == ("outstanding", "nothing")


def drafted(status: str = Inspection.Status.DRAFT) -> Inspection:
    """An inspection entered here, with its leaders rated good."""
    old = Inspection.objects.get(key=KENT)
    draft = Inspection(
        key="kent-draft", authority=old.authority, framework=old.framework, kind=old.kind,
        start_date=date(2022, 6, 1), start_precision="day", verified="report", status=status,
    )  # fmt: skip
    save(draft, "entered")
    draft.sources.set(old.sources.all())
    rating = Rating(
        inspection=draft,
        area=old.framework.areas.get(key="leaders"),
        grade=Grade.objects.get(key="good"),
        verified="report",
    )
    save(rating, "entered")
    rating.sources.set(old.sources.all())
    return draft


def set_status(inspection: Inspection, status: str, why: str = "") -> None:
    inspection.status = status
    save(inspection, why)


def regrade(inspection: Inspection, grade: str, why: str) -> None:
    rating = inspection.ratings.get(area__key="leaders")
    rating.grade = Grade.objects.get(key=grade)
    save(rating, why)


def publish(inspection: Inspection, why: str = "") -> None:
    set_status(inspection, Inspection.Status.PUBLISHED, why)


def withdraw(inspection: Inspection) -> None:
    set_status(inspection, Inspection.Status.DRAFT, "withdrawn for a check")


def pairs(inspection: Inspection) -> list[tuple[str, str, str]]:
    return [(told.old, told.new, told.why) for told in corrections_of(inspection)]


def test_the_work_on_a_draft_is_not_a_correction() -> None:
    draft = drafted()
    draft.theme = "a slip of the pen"
    draft.save()
    regrade(draft, "outstanding", "a slip of the pen")
    draft.theme = ""
    publish(draft)
    assert corrections_of(draft) == ()
    draft.published = date(2022, 7, 1)
    draft.save()
    assert [told.what for told in corrections_of(draft)] == ["report published"]


def test_an_entry_made_in_public_is_not_a_correction_of_itself() -> None:
    assert corrections_of(drafted(Inspection.Status.PUBLISHED)) == ()


def test_a_grade_changed_right_after_publishing_is_told() -> None:
    draft = drafted()
    publish(draft)
    regrade(draft, "outstanding", "misread")
    assert pairs(draft) == [("good", "outstanding", "misread")]
    entered = drafted_elsewhere()
    regrade(entered, "outstanding", "misread")
    assert pairs(entered) == [("good", "outstanding", "misread")]


def drafted_elsewhere() -> Inspection:
    """The same again, published as it was entered."""
    Inspection.objects.filter(key="kent-draft").delete()
    return drafted(Inspection.Status.PUBLISHED)


@pytest.mark.parametrize("came_with_the_record", [True, False])
def test_what_is_changed_and_put_back_while_withdrawn_is_never_told(
    inspection: Inspection, came_with_the_record: bool
) -> None:
    row = inspection if came_with_the_record else drafted()
    theme, before = row.theme, row.ratings.get(area__key="leaders").grade
    assert before is not None
    publish(row)
    withdraw(row)
    row.theme = "secret theme"
    row.save()
    regrade(row, "requires-improvement", "secret reason")
    regrade(row, before.key, "secret way back")
    row.theme = theme
    publish(row, "checked")
    assert corrections_of(row) == ()


@pytest.mark.parametrize("why", ["checked with Ofsted", ""])
def test_what_changed_while_withdrawn_is_told_once_by_publishing_again(
    inspection: Inspection, why: str
) -> None:
    withdraw(inspection)
    regrade(inspection, "inadequate", "secret")
    regrade(inspection, "good", "secret")
    inspection.published = date(2022, 7, 6)
    publish(inspection, why)
    told = why or "changed while it was withdrawn"
    assert sorted(pairs(inspection)) == [
        ("5 July 2022", "6 July 2022", told),
        ("outstanding", "good", told),
    ]


def test_a_rating_made_anew_while_withdrawn_is_one_difference(inspection: Inspection) -> None:
    withdraw(inspection)
    rating = inspection.ratings.get(area__key="leaders")
    area, sources = rating.area, list(rating.sources.all())
    rating.delete()
    again = Rating(inspection=inspection, area=area, verified="report",
                   grade=Grade.objects.get(key="good"))  # fmt: skip
    save(again, "secret")
    again.sources.set(sources)
    publish(inspection, "checked")
    assert ("outstanding", "good", "checked") in pairs(inspection)
    assert "secret" not in str(pairs(inspection))


def test_while_withdrawn_only_what_was_public_before_is_told(inspection: Inspection) -> None:
    regrade(inspection, "good", "misread")
    withdraw(inspection)
    regrade(inspection, "inadequate", "secret")
    assert pairs(inspection) == [("outstanding", "good", "misread")]


def test_more_corrections_ask_no_more_queries(
    inspection: Inspection, reviewer: User, django_assert_num_queries: Any
) -> None:
    for day, grade in [(6, "good"), (7, "inadequate"), (8, "good")]:
        inspection.published = date(2022, 7, day)
        save(inspection, "read again", reviewer)
        regrade(inspection, grade, "read again")
        inspection.ratings.get(area__key="leaders").sources.set(Source.objects.all()[:day])
    with django_assert_num_queries(7):  # versions, sources and their titles of both; groups
        assert len(corrections_of(inspection)) > 6

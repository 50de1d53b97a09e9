"""What the public may see of corrections: old, new, when, why, and who by role alone."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from ratings.models import Grade, Inspection, Rating
from ratings.models.corrections import Correction, corrections_of

pytestmark = pytest.mark.usefixtures("record")

KEY = "kent-ilacs-2018-2022-05-09"


@pytest.fixture
def inspection() -> Inspection:
    return Inspection.objects.get(key=KEY)


@pytest.fixture
def reviewer() -> User:
    user = User.objects.create_user("jane.doe", first_name="Jane", last_name="Doe")
    user.groups.add(Group.objects.get_or_create(name="reviewer")[0])
    return user


def correct(row: Inspection | Rating, why: str, by: User | None = None) -> None:
    row._change_reason, row._history_user = why, by
    row.save()


def only(found: tuple[Correction, ...]) -> Correction:
    assert len(found) == 1, found
    return found[0]


def test_what_came_with_the_record_has_no_corrections(inspection: Inspection) -> None:
    assert corrections_of(inspection) == ()


def test_a_correction_tells_old_and_new_value_reason_and_role(
    inspection: Inspection, reviewer: User
) -> None:
    inspection.published = date(2022, 7, 6)
    correct(inspection, "the report says the sixth", reviewer)
    told = only(corrections_of(inspection))
    assert (told.what, told.old, told.new) == ("report published", "5 July 2022", "6 July 2022")
    assert told.why == "the report says the sixth"
    assert told.who == "reviewer"
    assert "doe" not in str(told).lower()


def test_a_corrected_grade_names_its_area(inspection: Inspection) -> None:
    rating = inspection.ratings.get(area__key="leaders")
    rating.grade = Grade.objects.get(key="good")
    correct(rating, "")
    told = only(corrections_of(inspection))
    assert (told.what, told.old, told.new) == ("Leaders: grade", "outstanding", "good")
    assert (told.why, told.who) == ("no reason was given", "not recorded")


def test_a_grade_that_is_taken_away_is_told(inspection: Inspection) -> None:
    inspection.ratings.get(area__key="leaders").delete()
    told = only(corrections_of(inspection))
    assert (told.old, told.new) == ("outstanding", "nothing")


def test_the_work_on_a_draft_is_not_a_correction() -> None:
    old = Inspection.objects.get(key=KEY)
    draft = Inspection(
        key="kent-draft", authority=old.authority, framework=old.framework, kind=old.kind,
        start_date=date(2022, 6, 1), start_precision="day", verified="report",
    )  # fmt: skip
    draft.save()
    draft.theme = "a slip of the pen"
    draft.save()
    draft.theme, draft.status = "", Inspection.Status.PUBLISHED
    draft.save()
    Rating(
        inspection=draft,
        area=old.framework.areas.get(key="leaders"),
        grade=Grade.objects.get(key="good"),
        verified="report",
    ).save()
    assert corrections_of(draft) == ()
    draft.history.update(history_date=timezone.now() - timedelta(days=2))
    draft.published = date(2022, 7, 1)
    draft.save()
    assert [c.what for c in corrections_of(draft) if c.what == "report published"]
    assert "pen" not in str(corrections_of(draft))

"""More inspections over the same authorities: always the same ones, and all of them valid."""

from random import Random
from typing import Any

import pytest

from benchmarks.generator import Sibling, generate, siblings
from ratings.models import Authority, DataVersion, Inspection, Rating

pytestmark = pytest.mark.usefixtures("record")


def told(one: Sibling) -> tuple[Any, ...]:
    """What is said of an inspection and of its ratings."""
    i = one.inspection
    grades = [(r.area_id, r.grade_id, r.missing) for r in one.ratings]
    return (i.key, i.authority_id, i.kind_id, i.start_date, i.published, i.direction, grades)


def test_a_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first, again, other = ([told(one) for one in siblings(2, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert [row[0] for row in first] == [row[0] for row in other], "ids do not depend on it"


def test_they_are_written_as_one_version_and_all_rules_hold_for_them() -> None:
    before = int(DataVersion.current().partition(".")[0])
    inspections, ratings = Inspection.objects.count(), Rating.objects.count()
    authorities = Authority.objects.count()
    assert generate(3) == 2 * inspections
    assert Inspection.objects.count() == 3 * inspections
    assert Rating.objects.count() == 3 * ratings
    assert Authority.objects.count() == authorities
    assert int(DataVersion.current().partition(".")[0]) == before + 1
    new = Inspection.objects.order_by("-pk")[: 2 * inspections]
    for row in Random(1).sample(list(new.select_related("authority", "framework")), 80):
        row.full_clean()
        assert row.authority.record().exists_on(row.first_day)
        assert row.sources.count() == Inspection.objects.get(key=row.key[:-2]).sources.count()
        for rating in row.ratings.all():
            rating.full_clean()

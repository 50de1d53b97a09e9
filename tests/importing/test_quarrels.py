"""A file that gives two values for one field: neither is taken by itself."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.importing.record_index import Known
from ratings.importing.types import SourceRow
from tests.importing.plans import (
    AREAS,
    LEADERS,
    PUBLISHED,
    few,
    grade,
    graded,
    inspection,
    plan_of,
)

pytestmark = pytest.mark.django_db


def leaders(word: str, row: int) -> SourceRow:
    return graded(row=row, grades=dict.fromkeys(AREAS, "Good") | {LEADERS: word})


@pytest.mark.parametrize("words", [("Inadequate", "Outstanding"), ("Good", "Inadequate"),
                                   ("Inadequate", "Good")])  # fmt: skip
def test_two_grades_for_one_area(base: Known, words: tuple[str, str]) -> None:
    plan = plan_of(
        few(base, inspection()), *(leaders(word, n) for n, word in enumerate(words, 5)),
        source="official-2025",
    )  # fmt: skip
    disputes = [item for item in plan.items if item.field == grade(LEADERS)]
    assert [item.outcome for item in disputes] == ["contradicts"] * (2 - words.count("Good"))
    for item in disputes:
        assert (item.wins, item.is_taken, item.can_take) == (False, False, True)
        assert item.old_source == "official-2023"
        assert item.reason.startswith("The file says “")


def test_a_detail_and_then_another_value_for_it(base: Known) -> None:
    rows = [graded(row=5, published=PUBLISHED), graded(row=6, published=date(2019, 4, 2))]
    plan = plan_of(few(base, inspection(published=None)), *rows, source="official-2025")
    detail, other = (item for item in plan.items if item.field == "published")
    assert (detail.outcome, detail.is_taken) == ("details", True)
    assert (other.outcome, other.is_taken, other.old, other.old_source) == (
        "contradicts", False, "2019-04-01", "official-2025",
    )  # fmt: skip


def test_the_same_value_twice_wins_as_once(base: Known) -> None:
    rows = [leaders("Inadequate", 5), leaders("Inadequate", 6)]
    plan = plan_of(few(base, inspection()), *rows, source="official-2025")
    disputes = [item for item in plan.items if item.outcome == "contradicts"]
    assert [item.is_taken for item in disputes] == [True, True]
    assert len({item.change for item in disputes}) == 1


def test_a_start_known_to_the_month_is_no_quarrel(base: Known) -> None:
    rows = [
        graded(row=5, start=date(2019, 3, 4), published=PUBLISHED),
        graded(row=6, start=None, start_words="2019-03", published=PUBLISHED),
    ]
    plan = plan_of(few(base, inspection()), *rows, source="official-2025")
    assert all(item.wins for item in plan.items if item.outcome == "contradicts")

"""The marks of grades, and of what has none."""

import pytest

from ratings.rules.types import FINDING_WORDS
from ratings.templatetags.grades import direction, grade


@pytest.mark.parametrize("words", ["no overall grade", "not judged"])
def test_what_gave_no_grade_has_a_dash(words: str) -> None:
    assert '"mark mark-none" aria-hidden="true">–<' in grade(None, words)


def test_an_inspection_to_come_is_not_marked_as_one_that_gave_no_grade() -> None:
    assert '"mark mark-waiting" aria-hidden="true">…<' in grade(
        None, "not yet inspected under these rules"
    )


def test_mark_and_words_stand_side_by_side() -> None:
    assert grade(None, "not yet inspected") == (
        '<span class="grade"><span class="mark mark-waiting" aria-hidden="true">…</span>'
        "<span>not yet inspected</span></span>"
    )


def test_every_finding_of_a_visit_has_a_mark_of_its_own() -> None:
    marks = {direction(finding).split(">")[2][:1] for finding in FINDING_WORDS}
    assert len(marks) == len(FINDING_WORDS) == 7
    assert direction("not-read").endswith("letter not read yet</span>")

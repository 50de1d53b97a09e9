"""The marks of grades, and of what has none."""

from ratings.templatetags.grades import grade, mark_without_grade


def test_an_inspection_to_come_is_not_marked_as_one_that_gave_no_grade() -> None:
    assert mark_without_grade("no overall grade") == ("none", "–")
    assert mark_without_grade("not judged") == ("none", "–")
    assert mark_without_grade("not yet inspected") == ("waiting", "…")
    assert mark_without_grade("not yet inspected under these rules") == ("waiting", "…")


def test_mark_and_words_stand_side_by_side() -> None:
    assert grade(None, "not yet inspected") == (
        '<span class="grade"><span class="mark mark-waiting" aria-hidden="true">…</span>'
        "<span>not yet inspected</span></span>"
    )

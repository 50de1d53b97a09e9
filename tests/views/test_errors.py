"""The sentences of a refusal."""

import pytest

from ratings.views.errors import LONGEST_ECHO, BadParameter


@pytest.mark.parametrize(
    ("allowed", "end"),
    [
        (["name"], "It can be name."),
        (["name", "date"], "It can be name or date."),
        (["name", "date", "grade"], "It can be name, date or grade."),
    ],
)
def test_a_bad_value_is_told_what_it_can_be(allowed: list[str], end: str) -> None:
    error = BadParameter("sort", "size", allowed)
    assert error.message == f"“size” is not something that sort can be. {end}"
    assert str(error) == error.message


def test_a_page_without_parameters_says_so() -> None:
    error = BadParameter.unknown("x", "1", [])
    assert error.message == "This page has no parameter “x”. It takes none."


def test_a_very_long_value_is_not_repeated_in_full() -> None:
    error = BadParameter("q" * 500, "v" * 5000, ["short"])
    assert len(error.value) == len(error.name) == LONGEST_ECHO + 1
    assert len(error.message) < 300


def test_a_sentence_of_its_own_is_kept() -> None:
    assert BadParameter("as_at", "x", ["a date"], "No such day.").message == "No such day."

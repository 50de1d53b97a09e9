"""Names as people type them."""

import pytest

from ratings.rules.names import fold, nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kingston upon Hull, City of", "KINGSTON-UPON  HULL city of"),
        ("St. Helens", "st helens"),
        ("King’s Lynn", "kings lynn"),
        ("Bath & North East Somerset", "Bath and North East Somerset"),
        ("Réading", "READING"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_of_a_name_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_nearest_names_come_best_first() -> None:
    names = [("kent", "kent"), ("essex", "essex"), ("brent", "brent")]
    assert nearest("Kentt", names) == ["kent", "brent"]


def test_what_is_like_nothing_is_near_nothing() -> None:
    assert nearest("zzzz", [("kent", "kent")]) == []
    assert nearest("", [("kent", "kent")]) == []

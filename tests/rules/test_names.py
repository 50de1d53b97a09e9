"""Names as people type them."""

import pytest

from ratings.rules import name_matching as rules
from ratings.rules.name_matching import LONGEST, fold, nearest


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


def test_of_a_text_that_goes_on_and_on_no_more_is_compared_than_a_name_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(rules, "likeness", lambda text, _: compared.append(text) or 0.0)
    assert nearest("birmingham" * 400, [("birmingham", "birmingham")]) == []
    assert [len(text) for text in compared] == [LONGEST]

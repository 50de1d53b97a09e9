"""Names as people type them; who became whom (domain §3.7)."""

from datetime import date

import pytest

from ratings.rules import name_matching as rules
from ratings.rules.name_matching import LONGEST, fold, nearest
from ratings.rules.succession import ancestry, predecessors, successors
from ratings.rules.types import Succession


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
    assert nearest("zzzz", names) == nearest("", names) == []


def test_of_a_text_that_goes_on_and_on_no_more_is_compared_than_a_name_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(rules, "likeness", lambda text, _: compared.append(text) or 0.0)
    assert nearest("birmingham" * 400, [("birmingham", "birmingham")]) == []
    assert [len(text) for text in compared] == [LONGEST]


SPLIT = [
    Succession("cumbria", "westmorland", date(2023, 4, 1), "split"),
    Succession("cumbria", "cumberland", date(2023, 4, 1), "split"),
    Succession("westmorland", "lakes", date(2027, 4, 1), "merged"),
    Succession("lancaster", "lakes", date(2027, 4, 1), "merged"),
]


def test_predecessors_and_successors_stand_in_order_and_chains_are_followed() -> None:
    assert [s.predecessor for s in predecessors("lakes", SPLIT)] == ["lancaster", "westmorland"]
    assert [s.successor for s in successors("cumbria", SPLIT)] == ["cumberland", "westmorland"]
    assert predecessors("cumbria", SPLIT) == ()
    found = ancestry("lakes", SPLIT)
    assert [(a.slug, a.generation) for a in found] == [
        ("lancaster", 1), ("westmorland", 1), ("cumbria", 2),
    ]  # fmt: skip


def test_a_loop_in_the_rows_ends_the_chain() -> None:
    loop = [
        Succession("a", "b", date(2020, 1, 1), "merged"),
        Succession("b", "a", date(2021, 1, 1), "merged"),
    ]
    assert [a.slug for a in ancestry("a", loop)] == ["b"]

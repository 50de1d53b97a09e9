"""Who became whom (domain §3.7)."""

from datetime import date

from ratings.rules.succession import ancestry, predecessors, successors
from ratings.rules.types import Succession

SPLIT = [
    Succession("cumbria", "westmorland", date(2023, 4, 1), "split"),
    Succession("cumbria", "cumberland", date(2023, 4, 1), "split"),
    Succession("westmorland", "lakes", date(2027, 4, 1), "merged"),
    Succession("lancaster", "lakes", date(2027, 4, 1), "merged"),
]


def test_direct_predecessors_and_successors_stand_in_order() -> None:
    assert [s.predecessor for s in predecessors("lakes", SPLIT)] == ["lancaster", "westmorland"]
    assert [s.successor for s in successors("cumbria", SPLIT)] == ["cumberland", "westmorland"]
    assert predecessors("cumbria", SPLIT) == ()


def test_chains_of_predecessors_are_followed() -> None:
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

"""Tables: sorted rows, those without a value last, and the sort said in words."""

import pytest

from ratings.tables import AuthorityTable, InspectionTable, in_order


def test_rows_without_a_value_come_last_in_either_direction() -> None:
    rows = [("a", 2), ("b", None), ("c", 1), ("d", 2)]

    def key(row: tuple[str, int | None]) -> int | None:
        return row[1]

    assert [r[0] for r in in_order(rows, key, descending=False)] == ["c", "a", "d", "b"]
    assert [r[0] for r in in_order(rows, key, descending=True)] == ["a", "d", "c", "b"]


@pytest.mark.parametrize(
    ("sort", "words"),
    [
        ("name", "Sorted by authority, A to Z"),
        ("-since", "Sorted by graded since, most recent first"),
        ("grade", "Sorted by overall grade, best first"),
    ],
)
def test_the_sort_is_said_in_words(sort: str, words: str) -> None:
    assert AuthorityTable([], sort).sorted_in_words == words


def test_every_sortable_column_offers_both_directions() -> None:
    assert [value for value, _ in InspectionTable.sort_choices()] == [
        "date", "-date", "authority", "-authority", "published", "-published",
    ]  # fmt: skip
    assert "line" not in dict(AuthorityTable.sort_choices())

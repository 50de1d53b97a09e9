"""A release made of what the record holds changes nothing."""

import pytest

from ratings.importing.plan import Outcome
from ratings.importing.record_index import Known
from tests.importing.fuzz.record import MAKERS, planned, read_rows


@pytest.mark.parametrize("layout", MAKERS)
def test_what_the_record_holds_is_the_same(whole_record: Known, layout: str) -> None:
    grid = MAKERS[layout](whole_record)
    read = read_rows(grid.rows)
    assert read.layout == layout
    plan = planned(whole_record, [read], source="")
    assert [item for item in plan.items if item.outcome != Outcome.SAME] == []
    assert len({item.where.row for item in plan.items}) == read.data_rows > 100
    assert not plan.new

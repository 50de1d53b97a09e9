"""Which judgement areas share a lane follows from the record's comparability alone."""

from __future__ import annotations

from ratings.charts.timeline.judgement_lanes import strands_of
from ratings.rules.trend import Comparability
from tests.charts.builders import COMPARABILITY, FRAMEWORKS

ALL = {"old", "mid-2018", "new-2023"}


def lanes(used: set[str]) -> dict[str, tuple[int, ...]]:
    strands = strands_of(FRAMEWORKS, used, COMPARABILITY)
    return {f"{s.areas[-1].framework}/{s.name}": s.lanes for s in strands}


def test_comparable_areas_are_one_strand() -> None:
    strands = strands_of(FRAMEWORKS, ALL, COMPARABILITY)
    leaders = next(s for s in strands if s.name == "Leaders")
    assert [area.framework for area in leaders.areas] == ["new-2023", "mid-2018"]


def test_areas_named_as_not_comparable_share_a_lane_as_two_strands() -> None:
    """Two of one framework never do; one that became two spans both; one without kin has its
    own."""
    found = lanes(ALL)
    care, leavers = found["new-2023/Care"], found["new-2023/Leavers"]
    assert found["old/Leadership"] == found["mid-2018/Leaders"]
    assert (found["old/Permanence"], found["old/Leavers"]) == (care, leavers)
    assert found["mid-2018/Care and leavers"] == (*care, *leavers)
    others = {lane for name, places in found.items() if name != "old/Adoption" for lane in places}
    assert not others & set(found["old/Adoption"])


def test_only_frameworks_that_were_used_take_lanes_and_lanes_hold_together_across_others() -> None:
    assert lanes({"mid-2018"})["mid-2018/Care and leavers"] == (2,)
    found = lanes({"old", "new-2023"})
    assert found["old/Permanence"] == found["new-2023/Care"]


def test_without_any_link_every_area_has_its_own_lane() -> None:
    strands = strands_of(FRAMEWORKS, ALL, Comparability())
    assert len({s.lanes for s in strands}) == len(strands) == 11

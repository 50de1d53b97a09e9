"""Which judgement areas share a lane follows from the record's comparability alone."""

from __future__ import annotations

from ratings.charts.timeline.area_spells import strands_of
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
    found = lanes(ALL)
    assert found["old/Leadership"] == found["mid-2018/Leaders"]


def test_an_area_that_became_two_spans_both_lanes() -> None:
    found = lanes(ALL)
    assert found["mid-2018/Care and leavers"] == (
        *found["new-2023/Care"],
        *found["new-2023/Leavers"],
    )


def test_two_areas_of_one_framework_never_share_a_lane() -> None:
    found = lanes(ALL)
    assert found["old/Permanence"] == found["new-2023/Care"]
    assert found["old/Leavers"] == found["new-2023/Leavers"]


def test_an_area_without_kin_has_a_lane_of_its_own() -> None:
    found = lanes(ALL)
    others = {lane for name, places in found.items() if name != "old/Adoption" for lane in places}
    assert not others & set(found["old/Adoption"])


def test_a_combined_area_alone_takes_one_lane() -> None:
    assert lanes({"mid-2018"})["mid-2018/Care and leavers"] == (2,)


def test_lanes_hold_together_across_a_framework_that_was_never_used() -> None:
    found = lanes({"old", "new-2023"})
    assert found["old/Permanence"] == found["new-2023/Care"]


def test_without_any_link_every_area_has_its_own_lane() -> None:
    strands = strands_of(FRAMEWORKS, ALL, Comparability())
    assert len({s.lanes for s in strands}) == len(strands) == 11

"""Improved, declined, unchanged, first or not comparable. Source: domain §3, "Trend"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ratings.rules.grades import is_comparable
from ratings.rules.types import Area, Grade, Inspection


class Change(StrEnum):
    """How a grade compares with the one before it."""

    IMPROVED = "improved"
    DECLINED = "declined"
    UNCHANGED = "unchanged"
    FIRST = "first"
    NOT_COMPARABLE = "not comparable"


class Comparable(StrEnum):
    """Whether two areas may be compared: as the record's comparability rows say."""

    YES = "yes"
    ACROSS_FRAMEWORKS = "across-frameworks"
    NO = "no"


NO_LINK = "no link between the two frameworks is recorded"
"""The reason shown where the record has no link at all between two frameworks."""

NO_AREA_LINK = "no link between the two areas is recorded"

TWO_SCALES = "grades of two scales"
"""The reason shown for two grades where the record does not say how their scales differ."""

AreaId = tuple[str, str]
"""(framework code, area key)."""


@dataclass(frozen=True, slots=True)
class ComparabilityRow:
    """One row of comparability between two areas of two frameworks, with the reason."""

    a: AreaId
    b: AreaId
    comparable: Comparable
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A change, and whether it was read across frameworks (then printed next to the label)."""

    change: Change
    across_frameworks: bool = False
    why: str = ""

    @property
    def words(self) -> str:
        return f"{self.change} across frameworks" if self.across_frameworks else str(self.change)


@dataclass(frozen=True)
class Comparability:
    """Which areas may be compared, from the record's links.

    An area is comparable with itself. `yes` and `across-frameworks` links chain through the
    frameworks between; a chain with any across-frameworks link is across frameworks. A `no`
    link, or no chain at all, is not comparable. Where chains lead is worked out once an area.
    `differences` say why two grades (keys) of two scales are not comparable.
    """

    links: tuple[ComparabilityRow, ...] = ()
    differences: Mapping[frozenset[str], str] = field(default_factory=dict, compare=False)
    _neighbours: dict[AreaId, list[tuple[AreaId, Comparable]]] = field(
        init=False, repr=False, compare=False
    )
    _reached: dict[tuple[AreaId, bool], frozenset[AreaId]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        neighbours: dict[AreaId, list[tuple[AreaId, Comparable]]] = {}
        for link in self.links:
            if link.comparable is not Comparable.NO:
                neighbours.setdefault(link.a, []).append((link.b, link.comparable))
                neighbours.setdefault(link.b, []).append((link.a, link.comparable))
        object.__setattr__(self, "_neighbours", neighbours)

    def between(self, a: AreaId, b: AreaId) -> Comparable:
        """Whether areas `a` and `b` may be compared; a chain without caveats wins."""
        if a == b:
            return Comparable.YES
        if b in self._reachable(a, across=False):
            return Comparable.YES
        if b in self._reachable(a, across=True):
            return Comparable.ACROSS_FRAMEWORKS
        return Comparable.NO

    def why(self, a: AreaId, b: AreaId) -> str:
        """The record's reason about two areas, or about areas that chain to them, if any."""
        like_a, like_b = self._reachable(a, across=True), self._reachable(b, across=True)
        for link in self.links:
            ends = (link.a, link.b)
            if any(x in like_a and y in like_b for x, y in (ends, ends[::-1])):
                return link.why
        return ""

    def joins(self, a: str, b: str) -> bool:
        """Whether links, of whichever sort, lead from one framework to another."""
        seen, waiting = {a}, [a]
        while waiting:
            here = waiting.pop()
            ends = {link.b[0] for link in self.links if link.a[0] == here}
            ends |= {link.a[0] for link in self.links if link.b[0] == here}
            waiting += ends - seen
            seen |= ends
        return b in seen

    def counterpart(self, area: AreaId, candidates: Iterable[Area]) -> Area | None:
        """The area among `candidates` that may be compared with `area`, if there is one."""
        reachable = self._reachable(area, across=True)
        for candidate in candidates:
            identity = (candidate.framework, candidate.key)
            if identity == area or identity in reachable:
                return candidate
        return None

    def _reachable(self, start: AreaId, *, across: bool) -> frozenset[AreaId]:
        """The areas to which links lead; `across`: those across frameworks among them."""
        found = self._reached.get((start, across))
        if found is None:
            found = self._reached[start, across] = frozenset(self._walked(start, across))
        return found

    def _walked(self, start: AreaId, across: bool) -> set[AreaId]:
        seen, waiting = {start}, [start]
        while waiting:
            for neighbour, comparable in self._neighbours.get(waiting.pop(), ()):
                if neighbour not in seen and (across or comparable is Comparable.YES):
                    seen.add(neighbour)
                    waiting.append(neighbour)
        return seen


def compare(before: Grade | None, now: Grade | None) -> Change:
    """Compare `now` with `before`, on a scale that has both."""
    if before is None or now is None or not is_comparable(before, now):
        return Change.NOT_COMPARABLE
    if before.key == now.key:
        return Change.UNCHANGED
    return Change.IMPROVED if before.key in now.at_least else Change.DECLINED


def one_before(inspection: Inspection, inspections: Sequence[Inspection]) -> Inspection | None:
    """The nearest earlier graded inspection of the same authority that gives a step."""
    earlier = [
        other
        for other in inspections
        if other.authority == inspection.authority
        and other.gives_node
        and other.order_key < inspection.order_key
    ]
    return max(earlier, key=lambda other: other.order_key, default=None)


def headline_trend(
    inspection: Inspection, before: Inspection | None, comparability: Comparability
) -> Trend:
    """The trend of a graded step: its headline against that of the step before."""
    if before is None:
        return Trend(Change.FIRST)
    area, area_before = inspection.framework.headline_area, before.framework.headline_area
    if area is None or area_before is None:
        return Trend(Change.NOT_COMPARABLE, why="one of the two has no overall grade")
    return _compare_areas(area, area_before, inspection, before, comparability)


def node_trend(
    inspection: Inspection, series: Sequence[Inspection], comparability: Comparability
) -> Trend | None:
    """The trend of a graded inspection of the line among others; what gives no step has none."""
    if not inspection.gives_node:
        return None
    return headline_trend(inspection, one_before(inspection, series), comparability)


def area_trend(
    area: Area, inspection: Inspection, before: Inspection | None, comparability: Comparability
) -> Trend:
    """The trend of one judgement area against the inspection before."""
    if before is None:
        return Trend(Change.FIRST)
    counterpart = comparability.counterpart((area.framework, area.key), before.framework.areas)
    if counterpart is None:
        return Trend(Change.NOT_COMPARABLE, why=_why_not(area, before, comparability))
    return _compare_areas(area, counterpart, inspection, before, comparability)


def _compare_areas(
    area: Area,
    area_before: Area,
    inspection: Inspection,
    before: Inspection,
    comparability: Comparability,
) -> Trend:
    allowed = comparability.between(
        (area.framework, area.key), (area_before.framework, area_before.key)
    )
    if allowed is Comparable.NO:
        why = _why_not(area, before, comparability) or NO_AREA_LINK
        return Trend(Change.NOT_COMPARABLE, why=why)
    now, then = inspection.rating(area.key), before.rating(area_before.key)
    grade, grade_before = now.grade if now else None, then.grade if then else None
    change = compare(grade_before, grade)
    if grade and grade_before and change is Change.NOT_COMPARABLE:
        pair = frozenset({grade.key, grade_before.key})
        why = comparability.differences.get(pair, TWO_SCALES)
        return Trend(change, why=f"{grade_before.word} and {grade.word}: {why}")
    across = allowed is Comparable.ACROSS_FRAMEWORKS and change is not Change.NOT_COMPARABLE
    return Trend(change, across)


def _why_not(area: Area, before: Inspection, comparability: Comparability) -> str:
    reasons = (
        comparability.why((area.framework, area.key), (other.framework, other.key))
        for other in before.framework.areas
    )
    said = next((reason for reason in reasons if reason), "")
    joined = said or comparability.joins(area.framework, before.framework.code)
    return said if joined else NO_LINK

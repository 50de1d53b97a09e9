"""Small records for tests of charts: four frameworks, a county split in two, made-up names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

from ratings.charts.text import Box, text_width
from ratings.charts.timeline import TimelineData, timeline
from ratings.charts.timeline.compact import NARROW, WIDE
from ratings.charts.timeline.export import small_inline
from ratings.rules.completeness import Basis, Completeness
from ratings.rules.dates import PartialDate
from ratings.rules.line import build_line
from ratings.rules.status import get_status
from ratings.rules.succession import Predecessor
from ratings.rules.trend import Comparability, ComparabilityRow, Comparable
from ratings.rules.types import Authority, Event, Framework, Grade, Inspection, Succession
from tests.rules import builders as rules
from tests.rules.builders import ADEQUATE, GOOD, INADEQUATE, OUTSTANDING, framework
from tests.rules.builders import REQUIRES_IMPROVEMENT as RI

SCALE = (OUTSTANDING, GOOD, RI, INADEQUATE)

EARLY = framework("early", "safeguarding", first="2009-04-01", last="2012-08-31", in_line=False)
OLD = framework(
    "old", "overall", "leadership", "permanence", "leavers", "adoption",
    headline="overall", first="2013-11-01", last="2018-08-31",
)  # fmt: skip
MIDDLE = framework(
    "mid-2018", "overall", "leaders", "protection", "care and leavers",
    headline="overall", first="2018-01-01", last="2022-12-31",
)  # fmt: skip
NEW = framework("new-2023", "leaders", "protection", "care", "leavers", first="2023-01-01")
FRAMEWORKS = (EARLY, OLD, MIDDLE, NEW)


def _link(a: str, b: str, comparable: str) -> ComparabilityRow:
    (one, area), (other, counterpart) = a.split("/"), b.split("/")
    return ComparabilityRow((one, area), (other, counterpart), Comparable(comparable))


COMPARABILITY = Comparability(
    (
        _link("old/overall", "mid-2018/overall", "yes"),
        _link("old/leadership", "mid-2018/leaders", "no"),
        _link("old/permanence", "mid-2018/care and leavers", "no"),
        _link("old/leavers", "new-2023/leavers", "no"),
        _link("mid-2018/leaders", "new-2023/leaders", "yes"),
        _link("mid-2018/protection", "new-2023/protection", "yes"),
        _link("mid-2018/care and leavers", "new-2023/care", "no"),
        _link("mid-2018/care and leavers", "new-2023/leavers", "no"),
    )
)


def graded(under: Framework, day: str, authority: str = "shire", **grades: Grade) -> Inspection:
    """A graded inspection; an area's keyword is its key with spaces as underscores."""
    found = {key.replace("_", " "): grade for key, grade in grades.items()}
    return rules.graded(day, under, authority=authority, **found)


def visit(day: str, direction: str = "", authority: str = "shire", **more: Any) -> Inspection:
    """An ungraded visit."""
    return replace(rules.visit(day, direction, authority=authority), framework=MIDDLE, **more)


def event(day: str, title: str, authority: str = "shire") -> Event:
    """An event without an end."""
    source = "https://example.org/a?b=1&c=2"
    return Event("trust", "trust", PartialDate.parse(day), None, title, source, authority)


SHIRE = Authority("shire", "Shire", None, date(2021, 3, 31))
SHIRE_INSPECTIONS = (
    graded(EARLY, "2010-05", safeguarding=ADEQUATE),
    graded(
        OLD, "2014-03-04", overall=INADEQUATE, leadership=RI, permanence=GOOD, leavers=INADEQUATE
    ),
    graded(MIDDLE, "2018-06-11", overall=RI, leaders=GOOD, protection=RI, care_and_leavers=RI),
    visit("2019-02", "improved", theme="front door"),
    visit("2019-06-03", "declined", priority_action=True),
    visit("2020-01-15", "mixed"),
)
WEST = Authority("west", "West <Shire> & “Co”", date(2021, 4, 1), None)
WEST_INSPECTIONS = (
    visit("2021-07-05", "improved", "west"),
    visit("2021-11-09", "", "west"),
    graded(
        MIDDLE, "2022-03-01", "west",
        overall=GOOD, leaders=OUTSTANDING, protection=GOOD, care_and_leavers=RI,
    ),
    visit("2022-09", "unchanged", "west"),
    graded(NEW, "2024-05-13", "west", leaders=OUTSTANDING, protection=GOOD, care=RI, leavers=GOOD),
)  # fmt: skip
EVENTS = (
    event("2014-10", "A trust <is> announced", "shire"),
    event("2022", "The trust’s chair & board change", "west"),
    event("2022-02-02", "Next", "west"),
)
AS_AT = date(2025, 6, 30)


def era(
    authority: Authority, inspections: tuple[Inspection, ...], kind: str = "split"
) -> Predecessor:
    """A predecessor of `west`."""
    status = get_status(authority, inspections, COMPARABILITY, AS_AT)
    return Predecessor(status, Succession(authority.slug, "west", AS_AT, kind), 1)


def reach(
    graded: str = "2025-03-31", visits: str = "2024-12-31", since: str = "2019-04-01"
) -> dict[str, Completeness]:
    """Reports published to one day, visits begun between two."""
    to, until, first = (date.fromisoformat(day) for day in (graded, visits, since))
    return {
        "graded": Completeness("graded", "graded inspections", Basis.PUBLISHED, None, to),
        "visits": Completeness("visits", "visits", Basis.BEGUN, first, until),
    }


def timeline_data(
    authority: Authority = WEST,
    inspections: tuple[Inspection, ...] = WEST_INSPECTIONS,
    **changes: Any,
) -> TimelineData:
    """The timeline of `west` after `shire`, or of whichever authority is given."""
    data = TimelineData(
        authority=authority,
        line=build_line(authority, inspections, COMPARABILITY, changes.get("as_at", AS_AT)),
        inspections=inspections,
        predecessors=(era(SHIRE, SHIRE_INSPECTIONS),) if authority is WEST else (),
        events=EVENTS if authority is WEST else (),
        frameworks=FRAMEWORKS,
        comparability=COMPARABILITY,
        reach=reach(),
        as_at=AS_AT,
        known_by=None,
        source_text="Inspections by Ofsted",
        scale=SCALE,
    )
    return replace(data, **changes)


def shire_alone(**changes: Any) -> TimelineData:
    """The abolished county by itself."""
    successors = ("North Shire", "West Shire")
    return timeline_data(SHIRE, SHIRE_INSPECTIONS, **{"successors": successors, **changes})


def with_three_predecessors() -> TimelineData:
    """`west` as the successor of three authorities at once."""
    names = ("Bourne", "Old Poole", "Dorset County")
    eras = []
    for i, name in enumerate(names):
        slug = name.lower().replace(" ", "-")
        ended = Authority(slug, name, None, date(2021, 3, 31))
        first = graded(OLD, f"201{4 + i}-02-03", slug, overall=SCALE[i])
        eras.append(era(ended, (first, visit("2019-05", "improved", slug)), "part-transferred"))
    return timeline_data(predecessors=tuple(eras))


FORMS: dict[str, Callable[[TimelineData], str]] = {
    "wide": lambda data: timeline(data).svg,
    "narrow": lambda data: timeline(data).svg_narrow,
    "small": partial(small_inline, width=WIDE),
    "smallest": partial(small_inline, width=NARROW),
}
"""The pictures of a timeline, drawn when asked for."""

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ElementTree.Element:
    """The root of a picture; raises where it is not well-formed."""
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    """Every line of text in a picture."""
    return [element.text or "" for element in parse(svg).iter(f"{SVG}text")]


def label_boxes(svg: str) -> list[tuple[str, Box]]:
    """Every upright line of text with the room that its letters take."""
    return [
        (element.text or "", _box(element))
        for element in parse(svg).iter(f"{SVG}text")
        if "transform" not in element.attrib
    ]


def _box(element: ElementTree.Element) -> Box:
    x, y, size = (float(element.attrib[key]) for key in ("x", "y", "font-size"))
    width = text_width(element.text or "", size, bold=element.get("font-weight") == "700") / 1.06
    left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0)
    return Box(left, y - size * 0.74, left + width, y)


def assert_legible(svg: str) -> None:
    """Letters of twelve units and more, no label on another or outside of the picture."""
    root, boxes = parse(svg), label_boxes(svg)
    assert min(float(e.attrib["font-size"]) for e in root.iter(f"{SVG}text")) >= 12
    assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)] == []
    width = float(root.attrib["width"])
    assert [words for words, box in boxes if box.x0 < -1 or box.x1 > width + 1] == []


def assert_named_and_safe(svg: str, title: str, description: str) -> None:
    """An image with its words, and nothing that the content security policy refuses."""
    root = parse(svg)
    ids = {e.attrib["id"]: e for e in root.iter() if "id" in e.attrib}
    named = [ids[name] for name in root.attrib["aria-labelledby"].split()]
    assert root.get("role") == "img"
    assert [(e.tag, e.text) for e in named] == [(f"{SVG}title", title), (f"{SVG}desc", description)]
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|href=", svg)


def assert_own_ids(*svgs: str) -> None:
    """What stands on one page shares no id."""
    ids = re.findall(r'\sid="([^"]+)"', "".join(svgs))
    assert len(ids) == len(set(ids)) > 0

"""Small records for tests of the rules: a scale, three frameworks, inspections in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ratings.rules.dates import PartialDate
from ratings.rules.grades import on_scales
from ratings.rules.trend import Comparability, ComparabilityRow, Comparable
from ratings.rules.types import Area, Authority, Framework, Grade, Inspection, Rating

OUTSTANDING = Grade("outstanding", "outstanding", "O", 1, "deep-blue")
GOOD = Grade("good", "good", "G", 2, "blue")
REQUIRES_IMPROVEMENT = Grade("requires-improvement", "requires improvement", "RI", 3, "amber")
ADEQUATE = Grade("adequate", "adequate", "A", 3, "amber-hatched")
INADEQUATE = Grade("inadequate", "inadequate", "I", 4, "red")
_KNOWN = on_scales(
    (OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, ADEQUATE, INADEQUATE),
    [
        ("outstanding", "good", third, "inadequate")
        for third in ("adequate", "requires-improvement")
    ],
)
OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, ADEQUATE, INADEQUATE = GRADES = tuple(_KNOWN.values())


def framework(
    code: str,
    *areas: str,
    headline: str = "",
    in_line: bool = True,
    first: str = "2009-04-01",
    last: str = "",
) -> Framework:
    """A framework whose areas are named by key; `headline` is the key of its headline area."""
    return Framework(
        code=code,
        name=code.upper(),
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last) if last else None,
        in_line=in_line,
        in_national=in_line,
        areas=tuple(
            Area(code, key, key.capitalize(), key.capitalize(), order, key == headline)
            for order, key in enumerate(areas, 1)
        ),
        group=code,
        grades=GRADES,
    )


SLAC = framework("slac", "safeguarding", in_line=False)
OLD = framework("old", "overall", headline="overall")
NEW = framework("new", "overall", "leaders", "care", headline="overall", first="2018-01-01")
LAST = framework("last", "leaders", "care", first="2026-04-01")

COMPARABILITY = Comparability(
    (
        ComparabilityRow(
            ("old", "overall"), ("new", "overall"), Comparable.ACROSS_FRAMEWORKS, "lower bar"
        ),
        ComparabilityRow(("new", "leaders"), ("last", "leaders"), Comparable.YES, "reworded"),
        ComparabilityRow(("new", "care"), ("last", "care"), Comparable.NO, "split"),
    )
)

KENT = Authority("kent", "Kent")


def graded(
    day: str,
    under: Framework = NEW,
    published: str = "",
    id: str = "",
    authority: str = "kent",
    **grades: Grade,
) -> Inspection:
    """A graded inspection that begins on a day as precise as written; areas by keyword."""
    start = PartialDate.parse(day)
    return Inspection(
        id=id or f"{authority}-{under.code}-{day}",
        authority=authority,
        framework=under,
        kind="standard",
        kind_name="standard inspection",
        is_graded=True,
        start=start,
        published=date.fromisoformat(published) if published else None,
        ratings=tuple(
            Rating(area, grades.get(area.key), "" if area.key in grades else "not-graded")
            for area in under.areas
        ),
    )


def inspected(*steps: str, authority: str = "kent") -> tuple[Inspection, ...]:
    """Graded inspections, each told as `2019-01-01 good`, with the framework's code behind it if
    that is not NEW. The grade is the overall one, or of leaders where a framework has none."""
    made = []
    for step in steps:
        day, grade, *code = step.split()
        under = {"old": OLD, "last": LAST}[code[0]] if code else NEW
        area = "overall" if under.headline_area else "leaders"
        held = {area: next(each for each in GRADES if each.key == grade)}
        made.append(graded(day, under, authority=authority, **held))
    return tuple(made)


def visit(
    day: str, direction: str = "", published: str = "", id: str = "", authority: str = "kent"
) -> Inspection:
    """An ungraded visit."""
    made = graded(day, NEW, published, id or f"{authority}-visit-{day}", authority)
    return replace(
        made, kind="monitoring-visit", kind_name="monitoring visit", is_graded=False,
        direction=direction, ratings=(),
    )  # fmt: skip

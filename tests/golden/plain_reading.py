"""A second, plain reading of the record, to check the product's lines against.

It shares no code with `ratings`: it reads the CSVs of the record and applies
the rules of domain.md (sections 2 to 4) in the most direct way. Its output,
`lines.csv`, gives for every authority at seven dates the line, the headline,
the last overall grade where the headline is gone, and the trend; everything
known now counts (no `known_by`). `by_hand.csv` holds cases worked out by hand.

Regenerate, from the repository root, when the record or a rule changes:

    python tests/golden/plain_reading.py > tests/golden/lines.csv

`--check` writes nothing and exits 1 if lines.csv or by_hand.csv differs.
The record is read from $RATINGS_SOURCES/record; RATINGS_SOURCES is by default
../shared/data, relative to the repository root.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORD = ROOT / os.environ.get("RATINGS_SOURCES", "../shared/data") / "record"

DATES = (
    "2012-06-30", "2016-03-31", "2018-12-31", "2021-03-31", "2024-03-31", "2026-08-20",
    "2026-08-31",
)  # fmt: skip
COLUMNS = (
    "slug", "as_at", "line", "headline", "headline_inspection", "last_overall",
    "last_overall_inspection", "trend",
)  # fmt: skip
VISITS = {"focused-visit", "monitoring-visit", "jtai"}
POSITION = {"outstanding": 1, "good": 2, "requires-improvement": 3, "adequate": 3, "inadequate": 4}

Row = dict[str, str]


@dataclass
class Inspection:
    """One inspection. Dates stay ISO text."""

    id: str
    framework: str
    first_day: str
    published: str
    is_graded: bool
    gives_graded_node: bool
    grade: str  # the headline grade; "" where there is none
    areas: dict[str, str]  # the grades of all areas
    direction: str
    has_priority_action: bool

    @property
    def is_node(self) -> bool:
        return self.gives_graded_node or self.direction in ("improved", "declined")

    @property
    def day(self) -> date:
        return date.fromisoformat(self.first_day)

    @property
    def year(self) -> str:
        return self.first_day[:4]


def read(name: str, folder: Path = RECORD) -> list[Row]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def whole_date(text: str) -> str:
    """A partial date counts as its first day: 2018-07 is 2018-07-01."""
    return (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]


def read_inspections(folder: Path = RECORD) -> dict[str, list[Inspection]]:
    """slug -> the authority's inspections, in the order of the line."""
    areas = {a["framework"]: a["area"] for a in read("areas", folder) if a["is_headline"] == "yes"}
    in_line = {f["code"] for f in read("frameworks", folder) if f["in_line"] == "yes"}
    grades: dict[str, dict[str, str]] = {}
    for row in read("ratings", folder):
        grades.setdefault(row["inspection_id"], {})[row["area"]] = row["grade"]
    found: dict[str, list[Inspection]] = {}
    for row in read("inspections", folder):
        one = inspection(row, areas, in_line, grades.get(row["inspection_id"], {}))
        found.setdefault(row["authority_slug"], []).append(one)
    for each in found.values():
        each.sort(key=lambda i: (i.first_day, i.published, i.id))
    return found


def inspection(
    row: Row, areas: dict[str, str], in_line: set[str], grades: dict[str, str]
) -> Inspection:
    """A graded inspection gives a node by its headline grade, or because its
    framework is in the line and has no headline area at all."""
    framework = row["framework"]
    is_graded = row["kind"] not in VISITS
    grade = grades.get(areas.get(framework, ""), "")
    return Inspection(
        id=row["inspection_id"],
        framework=framework,
        first_day=whole_date(row["start_date"] or row["published"]),
        published=row["published"],
        is_graded=is_graded,
        gives_graded_node=(
            is_graded and framework in in_line and (grade != "" or framework not in areas)
        ),
        grade=grade,
        areas=grades,
        direction="" if is_graded else row["direction"],
        has_priority_action=not is_graded and row["priority_action"] == "yes",
    )


def line(authority: Row, begun: list[Inspection], as_at: str) -> str:
    nodes = [i for i in begun if i.is_node]
    if nodes:
        return " → ".join(words(run) for run in merge(nodes))
    if authority["start_date"] > as_at:
        return "did not yet exist"
    if not any(i.is_graded for i in begun):
        return "not yet inspected"
    return "no overall grade on record"


def merge(nodes: list[Inspection]) -> list[list[Inspection]]:
    """Neighbouring visit nodes of one direction are one run; a graded node is always alone."""
    return [list(run) for _, run in groupby(nodes, key=lambda node: node.direction or node.id)]


def words(run: list[Inspection]) -> str:
    first, last = run[0], run[-1]
    years = first.year if first.year == last.year else f"{first.year}–{last.year}"
    word = first.direction or first.grade.replace("-", " ") or "no overall grade"
    return f"{word} ({years})"


def trend(graded: list[Inspection]) -> str:
    """The last graded node against the graded node before it."""
    if not graded:
        return ""
    if len(graded) == 1:
        return "first"
    before, now = graded[-2].grade, graded[-1].grade
    if before == now != "":
        return "unchanged"
    if "" in (before, now) or POSITION[before] == POSITION[now]:
        return "not comparable"  # the second: adequate and requires improvement
    return "improved" if POSITION[now] < POSITION[before] else "declined"


def answer(authority: Row, inspections: list[Inspection], as_at: str) -> Row:
    begun = [i for i in inspections if i.first_day <= as_at]
    graded = [i for i in begun if i.gives_graded_node]
    latest = graded[-1] if graded else None
    earlier = [i for i in graded if i.grade] if latest and not latest.grade else []
    last_overall = earlier[-1] if earlier else None
    return {
        "slug": authority["slug"],
        "as_at": as_at,
        "line": line(authority, begun, as_at),
        "headline": latest.grade if latest else "",
        "headline_inspection": latest.id if latest else "",
        "last_overall": last_overall.grade if last_overall else "",
        "last_overall_inspection": last_overall.id if last_overall else "",
        "trend": trend(graded),
    }


def golden() -> str:
    inspections = read_inspections()
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for authority in sorted(read("authorities"), key=lambda a: a["slug"]):
        for as_at in DATES:
            writer.writerow(answer(authority, inspections.get(authority["slug"], []), as_at))
    return out.getvalue()


def by_hand_agrees() -> bool:
    inspections, agrees = read_inspections(), True
    authorities = {a["slug"]: a for a in read("authorities")}
    for row in csv.DictReader(io.StringIO((HERE / "by_hand.csv").read_text("utf-8"))):
        found = answer(authorities[row["slug"]], inspections.get(row["slug"], []), row["as_at"])
        if any(found[c] != row[c] for c in COLUMNS):
            print(f"by hand: {row}\nscript:  {found}", file=sys.stderr)
            agrees = False
    return agrees


def main() -> int:
    if "--check" in sys.argv[1:]:
        same = (HERE / "lines.csv").read_bytes() == golden().encode()
        if not same:
            print("lines.csv differs from the record: regenerate it", file=sys.stderr)
        return 0 if by_hand_agrees() and same else 1
    sys.stdout.buffer.write(golden().encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())

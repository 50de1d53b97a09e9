"""The tile map: every authority an equal tile, regions held together by outlines.

Source: look.md. Plain data in, what the template draws out: a grid of HTML, so that tiles are
links with the reader's own type size, in print and in forced colours too. Columns and rows
are classes (`c5 r3`), because the policy of the site allows no style of an element's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from ratings.charts.text import text_width
from ratings.charts.theme import LIGHT
from ratings.rules.line import sign_without_grade, tone_without_grade
from ratings.rules.types import Authority, Grade, GridCell

LABEL_SIZE, SMALLEST_CELL = 10.5, 24.0
"""Pixels: type of a region's name and width of a cell on a phone, where room is scarcest."""

SIDES = (("t", 0, -1), ("r", 1, 0), ("b", 0, 1), ("l", -1, 0))


@dataclass(frozen=True, slots=True)
class Tile:
    """One authority: its cell, its grade for the area, or the text `words` on why there is none."""

    authority: Authority
    short: str
    cell: GridCell
    grade: Grade | None
    words: str

    @property
    def letter(self) -> str:
        return self.grade.letter if self.grade else sign_without_grade(self.words)

    @property
    def tone(self) -> str:
        """A colour of the theme, or one without fill: a dashed tile."""
        if self.grade is None:
            return tone_without_grade(self.words)
        return self.grade.tone if self.grade.tone in LIGHT.tones else "neutral"

    @property
    def label(self) -> str:
        """`Kent: good`."""
        return f"{self.authority.name}: {self.words}"


Drawn = tuple[str, str, list[tuple[Tile, str]]]
"""A region's name, the classes of its place (without a place it is only read out), and its tiles
from north to south, each with the classes of its place, the outline of its region among them."""

Run = tuple[tuple[GridCell, ...], str]
"""Free cells next to a region that can hold its name, and the side where they begin."""


def tile_map(tiles: Iterable[Tile]) -> list[Drawn]:
    """Regions in the order of their names, each with its tiles and the place of its name."""
    by_region: dict[str, list[Tile]] = {}
    for tile in sorted(tiles, key=lambda t: (t.authority.region, t.cell.row, t.cell.column)):
        by_region.setdefault(tile.authority.region, []).append(tile)
    cells = {name: frozenset(t.cell for t in own) for name, own in by_region.items()}
    places = _places(cells)
    return [
        (
            name,
            _run_classes(places[name]) if name in places else "visually-hidden",
            [(tile, _classes(tile.cell, cells[name])) for tile in own],
        )
        for name, own in by_region.items()
    ]


def _run_classes(run: Run) -> str:
    cells, side = run
    left = min(cell.column for cell in cells)
    end = " name-end" if side == "l" else ""
    return f"c{left} r{cells[0].row} w{len(cells)}{end}"


def _classes(cell: GridCell, region: frozenset[GridCell]) -> str:
    """Where a tile is, and on which sides its region ends: `c5 r3 t l`."""
    ends = [side for side, x, y in SIDES if cell.beside(x, y) not in region]
    return " ".join([f"c{cell.column}", f"r{cell.row}", *ends])


def _places(regions: dict[str, frozenset[GridCell]]) -> dict[str, Run]:
    """The place of each region's name; those with the least choice choose first."""
    taken = frozenset().union(*regions.values())
    width = max((cell.column for cell in taken), default=0) + 1
    runs = {name: list(_runs(name, cells, taken, width)) for name, cells in regions.items()}
    found: dict[str, Run] = {}
    named: set[GridCell] = set()
    for name in sorted(runs, key=lambda name: (len(runs[name]), name)):
        free = [run for run in runs[name] if not named & set(run[0])]
        if free:
            found[name] = min(free, key=lambda run: _cost(run, name, regions))
            named |= set(found[name][0])
    return found


def _runs(
    name: str, region: frozenset[GridCell], taken: frozenset[GridCell], width: int
) -> Iterator[Run]:
    """Free cells to the left and right of a region, and below it, long enough for its name."""
    most = ceil(text_width(name, LABEL_SIZE, bold=True) / SMALLEST_CELL)
    least = ceil(_widest_of_two_lines(name) / SMALLEST_CELL)
    for cell in sorted(region, key=lambda c: (c.row, c.column)):
        starts = (("r", cell.beside(1, 0), 1), ("l", cell.beside(-1, 0), -1),
                  ("b", cell.beside(0, 1), 1))  # fmt: skip
        for side, start, step in starts:
            run = tuple(_free(start, step, most, taken, width))
            if len(run) >= least:
                yield run, side


def _free(
    start: GridCell, step: int, most: int, taken: frozenset[GridCell], width: int
) -> Iterator[GridCell]:
    """Free cells from one on, in one direction, up to `most`."""
    for away in range(most):
        cell = start.beside(step * away, 0)
        if cell in taken or not 0 <= cell.column < width:
            return
        yield cell


def _widest_of_two_lines(name: str) -> float:
    """How wide a name is that is broken once, where that makes it narrowest."""
    words = name.split(" ")
    breaks = range(1, len(words)) if len(words) > 1 else [len(words)]
    halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in breaks]
    return min(max(text_width(line, LABEL_SIZE, bold=True) for line in pair) for pair in halves)


def _cost(run: Run, name: str, regions: dict[str, frozenset[GridCell]]) -> tuple[float, int, int]:
    """How badly a name fits there: among tiles of other regions, cramped, or off-centre."""
    own = regions[name]
    others = frozenset().union(*(cells for key, cells in regions.items() if key != name))
    foreign = sum(c.beside(x, y) in others for c in run[0] for _, x, y in SIDES)
    wanted = ceil(text_width(name, LABEL_SIZE, bold=True) / SMALLEST_CELL)
    middle = sum(cell.row for cell in own) / len(own)
    row = run[0][0].row
    off = abs(row - middle) * 0.1
    below = 0.5 if run[1] == "b" else 0.0
    return foreign + (wanted - len(run[0])) + off + below, row, run[0][0].column

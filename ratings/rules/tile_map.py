"""The tile map: the cell of each authority, and its three-letter abbreviation.

Places are kept in the record (columns counted from the west, rows from the north), worked out
once so that neighbours stay neighbours and regions hold together. An authority without a
place, or whose place is taken on that day, gets the nearest free cell to where it lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, radians

from ratings.rules.types import Authority, GridCell

MIDDLE_OF_ENGLAND = 53.0
"""Degrees north; the length of a degree of longitude there is used for the whole country."""

NEAREST = 3
"""By how many authorities around it the place of one without a cell is found."""

UNSAID = {"and", "of", "on", "the", "upon", "with"}
"""Words of a name that are ignored in its abbreviation."""

VOWELS = set("aeiou")

UNFIT = {"ass", "bum", "cum", "fat", "poo", "pis", "sex", "sod", "tit"}
"""Abbreviations that the rule could produce and must not."""


def placed(existing: Sequence[Authority], everyone: Sequence[Authority]) -> dict[str, GridCell]:
    """The cell of each existing authority (by slug); no two share one.

    `everyone` are all authorities of the record, abolished ones too: they say which cell
    belongs to which part of the country, for those that have none of their own.
    """
    found: dict[str, GridCell] = {}
    taken: set[GridCell] = set()
    for place in existing:
        if place.cell is not None and place.cell not in taken:
            found[place.slug] = place.cell
            taken.add(place.cell)
    for place in existing:
        if place.slug not in found:
            others = [other for other in everyone if other.slug != place.slug]
            found[place.slug] = _nearest_free(_aim(place, others), set(found.values()), others)
    return found


def _aim(place: Authority, others: Sequence[Authority]) -> tuple[float, float]:
    """Column and row near which an authority belongs: among those that lie nearest to it;
    without coordinates among its region."""
    near = sorted((away, cell) for away, cell in _distances(place, others))[:NEAREST]
    if not near:
        region = [o.cell for o in others if o.cell and o.region == place.region]
        near = [(1.0, (cell.column, cell.row)) for cell in region] or [(1.0, (0, 0))]
    weights = [1 / (away + 0.01) ** 2 for away, _ in near]
    total = sum(weights)
    column = sum(w * cell[0] for w, (_, cell) in zip(weights, near, strict=True)) / total
    return column, sum(w * cell[1] for w, (_, cell) in zip(weights, near, strict=True)) / total


def _distances(
    place: Authority, others: Sequence[Authority]
) -> Iterator[tuple[float, tuple[int, int]]]:
    """How far (in degrees of latitude) each other authority with a cell lies, and its cell."""
    for other in others:
        away = distance(place, other)
        if away is not None and other.cell is not None:
            yield away, (other.cell.column, other.cell.row)


def distance(one: Authority, other: Authority) -> float | None:
    """How far two authorities lie apart, in degrees of latitude; None where not known."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    east = (one.longitude - other.longitude) * cos(radians(MIDDLE_OF_ENGLAND))
    return float((east**2 + (one.latitude - other.latitude) ** 2) ** 0.5)


def _nearest_free(
    aim: tuple[float, float], taken: set[GridCell], others: Sequence[Authority]
) -> GridCell:
    """The free cell nearest to an aim, no further east than the map already reaches."""
    cells = [*taken, *(other.cell for other in others if other.cell)]
    columns = max((cell.column for cell in cells), default=0) + 1
    rows = max((cell.row for cell in cells), default=0) + 2
    free = (
        GridCell(c, r) for r in range(rows) for c in range(columns) if GridCell(c, r) not in taken
    )
    column, row = aim
    return min(free, key=lambda c: ((c.column - column) ** 2 + (c.row - row) ** 2, c.row, c.column))


def abbreviations(names: Mapping[str, str]) -> dict[str, str]:
    """A name of three letters for each authority (by slug), no two alike.

    One word gives its first three letters, two give one and two, three give their initials;
    where that is taken, further letters of the name follow. Short names choose first,
    because they have the fewest letters to choose from.
    """
    found: dict[str, str] = {}
    taken = set(UNFIT)
    for slug in sorted(names, key=lambda slug: (len(names[slug]), names[slug], slug)):
        short = next(c for c in _short_forms(names[slug]) if c.casefold() not in taken)
        taken.add(short.casefold())
        found[slug] = short
    return found


def _short_forms(name: str) -> Iterator[str]:
    """Short forms of a name, the best first; they never run out."""
    words = re.findall(r"[^\W\d_]+", re.sub("['’]", "", name)) or ["X"]
    said = [word for word in words if word.casefold() not in UNSAID] or words
    said = [word[:1].upper() + word[1:].lower() for word in said]
    yield from _first_choices(said)
    letters = "".join(said)
    consonants = [i for i in range(1, len(letters)) if letters[i].casefold() not in VOWELS]
    for positions in (consonants, range(1, len(letters))):
        for i, j in combinations(positions, 2):
            yield letters[0] + letters[i] + letters[j]
    yield from (f"{letters[0]}{number:02}" for number in range(100))


def _first_choices(words: Sequence[str]) -> Iterator[str]:
    first, *rest = words
    if len(rest) >= 2:
        yield first[0] + rest[0][0] + rest[1][0]
    if rest:
        forms = (first[0] + rest[0][:2], first[:2] + rest[0][0])
        yield from (form for form in forms if len(form) == 3)
    if len(first) >= 3:
        yield first[:3]

"""What the first page knows of the country on its day: read once, counted twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ratings.charts.tilemap import DrawnRegion, Tile, tile_map
from ratings.forms import Moment
from ratings.models.authority import Authority
from ratings.rules import types
from ratings.rules.changes import Moves, moves, year_before
from ratings.rules.national import Counted, Shares, shares
from ratings.rules.status import NOT_YET_INSPECTED
from ratings.rules.tile_map import Cell, Place, abbreviations, placed
from ratings.views.context import Record
from ratings.views.home.area import ChosenArea
from ratings.views.home.counts import Count, counts_of


@dataclass(frozen=True, slots=True)
class OnDay:
    """All authorities of the record, abolished ones too, and the inspections begun by the day
    of the page and public by the other; of them follows everything that the page says."""

    moment: Moment
    area: ChosenArea
    record: Record
    authorities: tuple[Authority, ...]
    inspections: tuple[types.Inspection, ...]

    @property
    def year_before(self) -> date:
        return year_before(self.moment.as_at)

    def existing(self, day: date) -> list[Authority]:
        return [a for a in self.authorities if a.record().exists_on(day)]

    def shares(self, day: date) -> Shares:
        """The shares on the page's day or an earlier one, with what was public by the same."""
        begun = (i for i in self.inspections if i.first_day <= day)
        existing = {authority.slug for authority in self.existing(day)}
        return shares(existing, begun, self.area.keys, Counted(self.area.codes))

    def counts(self) -> tuple[list[Count], int]:
        """Counts, and how many of those not yet inspected had been, under rules not counted."""
        slugs = [authority.slug for authority in self.existing(self.moment.as_at)]
        now, before = self.shares(self.moment.as_at), self.shares(self.year_before)
        counts = counts_of(now, before, slugs, self.area.is_headline)
        unseen = {slug for c in counts if c.key == NOT_YET_INSPECTED for slug in c.authorities}
        otherwise = unseen & {i.authority for i in self.inspections if i.is_graded}
        if otherwise:
            counts[-1] = replace(counts[-1], words=f"{counts[-1].words} under these rules")
        return counts, len(otherwise)

    def moves(self) -> Moves:
        """Who rose and who fell in the year to the page's day."""
        existing = {authority.slug for authority in self.existing(self.moment.as_at)}
        comparability = self.record.reference.comparability
        areas = None if self.area.is_headline else self.area.keys
        return moves(self.inspections, existing, areas, comparability, self.year_before)

    def map(self, counts: list[Count]) -> tuple[DrawnRegion, ...]:
        """The tile map, coloured by the counts that the page states."""
        standing = {slug: count for count in counts for slug in count.authorities}
        existing = self.existing(self.moment.as_at)
        cells = placed([place(a) for a in existing], [place(a) for a in self.authorities])
        names = {authority.slug: authority.name for authority in self.authorities}
        short = self.record.whole.kept("short names", None, lambda: abbreviations(names))
        return tile_map(
            Tile(
                slug=a.slug, name=a.name, short=short[a.slug], region=a.region,
                cell=cells[a.slug], grade=standing[a.slug].grade, words=standing[a.slug].words,
            )
            for a in existing
        )  # fmt: skip


def on_day(asked: Moment, area: ChosenArea, record: Record) -> OnDay:
    """The country on a day."""
    return OnDay(
        moment=asked,
        area=area,
        record=record,
        authorities=tuple(record.whole.authorities.values()),
        inspections=record.whole.as_at(asked.as_at, asked.known_by),
    )


def place(authority: Authority) -> Place:
    """Where an authority lies, for the map."""
    column, row = authority.tile_column, authority.tile_row
    return Place(
        slug=authority.slug,
        region=authority.region,
        cell=None if column is None or row is None else Cell(column, row),
        latitude=_degrees(authority.latitude),
        longitude=_degrees(authority.longitude),
    )


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)

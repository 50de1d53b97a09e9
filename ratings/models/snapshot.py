"""All public data in memory: read once per data version, cached in the process.

Nearly every page asks something of all authorities, or of one with its neighbours. Reading and
joining their rows took half of what such a page cost; a national record of this kind is small (a
few megabytes), and changes a few times a week.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ratings.models.authority import Authority, Neighbour
from ratings.models.data_version import VersionCached
from ratings.models.db import read_snapshot
from ratings.models.framework import pairs_counted_as_one
from ratings.models.inspection import DETAIL_COLUMNS, Detail, Inspection, detail_of
from ratings.models.reference import Reference
from ratings.rules.status import AuthorityStatus, get_statuses
from ratings.rules.trend import Comparability
from ratings.rules.types import CHILDRENS_SERVICES
from ratings.rules.types import Authority as AuthorityRecord
from ratings.rules.types import Inspection as InspectionRecord

Records = tuple[InspectionRecord, ...]

Kept = TypeVar("Kept")

MOST_KEPT = 4
"""Of each kind, for how many days what was worked out is kept: today, and what people compare
it with."""

NOTHING: Any = object()
"""Sentinel for a cache miss: a cached value may be empty."""

NO_DETAIL = Detail("", "", "", "", ())


@dataclass(frozen=True)
class RecordSnapshot(VersionCached):
    """Every public inspection with all its ratings, in the order of the line, and who they are of.

    `inspections`, and what a day asks of them, are those of children's services: lines, counts and
    questions see no others. `by_id` and `others` (by slug) hold those of other programmes.

    `authorities` are rows by slug, A to Z (read only: all pages share them), `records` the same
    as the rules know them; `days` the first days of `inspections`; `details` by id. `neighbours`
    are model year, rank and slug, by slug; `model_years` the newest first.
    """

    authorities: dict[str, Authority]
    records: dict[str, AuthorityRecord]
    inspections: Records
    by_id: dict[str, InspectionRecord]
    days: tuple[date, ...]
    own: Mapping[str, Records]
    others: Mapping[str, Records]
    details: dict[str, Detail]
    neighbours: Mapping[str, tuple[tuple[int, int, str], ...]]
    model_years: tuple[int, ...]
    counted_as_one: tuple[tuple[str, str], ...]
    comparability: Comparability
    _kept_of: dict[str, dict[Hashable, Any]] = field(
        default_factory=lambda: defaultdict(dict), compare=False, repr=False
    )

    @classmethod
    def _read(cls) -> RecordSnapshot:
        """Read in one database snapshot, whatever is saved meanwhile."""
        with read_snapshot():
            return cls._read_now(Reference.current())

    @classmethod
    def _read_now(cls, reference: Reference) -> RecordSnapshot:
        public = Inspection.objects.public()
        every = sorted(public.records(reference), key=lambda each: each.order_key)
        inspections = tuple(i for i in every if i.framework.programme == CHILDRENS_SERVICES)
        authorities = {each.slug: each for each in Authority.objects.order_by("name")}
        own: dict[str, list[InspectionRecord]] = defaultdict(list)
        others: dict[str, list[InspectionRecord]] = defaultdict(list)
        for each in every:
            is_own = each.framework.programme == CHILDRENS_SERVICES
            (own if is_own else others)[each.authority].append(each)
        neighbours = _neighbours()
        return cls(
            authorities=authorities,
            records={slug: each.record() for slug, each in authorities.items()},
            inspections=inspections,
            by_id={each.id: each for each in every},
            days=tuple(each.first_day for each in inspections),
            own={slug: tuple(found) for slug, found in own.items()},
            others={slug: tuple(found) for slug, found in others.items()},
            details=_details(reference),
            neighbours=neighbours,
            model_years=tuple(
                sorted({year for own in neighbours.values() for year, *_ in own}, reverse=True)
            ),
            counted_as_one=pairs_counted_as_one(),
            comparability=reference.comparability,
        )

    def as_at(self, day: date, known_by: date | None = None) -> Records:
        """What had begun by a day and, if asked, was public by another (domain §4)."""
        return _known(self.inspections[: bisect_right(self.days, day)], known_by)

    def of(self, slugs: Iterable[str], day: date, known_by: date | None = None) -> Records:
        """The same of some authorities, one after the other, each in the order of the line."""
        begun = (each for slug in slugs for each in self.own.get(slug, ()))
        return _known((each for each in begun if each.first_day <= day), known_by)

    def others_of(self, slug: str, day: date, known_by: date | None = None) -> Records:
        """The same of one authority, of other programmes."""
        return _known((i for i in self.others.get(slug, ()) if i.first_day <= day), known_by)

    def kept(self, kind: str, about: Hashable, work: Callable[[], Kept]) -> Kept:
        """What `work` makes of this version, for what it is about (its days): once, and kept
        for those asked about last. All pages share it, so nobody may change it."""
        own = self._kept_of[kind]
        found = own.pop(about, NOTHING)
        own[about] = worked_out = work() if found is NOTHING else found
        for oldest in list(own)[:-MOST_KEPT]:
            own.pop(oldest, None)
        return worked_out

    def standings(self, day: date, known_by: date | None = None) -> Mapping[str, AuthorityStatus]:
        """The current grade of every authority on a day, by slug."""
        return self.kept("standings", (day, known_by), lambda: self._standings(day, known_by))

    def _standings(self, day: date, known_by: date | None) -> Mapping[str, AuthorityStatus]:
        known = self.as_at(day, known_by)
        found = get_statuses(self.records.values(), known, self.comparability, day, known_by)
        return {each.authority.slug: each for each in found}

    def detail(self, key: str) -> Detail:
        """Where an inspection comes from."""
        return self.details.get(key, NO_DETAIL)


def _known(begun: Iterable[InspectionRecord], known_by: date | None) -> Records:
    if known_by is None:
        return tuple(begun)
    return tuple(each for each in begun if each.known_from <= known_by)


def _details(reference: Reference) -> dict[str, Detail]:
    rows = Inspection.objects.public().order_by()
    values: dict[str, tuple[str, ...]] = {}
    sources: dict[str, set[int | None]] = defaultdict(set)
    for key, source, *own in rows.values_list("key", "sources__id", *DETAIL_COLUMNS):
        values[key] = tuple(own)
        sources[key].add(source)
    return {key: detail_of(own, sources[key], reference) for key, own in values.items()}


def _neighbours() -> dict[str, tuple[tuple[int, int, str], ...]]:
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    columns = ("authority__slug", "model_year", "rank", "neighbour__slug")
    for slug, *neighbour in Neighbour.objects.order_by("model_year", "rank").values_list(*columns):
        found[slug].append((neighbour[0], neighbour[1], neighbour[2]))
    return {slug: tuple(own) for slug, own in found.items()}

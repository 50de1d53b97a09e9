"""All public data in memory: read once per data version, cached in the process.

Nearly every page asks something of all authorities, or of one with its neighbours. Reading and
joining their rows took half of what such a page cost; a national record of this kind is small (a
few megabytes), and changes a few times a week.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby, product
from typing import Any, ClassVar, TypeVar

from django.db.models import Count, Q

from ratings.models.authority import Alias, Authority, FormerCode, Neighbour, Succession
from ratings.models.data_version import DataVersion, day_of
from ratings.models.db import read_snapshot
from ratings.models.event import partial_date
from ratings.models.framework import (
    AreaLink,
    Framework,
    Grade,
    InspectionKind,
    JudgementArea,
    Scale,
    Tone,
    pairs_counted_as_one,
)
from ratings.models.inspection import IN_ORDER, Inspection, InspectionQuerySet
from ratings.models.rating import Rating
from ratings.models.source import URN, Completeness, Source
from ratings.rules import grades as grading
from ratings.rules import types
from ratings.rules.name_matching import closest_matches, normalise
from ratings.rules.questions.results import sentence
from ratings.rules.status import AuthorityStatus, by_authority, get_status
from ratings.rules.succession import Predecessor, ancestry
from ratings.rules.trend import Comparability, Trend, node_trend

Kept = TypeVar("Kept")
Inspections = tuple[types.Inspection, ...]

MOST_KEPT = 4
"""Of each kind, for how many days what was worked out is kept: today, and what people compare
it with."""

NOTHING: Any = object()
"""Sentinel for a cache miss: a cached value may be empty."""


class Record:
    """The public data of one data version, as frozen types of the rules.

    Frameworks, areas, grades and kinds are by primary key, sources by key, authorities by slug,
    A to Z. `framework_names` are short names by a framework's code, oldest first, and `used` the
    codes of those that public inspections were made under. `completeness` says for a kind of fact
    (`graded`, `visits`) between which days everything is on record.

    `inspections`, and what a day asks of them, are those of children's services: lines, counts and
    questions see no others. `by_id` and `every_of` have those of other programmes too.
    Inspections and neighbours are read when they are first asked for.
    """

    _current: ClassVar[Record | None] = None

    def __init__(self, version: str) -> None:
        self.version = version
        self._kept_of: dict[str, dict[Hashable, Any]] = defaultdict(dict)
        areas = JudgementArea.objects.select_related("framework", "parent").order_by("order")
        published = Count("inspections", filter=Q(inspections__status="published"))
        rows = Framework.objects.select_related("programme").prefetch_related("kinds")
        frameworks = tuple(rows.annotate(published=published))
        scales = {scale.pk: scale for scale in Scale.objects.prefetch_related("grades")}
        links = AreaLink.objects.select_related("a__framework", "b__framework")
        self.areas = {area.pk: area.record() for area in areas}
        self.grades = _grades(frameworks, scales.values())
        self.kinds = {kind.pk: kind.record() for kind in InspectionKind.objects.all()}
        self.sources = {source.key: source for source in Source.objects.all()}
        on = {
            pk: tuple(self.grades[g.pk] for g in each.grades.all()) for pk, each in scales.items()
        }
        self.frameworks = {
            f.pk: _framework(f, self.areas.values(), on.get(f.scale_id, ())) for f in frameworks
        }
        self.framework_names = {f.code: f.short_name for f in frameworks}
        self.used = frozenset(f.code for f in frameworks if f.published)
        self.comparability = Comparability(
            tuple(link.record() for link in links), _differences(scales)
        )
        self.counted_as_one = pairs_counted_as_one()
        self.completeness = {each.kind: each.record() for each in Completeness.objects.all()}
        self.authorities = {a.slug: a.record() for a in Authority.objects.order_by("name")}
        successions = Succession.objects.select_related("predecessor", "successor")
        self.successions = tuple(each.record() for each in successions)

    @classmethod
    def current(cls, version: str | None = None) -> Record:
        """What holds in the current data version, read again only when that moved; one query."""
        version = version or DataVersion.current()
        found = cls._current
        if found is None or found.version != version:
            found = cls._current = cls(version)
        return found

    @property
    def number(self) -> str:
        """The number of the data version as text."""
        return self.version.partition(".")[0]

    @property
    def day(self) -> date | None:
        """The day on which the data version moved."""
        return day_of(int(self.number))

    def kept(self, kind: str, about: Hashable, work: Callable[[], Kept]) -> Kept:
        """What `work` makes of this version, for what it is about (its days): once, and kept
        for those asked about last. All pages share it, so nobody may change it."""
        own = self._kept_of[kind]
        found = own.pop(about, NOTHING)
        own[about] = worked_out = work() if found is NOTHING else found
        for oldest in list(own)[:-MOST_KEPT]:
            own.pop(oldest, None)
        return worked_out

    # --- frameworks and scales ---

    def begun(self, day: date, until: date | None = None) -> tuple[types.Framework, ...]:
        """What a page on a day is about: the frameworks of children's services begun by then,
        oldest first. Rows of other programmes, and of later days, change nothing it says.

        `until` adds, for choices, those begun by another day that inspections were made under.
        """
        listed = self.listed(day, until)
        return tuple(f for f in listed if f.programme == types.CHILDRENS_SERVICES)

    def listed(self, day: date, until: date | None = None) -> tuple[types.Framework, ...]:
        """The same, and what a list of all inspections needs: those of other programmes too that
        inspections were made under."""

        def is_listed(framework: types.Framework) -> bool:
            last = until or day if framework.code in self.used else day
            own = framework.programme == types.CHILDRENS_SERVICES or framework.code in self.used
            return own and framework.first_day <= last

        every = sorted(self.frameworks.values(), key=lambda f: (f.first_day, f.code))
        return tuple(filter(is_listed, every))

    def axis(self, day: date) -> tuple[types.Grade, ...]:
        """The scale of overall grades on a day, best first: that of the newest framework of the
        line which gives one; of the first to come, where none had begun."""
        every = [f for f in self.begun(date.max) if f.in_line and f.headline_area]
        begun = [f for f in every if f.first_day <= day] or every[:1]
        return begun[-1].grades if begun else ()

    # --- how far it reaches ---

    @cached_property
    def complete_to(self) -> dict[str, date]:
        """The last day for which the record of each kind of fact is complete."""
        return {kind: each.last_day for kind, each in self.completeness.items()}

    def reach(self, known_by: date | None = None) -> str:
        """`on reports published to 20 August 2026`: the data behind any sentence on grades."""
        graded = self.completeness.get("graded")
        return graded.on_reports(known_by) if graded else ""

    def quotable(self, text: str, known_by: date | None = None) -> str:
        """Text for quoting, followed by the day to which the record is complete."""
        reach = sentence(self.reach(known_by))
        return f"{text.removesuffix('.')}. {reach}" if reach else text

    # --- inspections and statuses ---

    @cached_property
    def _every(self) -> Inspections:
        """Every public inspection with all its ratings, in the order of the line.

        Read in one database snapshot; where the version has moved meanwhile, as it is now.
        """
        with read_snapshot():
            now = type(self).current()
            if now is not self:
                return now._every
            found = read_inspections(Inspection.objects.public(), self)
        return tuple(sorted(found, key=lambda each: each.order_key))

    @cached_property
    def inspections(self) -> Inspections:
        """Those of children's services."""
        own = types.CHILDRENS_SERVICES
        return tuple(each for each in self._every if each.framework.programme == own)

    @cached_property
    def _days(self) -> list[date]:
        return [each.first_day for each in self.inspections]

    @cached_property
    def by_id(self) -> dict[str, types.Inspection]:
        return {each.id: each for each in self._every}

    @cached_property
    def own(self) -> Mapping[str, Inspections]:
        """The inspections of each authority that has some, by slug."""
        return {slug: tuple(own) for slug, own in by_authority(self.inspections).items()}

    @cached_property
    def _every_own(self) -> Mapping[str, Sequence[types.Inspection]]:
        return by_authority(self._every)

    def every_of(self, slug: str, day: date, known_by: date | None = None) -> Inspections:
        """Those of one authority of every programme that had begun by a day and, if asked, were
        public by another."""
        own, last = self._every_own.get(slug, ()), known_by or date.max
        return tuple(i for i in own if i.first_day <= day and i.known_from <= last)

    def as_at(self, day: date, known_by: date | None = None) -> Inspections:
        """What had begun by a day and, if asked, was public by another (domain §4)."""
        begun = self.inspections[: bisect_right(self._days, day)]
        return begun if known_by is None else tuple(i for i in begun if i.known_from <= known_by)

    def status(self, slug: str, day: date, known_by: date | None = None) -> AuthorityStatus:
        """Where an authority stands on a day, with its inspections on record."""
        found = self.kept("status", (day, known_by), dict[str, AuthorityStatus])
        if slug not in found:
            authority, own = self.authorities[slug], self.own.get(slug, ())
            found[slug] = get_status(authority, own, self.comparability, day, known_by)
        return found[slug]

    def statuses(self, day: date, known_by: date | None = None) -> dict[str, AuthorityStatus]:
        """The same of every authority, by slug, A to Z."""
        return {slug: self.status(slug, day, known_by) for slug in self.authorities}

    def predecessors(
        self, slug: str, day: date, known_by: date | None = None
    ) -> tuple[Predecessor, ...]:
        """Every predecessor of an authority on a day, nearest generation first."""
        return tuple(
            Predecessor(self.status(s.predecessor, day, known_by), s, generation)
            for generation, s in ancestry(slug, self.successions)
        )

    def trend(
        self, inspection: types.Inspection, day: date, known_by: date | None = None
    ) -> Trend | None:
        """The trend of a graded inspection of the line, of those on record; others have none."""
        series = self.status(inspection.authority, day, known_by).inspections
        return node_trend(inspection, series, self.comparability)

    # --- authorities: names, codes, neighbours ---

    def ofsted_page(self, urn: str) -> str:
        """The URL of an authority's page at Ofsted; empty if it has no Ofsted URN."""
        page = next((s.authority_page for s in self.sources.values() if s.authority_page), "")
        return page.replace(URN, urn) if urn else ""

    @cached_property
    def aliases(self) -> dict[str, list[str]]:
        """Other spellings of the names of authorities, by slug."""
        found: dict[str, list[str]] = defaultdict(list)
        for slug, name in Alias.objects.order_by("name").values_list("authority__slug", "name"):
            found[slug].append(name)
        return dict(found)

    @cached_property
    def former_codes(self) -> dict[str, list[tuple[str, str]]]:
        """Schemes and values of former codes, by slug."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        rows = FormerCode.objects.order_by("scheme", "value")
        for slug, *code in rows.values_list("authority__slug", "scheme", "value"):
            found[slug].append((code[0], code[1]))
        return dict(found)

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        """Pairs of normalised name or alias, and slug."""
        names = [(a.name, slug) for slug, a in self.authorities.items()]
        names += [(name, slug) for slug, own in self.aliases.items() for name in own]
        return [(normalise(name), slug) for name, slug in names]

    @cached_property
    def _codes(self) -> list[tuple[str, str]]:
        """Pairs of normalised code or slug, current or former, and slug."""
        codes = [
            (code, slug)
            for slug, a in self.authorities.items()
            for code in (slug, a.gss_code, a.la_code, a.ofsted_urn)
        ]
        codes += [(value, slug) for slug, own in self.former_codes.items() for _, value in own]
        return [(normalise(code), slug) for code, slug in codes if code]

    def matching(self, text: str) -> frozenset[str]:
        """Slugs of authorities with that code, or with a word of a name or alias that begins so.

        `hull` finds Kingston upon Hull and not Solihull.
        """
        folded = normalise(text)
        if not folded:
            return frozenset()
        named = {slug for name, slug in self._spellings if f" {folded}" in f" {name}"}
        return frozenset(named | {slug for code, slug in self._codes if code == folded})

    def exactly(self, text: str) -> str | None:
        """The slug of the one authority with exactly that name, alias or code."""
        folded = normalise(text)
        found = {slug for words, slug in (*self._spellings, *self._codes) if words == folded}
        return found.pop() if len(found) == 1 else None

    def near(self, text: str, most: int = 5) -> list[types.Authority]:
        """Authorities with the most similar names, best first."""
        return [self.authorities[slug] for slug in closest_matches(text, self._spellings, most)]

    @cached_property
    def neighbours(self) -> dict[str, dict[int, dict[str, int]]]:
        """Ranks of statistical neighbours, nearest first: by slug, model year, neighbour."""
        found: dict[str, dict[int, dict[str, int]]] = {}
        rows = Neighbour.objects.order_by("-model_year", "rank")
        columns = ("authority__slug", "model_year", "neighbour__slug", "rank")
        for slug, year, neighbour, rank in rows.values_list(*columns):
            found.setdefault(slug, {}).setdefault(year, {})[neighbour] = rank
        return found

    @cached_property
    def model_years(self) -> tuple[int, ...]:
        """The years of the neighbours' models, newest first."""
        return tuple(sorted({year for own in self.neighbours.values() for year in own}))[::-1]

    def region_peers(self, slug: str, day: date) -> list[str]:
        """The other authorities of its region that exist on a day (slugs), A to Z."""
        region = self.authorities[slug].region
        return [
            other.slug
            for other in self.authorities.values()
            if other.region == region and other.slug != slug and other.exists_on(day)
        ]


def _grades(frameworks: Iterable[Framework], scales: Iterable[Scale]) -> dict[int, types.Grade]:
    """Every grade by primary key; the colours are those of children's services alone."""
    own = {f.scale_id for f in frameworks if f.programme.key == types.CHILDRENS_SERVICES}
    coloured = {grade.pk for scale in scales if scale.pk in own for grade in scale.grades.all()}
    rows = list(Grade.objects.all())
    records = (row.record() for row in rows)
    known = grading.on_scales(records, [[g.key for g in each.grades.all()] for each in scales])
    return {
        row.pk: known[row.key] if row.pk in coloured else replace(known[row.key], tone=Tone.NEUTRAL)
        for row in rows
    }


def _differences(scales: Mapping[int, Scale]) -> dict[frozenset[str], str]:
    """Why grades of a scale and of the one before it are not comparable, by pair of keys."""
    found: dict[frozenset[str], str] = {}
    for scale in scales.values():
        if scale.earlier_id and scale.difference:
            now = {grade.key for grade in scale.grades.all()}
            before = {grade.key for grade in scales[scale.earlier_id].grades.all()}
            pairs = product(before - now, now - before)
            found |= {frozenset(pair): scale.difference for pair in pairs}
    return found


def _framework(
    framework: Framework, areas: Iterable[types.Area], grades: tuple[types.Grade, ...]
) -> types.Framework:
    return types.Framework(
        code=framework.code,
        name=framework.name,
        first_day=framework.first_day,
        last_day=framework.last_day,
        in_line=framework.in_line,
        in_national=framework.in_national,
        areas=tuple(area for area in areas if area.framework == framework.code),
        short_name=framework.short_name,
        programme=framework.programme.key,
        group=framework.group or framework.code,
        kinds=tuple(kind.record() for kind in framework.kinds.all()),
        grades=grades,
    )


# --- reading inspections -----------------------------------------------------------------

COLUMNS = (
    "pk", "key", "authority__slug", "framework_id", "kind_id", "start_date", "start_precision",
    "end_date", "published", "direction", "direction_read", "theme", "priority_action",
    "report_url", "verified", "source_url", "direction_source_url", "note",
    "ratings__pk", "ratings__area_id", "ratings__grade_id", "ratings__missing",
    "ratings__verified", "ratings__label_as_published",
)  # fmt: skip
OWN = COLUMNS.index("ratings__pk")
"""How many of the columns are of the inspection itself; the others are one rating each."""

Cited = dict[int, tuple[str, ...]]
"""Keys of sources, in their order, by the primary key of what cites them."""


def read_inspections(found: InspectionQuerySet, record: Record) -> Inspections:
    """Frozen inspections with all their ratings, in the order of the line; three queries."""
    pks = found.order_by().values("pk")
    sources = _cited(Inspection.sources.through.objects.filter(inspection__in=pks), record)
    given = _cited(Rating.sources.through.objects.filter(rating__inspection__in=pks), record)
    rows = found.order_by(*IN_ORDER, "ratings__area__order").values_list(*COLUMNS)
    grouped = groupby(rows.iterator(chunk_size=2000), key=lambda row: row[:OWN])
    return tuple(_inspection(head, group, sources, given, record) for head, group in grouped)


def _cited(rows: Any, record: Record) -> Cited:
    """Of rows of a through table: whatever is not the source is what cites it."""
    own = next(f.attname for f in rows.model._meta.fields[1:] if f.name != "source")
    found: dict[int, tuple[str, ...]] = {}
    ordered = rows.order_by(own, "source__order", "source__key")
    known = dict[tuple[str, ...], tuple[str, ...]]()
    pairs = ordered.values_list(own, "source__key").iterator(chunk_size=2000)
    for pk, group in groupby(pairs, key=lambda pair: pair[0]):
        keys = tuple(key for _, key in group)
        found[pk] = known.setdefault(keys, keys)
    return found


def _inspection(
    head: tuple[Any, ...],
    ratings: Iterable[tuple[Any, ...]],
    sources: Cited,
    given: Cited,
    record: Record,
) -> types.Inspection:
    pk, key, slug, framework, kind_id, start, precision, *rest = head
    end, published, direction, direction_read, theme, priority_action, report_url, *rest = rest
    verified, source_url, direction_source_url, note = rest
    kind = record.kinds[kind_id]
    return types.Inspection(
        key, slug, record.frameworks[framework], kind.key, kind.name, kind.is_graded,
        partial_date(start, precision), end, published, direction, direction_read,
        kind.asks_direction, theme, priority_action, report_url,
        tuple(
            types.Rating(
                record.areas[area], record.grades[grade] if grade else None, missing, verified,
                label, given.get(rating, ()),
            )
            for rating, area, grade, missing, verified, label in (row[OWN:] for row in ratings)
            if rating
        ),
        verified, source_url, direction_source_url, note, sources.get(pk, ()),
    )  # fmt: skip

"""Reading the record for a plan: ten queries, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from ratings.importing.record_index.types import (
    ALL_SAY,
    ONE_SAYS,
    PLAIN,
    Held,
    KnownAuthority,
    KnownFramework,
    KnownSource,
    Side,
)
from ratings.models import (
    Alias,
    Authority,
    Discrepancy,
    FormerCode,
    Framework,
    HeadingAlias,
    Inspection,
    Rating,
    Source,
    Succession,
)
from ratings.models.event import partial_date
from ratings.models.reference import Reference
from ratings.rules.name_matching import fold


def authorities() -> dict[str, KnownAuthority]:
    before: dict[str, list[str]] = defaultdict(list)
    for successor, predecessor in Succession.objects.values_list(
        "successor__slug", "predecessor__slug"
    ):
        before[successor].append(predecessor)
    rows = Authority.objects.values_list("slug", "name", "start_date", "end_date")
    return {
        slug: KnownAuthority(slug, name, start, end, tuple(before[slug]))
        for slug, name, start, end in rows
    }


def names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = [
        *Authority.objects.values_list("name", "slug"),
        *Alias.objects.values_list("name", "authority__slug"),
        *Authority.objects.values_list("slug", "slug"),
    ]
    for name, slug in rows:
        found[fold(name)].add(slug)
    return dict(found)


def codes() -> dict[str, str]:
    columns = ("gss_code", "la_code", "ofsted_urn")
    found = {fold(v): s for v, s in FormerCode.objects.values_list("value", "authority__slug")}
    for slug, *values in Authority.objects.values_list("slug", *columns):
        found |= {fold(value): slug for value in values if value}
    return found


def frameworks(reference: Reference) -> dict[str, KnownFramework]:
    headings: dict[str, dict[str, str]] = defaultdict(dict)
    for area in reference.areas.values():
        headings[area.framework] |= {fold_heading(w): area.key for w in (area.name, area.key)}
    rows = HeadingAlias.objects.values_list("area__framework__code", "area__key", "text")
    for code, key, text in rows:
        headings[code][fold_heading(text)] = key
    found = Framework.objects.prefetch_related("kinds").order_by("first_day", "code")
    return {
        row.code: KnownFramework(
            code=row.code,
            short_name=row.short_name,
            programme=row.programme or row.code,
            first=row.first_day,
            last=row.last_day,
            in_line=row.in_line,
            areas=tuple(a for a in reference.areas.values() if a.framework == row.code),
            headings=headings[row.code],
            grades=reference.scales[row.code],
            kinds=frozenset(kind.key for kind in row.kinds.all()),
        )
        for row in found
    }


@lru_cache(maxsize=1_000)
def fold_heading(text: str) -> str:
    """A heading without capitals, punctuation and the article that some files begin it with."""
    return fold(text).removeprefix("the ")


def sources() -> dict[str, KnownSource]:
    rows = Source.objects.values_list("key", "title", "evidence", "trust", "order")
    return {
        key: KnownSource(key, title, evidence, rank=(trust, -order))
        for key, title, evidence, trust, order in rows
    }


WHO = ("pk", "key", "authority__slug", "framework__code", "kind__key", "kind__is_graded")
WHEN = ("start_date", "start_precision", "end_date", "published")
WHAT = (*PLAIN, "priority_action")


def inspections() -> dict[str, Held]:
    by_id: dict[int, Held] = {}
    for row in Inspection.objects.in_order().values_list(*WHO, *WHEN, *WHAT):
        pk, key, authority, framework, kind, is_graded = row[:6]
        day, precision, end, published = row[6:10]
        what = dict(zip(WHAT, row[10:], strict=True))
        what["priority_action"] = "yes" if what["priority_action"] else ""
        start = partial_date(day, precision)
        by_id[pk] = Held(key, authority, framework, kind, is_graded, start, end, published, **what)
    _add_sources(by_id)
    _add_ratings(by_id)
    return {held.key: held for held in by_id.values()}


def _add_sources(by_id: dict[int, Held]) -> None:
    through = Inspection.sources.through.objects.values_list("inspection_id", "source__key")
    for pk, source in through:
        by_id[pk].sources.add(source)


def _add_ratings(by_id: dict[int, Held]) -> None:
    rows = Rating.objects.values_list("pk", "inspection_id", "area__key", "grade__key", "missing")
    cited: dict[int, set[str]] = {}
    for pk, inspection, area, grade, missing in rows:
        held = by_id[inspection]
        if grade:
            held.grades[area] = grade
        else:
            held.missing[area] = missing
        cited[pk] = held.rating_sources[area] = set()
    for pk, source in Rating.sources.through.objects.values_list("rating_id", "source__key"):
        cited[pk].add(source)


def disputes() -> dict[str, set[Side]]:
    rows = Discrepancy.objects.filter(inspection__isnull=False).values_list(
        "inspection__key", "field", "source_a", "value_a", "source_b", "value_b"
    )
    found: dict[str, set[Side]] = defaultdict(set)
    for key, name, source_a, value_a, source_b, value_b in rows:
        for sources, value in ((source_a, value_a), (source_b, value_b)):
            found[key] |= {(name, source, value) for source in _named(sources)}
    return dict(found)


def _named(sources: str) -> list[str]:
    """The sources that one side of a discrepancy names: each of them, or one of them."""
    return [each for some in sources.split(ALL_SAY) for each in some.split(ONE_SAYS)]

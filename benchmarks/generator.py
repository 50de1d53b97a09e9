"""More inspections over the same authorities, as the record might hold them: seeded, valid.

    python -m benchmarks.generator 10        # ten times what DATABASE_URL holds

Each inspection of the record gets siblings: the same authority, framework, kind, areas and
sources, begun on another day on which both were there, with grades and directions drawn anew as
often as the record gives them. The same seed gives the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

SEED = 2009
BATCH = 1000
LATEST = date(2026, 8, 20)
"""Nothing is published after the day to which the record is complete."""

EARLIEST = date(2009, 4, 1)
FIRST_DAY = {"month": {"day": 1}, "year": {"month": 1, "day": 1}}
"""How a start is written of which no more is known."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """An inspection that is not yet saved, with its ratings and the sources of both."""

    inspection: Any
    ratings: tuple[Any, ...]
    sources: tuple[int, ...]
    sources_of_ratings: tuple[tuple[int, ...], ...]


def siblings(times: int, seed: int = SEED) -> Iterator[Sibling]:
    """What makes the record `times` as large; where no other day is possible, the same day."""
    from ratings.models import Inspection

    random = Random(seed)
    related = ("authority", "framework", "kind")
    many = ("sources", "ratings__sources", "ratings__grade", "framework__scale__grades")
    found = Inspection.objects.select_related(*related).prefetch_related(*many).order_by("key")
    grades, directions = _drawn_from(found)
    for own in found:
        for number in range(1, times):
            yield _sibling(own, number, random, grades, directions)


def _drawn_from(found: Iterable[Any]) -> tuple[dict[int, list[Any]], list[str]]:
    """The grades that each framework gave and the directions that visits found, each as often."""
    grades: dict[int, list[Any]] = {}
    directions = []
    for own in found:
        if own.direction:
            directions.append(own.direction)
        given = (rating.grade for rating in own.ratings.all() if rating.grade)
        grades.setdefault(own.framework_id, []).extend(given)
    return grades, directions


def _sibling(
    own: Any, number: int, random: Random, grades: dict[int, list[Any]], directions: list[str]
) -> Sibling:
    from ratings.models import Inspection

    copied = ("authority", "framework", "kind", "start_precision", "theme", "priority_action",
              "direction_source_url", "direction_read", "report_url", "source_url", "verified",
              "note", "status")  # fmt: skip
    made = Inspection(
        **{name: getattr(own, name) for name in copied},
        **_days(own, random),
        key=f"{own.key}-{number}",
        direction=random.choice(directions) if own.direction else "",
    )
    ratings = tuple(own.ratings.all())
    return Sibling(
        inspection=made,
        ratings=tuple(_rating(one, made, random, grades[own.framework_id]) for one in ratings),
        sources=_keys(own.sources),
        sources_of_ratings=tuple(_keys(one.sources) for one in ratings),
    )


def _keys(many: Any) -> tuple[int, ...]:
    return tuple(source.pk for source in many.all())


def _rating(one: Any, inspection: Any, random: Random, grades: list[Any]) -> Any:
    from ratings.models import Rating

    return Rating(
        inspection=inspection,
        area_id=one.area_id,
        grade=random.choice(grades) if one.grade else None,
        missing=one.missing,
        verified=one.verified,
    )


def _days(own: Any, random: Random) -> dict[str, date | None]:
    """The three days, moved together to where framework and authority were both there."""
    kept = (own.start_date, own.end_date, own.published)
    known = [day for day in kept if day]
    span = max(known) - min(known)
    first = max(own.framework.first_day, own.authority.start_date or EARLIEST)
    last = min(own.framework.last_day or LATEST, own.authority.end_date or LATEST, LATEST - span)
    room = (last - first).days
    moved = first + timedelta(random.randint(0, room)) - min(known) if room > 0 else timedelta()
    start, end, published = (day + moved if day else None for day in kept)
    if start and own.start_precision in FIRST_DAY:
        start = start.replace(**FIRST_DAY[own.start_precision])
    return {"start_date": start, "end_date": end, "published": published}


def generate(times: int, seed: int = SEED) -> int:
    """Write them in one transaction, as one version of the data; how many inspections it were."""
    from django.db import transaction

    from ratings.models import DataVersion, Inspection, Rating

    with transaction.atomic():
        made = list(siblings(times, seed))
        ratings = [rating for one in made for rating in one.ratings]
        Inspection.objects.bulk_create([one.inspection for one in made], batch_size=BATCH)
        Rating.objects.bulk_create(ratings, batch_size=BATCH)
        _link(Inspection, ((one.inspection.pk, one.sources) for one in made))
        keys = (keys for one in made for keys in one.sources_of_ratings)
        _link(Rating, zip((rating.pk for rating in ratings), keys, strict=True))
        DataVersion.bump()
    return len(made)


def _link(model: Any, rows: Iterable[tuple[int, tuple[int, ...]]]) -> None:
    through = model.sources.through
    own = f"{model._meta.model_name}_id"
    links = (through(**{own: pk, "source_id": source}) for pk, keys in rows for source in keys)
    through.objects.bulk_create(links, batch_size=BATCH)


if __name__ == "__main__":
    import django

    django.setup()
    print(f"{generate(int(sys.argv[1])):,} inspections entered.")

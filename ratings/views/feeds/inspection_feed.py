"""Inspections and visits as entries: by the day of publication, with the line before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone

from ratings.exports.feeds import Entry
from ratings.forms import Moment
from ratings.models import Authority, Inspection
from ratings.models.authority_search import Names
from ratings.models.cached_urls import reverse
from ratings.models.changes import Change
from ratings.models.changes.events import inspections_told
from ratings.rules import types
from ratings.rules.line import line_of
from ratings.views.context import Record
from ratings.views.feeds.params import Scope, tag
from ratings.views.text import outcome, title_of

NEWEST = 50
"""Entries of a feed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the entries of a feed are made from: authorities and all their inspections by slug,
    what became of each inspection here, by its id."""

    moment: Moment
    record: Record
    names: Names
    authorities: dict[str, Authority]
    series: dict[str, tuple[types.Inspection, ...]]
    told: dict[str, list[Change]]


def inspection_entries(scope: Scope, moment: Moment, record: Record) -> tuple[Entry, ...]:
    """The newest inspections of a scope; as many queries for any of them."""
    public = Inspection.objects.as_at(moment.as_at, moment.known_by)
    dated = public.filter(scope.which).annotate(dated=Coalesce("published", "first_day"))
    newest = dated.order_by("-dated", "-first_day", "key")[:NEWEST]
    rows = list(newest.values_list("pk", "key", "authority__slug"))
    known = _known(rows, moment, record)
    by_id = {each.id: each for series in known.series.values() for each in series}
    return tuple(_entry(by_id[key], known) for _, key, _ in rows if key in by_id)


def _known(rows: Sequence[tuple[int, str, str]], moment: Moment, record: Record) -> Known:
    slugs = {slug for _, _, slug in rows}
    whole = record.whole
    own = {slug: whole.of([slug], moment.as_at, moment.known_by) for slug in slugs}
    told: dict[str, list[Change]] = {}
    for change in inspections_told([pk for pk, _, _ in rows]):
        told.setdefault(change.subject.key, []).append(change)
    return Known(
        moment=moment,
        record=record,
        names=Names.current(record.version),
        authorities=whole.authorities,
        series=own,
        told=told,
    )


def _entry(inspection: types.Inspection, known: Known) -> Entry:
    authority = known.authorities[inspection.authority]
    published = midnight(inspection.published or inspection.first_day)
    words, title = outcome(inspection).words, title_of(inspection)
    address = settings.SITE_URL + reverse("inspection", args=[inspection.id])
    return Entry(
        id=tag(f"inspection/{inspection.id}"),
        title=f"{authority.name}: {words} ({title})" if words else f"{authority.name}: {title}",
        published=published,
        updated=max([published, *(c.told.when for c in known.told.get(inspection.id, ()))]),
        address=address + known.moment.suffix(),
        html=render_to_string(
            "ratings/feeds/inspection.html", _context(inspection, authority, known, address)
        ),
        report=inspection.report_url,
        tags=tuple(filter(None, (authority.region, inspection.kind_name, words))),
    )


def _context(
    inspection: types.Inspection, authority: Authority, known: Known, address: str
) -> dict[str, object]:
    """What the content of an entry says."""
    day = inspection.first_day
    before, after = (_line(authority, known, d) for d in (day - timedelta(days=1), day))
    return {
        "authority": authority,
        "title": title_of(inspection),
        "words": outcome(inspection).words,
        "framework": known.names.frameworks[inspection.framework.code],
        "inspection": inspection,
        "areas": [r for r in inspection.ratings if not r.area.is_headline],
        "before": before,
        "after": after,
        "address": address,
        "corrections": list(_values(known.told.get(inspection.id, ()))),
    }


def _line(authority: Authority, known: Known, day: date) -> str:
    series, comparability = known.series[authority.slug], known.record.reference.comparability
    return line_of(authority.record(), series, comparability, day, known.moment.known_by).text


def _values(changes: Sequence[Change]) -> Iterator[Change]:
    """Corrections with an old and a new value."""
    return (change for change in changes if change.told.old or change.told.new)


def midnight(day: date) -> datetime:
    """The beginning of a day in London."""
    return timezone.make_aware(datetime.combine(day, time.min))

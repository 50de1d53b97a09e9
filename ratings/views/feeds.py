"""Feeds: all authorities, a region, an authority, its neighbours, and corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from ratings.exports import serializers
from ratings.exports.feeds import Feed, FeedEntry, atom, json_feed
from ratings.exports.responses import data_not_found
from ratings.forms import QueryDates
from ratings.models import Inspection, PublicChange
from ratings.models.cached_urls import reverse
from ratings.models.data_version import version_date
from ratings.models.public_change import ChangeFilter, ChangeKind
from ratings.models.record import Record
from ratings.parameters import PARTS, CountryPart, part_named
from ratings.rules import types
from ratings.rules.status import get_status
from ratings.views.authority.redirects import redirect_to_canonical, to_slug
from ratings.views.changes.presenters import about
from ratings.views.changes.selectors import FoundChanges, day_given, get_changes
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.text import outcome, title_of

ADDRESSES = {
    "all": "all",
    "region": "regions/<name:slug>",
    "authority": "authorities/<name:slug>",
    "neighbours": "authorities/<name:slug>/neighbours",
    "corrections": "corrections",
}
"""Each kind of feed, with its URL below `/feeds/` (without its format)."""

FORMS = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json"}


SINCE = "2026"
"""The year in the feeds' tag URIs (RFC 4151): since then the host name is ours."""


def tag(name: str) -> str:
    """`tag:example.org,2026:inspection/kent-…`."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{SINCE}:{quote(name)}"


@dataclass(frozen=True, slots=True)
class FeedScope:
    """Which inspections a feed contains; `page` is the page of the site on the same subject."""

    title: str
    of: str
    page: str
    which: Q


def everything() -> FeedScope:
    """All authorities."""
    title = "Ofsted ratings over time: all inspections and visits"
    return FeedScope(title, "every authority in England", reverse("inspections"), Q())


def parts() -> tuple[CountryPart, ...]:
    """The parts of the country that have a feed: ONS's regions, and Ofsted's combined one."""
    return tuple(part for part in PARTS if part.regions)


def region(slug: str) -> FeedScope | None:
    """A region by its slug; None if there is none."""
    part = part_named(slug)
    if not part or part.slug != slug:
        return None
    page = f"{reverse('authorities')}?{urlencode({'region': part.name})}"
    which = Q(authority__region__in=part.regions)
    return FeedScope(
        f"Ofsted ratings over time: {part.name}", f"authorities {part.in_words}", page, which
    )


def authority(found: types.Authority) -> FeedScope:
    """One authority, without its predecessors: its line holds its own inspections only."""
    title = f"Ofsted ratings over time: {found.name}"
    page = reverse("authority", args=[found.slug])
    return FeedScope(title, found.name, page, Q(authority__slug=found.slug))


def neighbours(found: types.Authority, record: Record) -> FeedScope:
    """The statistical neighbours of an authority, of the newest model that names any."""
    own = record.neighbours.get(found.slug, {})
    year = max(own, default=None)
    model = (
        f" (Department for Education’s model of {year})"
        if year
        else ": no model year of the record names any"
    )
    return FeedScope(
        title=f"Ofsted ratings over time: neighbours of {found.name}",
        of=f"the statistical neighbours of {found.name}{model}",
        page=reverse("authority", args=[found.slug]),
        which=Q(authority__slug__in=own[year] if year else []),
    )


CORRECTIONS = FeedScope(
    "Ofsted ratings over time: corrections",
    "values that were corrected here, and what was withdrawn",
    "/changes/?what=corrected",
    Q(),
)


def feed(kind: str, form: str) -> Callable[..., HttpResponse]:
    """The view of one kind of feed in one format."""

    @public_view(*MOMENT)
    def answer(request: HttpRequest, slug: str = "") -> HttpResponse:
        moment, record = get_query_dates(request), Record.current()
        found = _scope(kind, slug, record)
        if found is None:
            return _nothing(request, kind, slug)
        if kind == "corrections":
            entries = correction_entries(moment, record)
        else:
            entries = inspection_entries(found, moment, record)
        made = _feed(found, entries, request.path, moment, record)
        if form == "atom":
            return HttpResponse(atom(made), content_type=FORMS[form])
        options = {"ensure_ascii": False}
        return JsonResponse(json_feed(made), json_dumps_params=options, content_type=FORMS[form])

    return answer


def _scope(kind: str, slug: str, record: Record) -> FeedScope | None:
    """The scope of the feed; None if the slug is unknown."""
    if kind in {"all", "corrections"}:
        return everything() if kind == "all" else CORRECTIONS
    if kind == "region":
        return region(slug)
    found = record.authorities.get(slug)
    if found is None:
        return None
    return authority(found) if kind == "authority" else neighbours(found, record)


def _nothing(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A redirect from an old name of an authority or the name of a region, or a 404."""
    if kind == "region":
        if part := part_named(slug):
            return to_slug(request, slug, part.slug)
        near = [part.slug for part in parts()]
        return data_not_found(request.path, f"There is no region “{slug}”.", near)
    return redirect_to_canonical(request, slug)


NEWEST = 50
"""Entries of a feed."""


def inspection_entries(
    scope: FeedScope, moment: QueryDates, record: Record
) -> tuple[FeedEntry, ...]:
    """The newest inspections of a scope; the same number of queries for any of them."""
    public = Inspection.objects.as_at(moment.as_at, moment.known_by)
    dated = public.filter(scope.which).annotate(dated=Coalesce("published", "first_day"))
    newest = dated.order_by("-dated", "-first_day", "key")[:NEWEST]
    rows = dict(newest.values_list("pk", "key"))
    told: dict[str, list[PublicChange]] = {}
    for change in PublicChange.about(Inspection, rows).order_by("id"):
        told.setdefault(rows[change.subject_pk], []).append(change)
    return tuple(
        _inspection_feed_entry(record.by_id[key], told.get(key, []), moment, record)
        for key in rows.values()
        if key in record.by_id
    )


def _inspection_feed_entry(
    inspection: types.Inspection, told: list[PublicChange], moment: QueryDates, record: Record
) -> FeedEntry:
    """An inspection and the public changes to it."""
    authority = record.authorities[inspection.authority]
    published = midnight(inspection.published or inspection.first_day)
    words, title = outcome(inspection).words, title_of(inspection)
    address = settings.SITE_URL + reverse("inspection", args=[inspection.id])
    day, series = inspection.first_day, record.own.get(authority.slug, ())
    before, after = (
        get_status(authority, series, record.comparability, each, moment.known_by).line.text
        for each in (day - timedelta(days=1), day)
    )
    context = {
        "authority": authority,
        "title": title,
        "words": words,
        "inspection": inspection,
        "areas": [r for r in inspection.ratings if not r.area.is_headline],
        "before": before,
        "after": after,
        "address": address,
        "corrections": [change for change in told if change.kind == ChangeKind.CORRECTED],
    }
    return FeedEntry(
        id=tag(f"inspection/{inspection.id}"),
        title=f"{authority.name}: {words} ({title})" if words else f"{authority.name}: {title}",
        published=published,
        updated=max([published, *(change.when for change in told)]),
        address=address + moment.suffix(),
        html=render_to_string("ratings/feeds/inspection.html", context),
        report=inspection.report_url,
        tags=tuple(filter(None, (authority.region, inspection.kind_name, words))),
    )


def midnight(day: date) -> datetime:
    """Midnight in London at the start of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def correction_entries(moment: QueryDates, record: Record) -> tuple[FeedEntry, ...]:
    """The newest corrections and unpublished inspections."""
    entries = []
    for what in (ChangeKind.CORRECTED, ChangeKind.WITHDRAWN):
        wanted = ChangeFilter(what=what, as_at=day_given(moment), known_by=moment.known_by)
        found = get_changes(wanted, moment, record)
        entries += [_entry(change, found) for change in found.changes]
    return tuple(sorted(entries, key=attrgetter("updated", "id"), reverse=True)[:NEWEST])


def _entry(change: PublicChange, found: FoundChanges) -> FeedEntry:
    """Identified by its own number, which it keeps for good."""
    shown = about(change, found)
    what = change.what or change.kind
    words = f"{what} corrected" if change.kind == ChangeKind.CORRECTED else what
    path = shown.address or reverse("changes")
    context = {"change": change, "title": shown.title, "what": what}
    return FeedEntry(
        id=tag(f"{change.kind}/change-{change.pk}"),
        title=f"{change.authority_name}, {shown.title}: {words}",
        published=change.when,
        updated=change.when,
        address=settings.SITE_URL + path,
        html=render_to_string("ratings/feeds/correction.html", context),
        tags=(change.kind,),
    )


def _feed(
    found: FeedScope, entries: tuple[FeedEntry, ...], path: str, asked: QueryDates, record: Record
) -> Feed:
    base, suffix = path.rpartition(".")[0], asked.suffix()
    # not today's date, which would change the feed each morning
    dates = f"The newest {asked.in_words()}" if day_given(asked) else "The newest"
    return Feed(
        id=tag(base.strip("/") + suffix),
        title=found.title,
        subtitle=f"{found.of[0].upper()}{found.of[1:]}. {record.quotable(dates, asked.known_by)}",
        page=settings.SITE_URL + found.page,
        address={form: f"{settings.SITE_URL}{base}.{form}{suffix}" for form in FORMS},
        changed=version_date(int(record.number)) or midnight(asked.as_at),
        rights=serializers.LICENCE,
        entries=entries,
        about=serializers.provenance_data(asked, record),
    )


@public_view(*MOMENT)
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed with its URLs, and how to follow one."""
    record = Record.current()
    return render(
        request,
        "ratings/feeds.html",
        {
            "moment": get_query_dates(request),
            "record": record,
            "regions": parts(),
            "authorities": sorted(record.authorities.values(), key=lambda each: each.name),
        },
    )

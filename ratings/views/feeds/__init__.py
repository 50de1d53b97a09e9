"""Feeds: of everything, a region, an authority, its neighbours, and of corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import slugify

from ratings.exports import serializers
from ratings.exports.feeds import Entry, Feed, atom, json_feed
from ratings.exports.responses import data_not_found
from ratings.forms import Moment
from ratings.models import Authority
from ratings.models.authority_search import Names
from ratings.models.cached_urls import reverse
from ratings.models.changes import Asked, Change, What
from ratings.models.data_version import moved_at
from ratings.parameters import part_named
from ratings.views.authority.redirects import elsewhere, to_slug
from ratings.views.changes.filters import narrowing
from ratings.views.changes.presenters import about
from ratings.views.changes.selectors import ChangesForm, FoundChanges, told_of
from ratings.views.context import Record, record_now
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.feeds import params as feed_params
from ratings.views.feeds.inspection_feed import NEWEST, inspection_entries, midnight
from ratings.views.feeds.params import parts, tag

ADDRESSES = {
    "all": "all",
    "region": "regions/<name:slug>",
    "authority": "authorities/<name:slug>",
    "neighbours": "authorities/<name:slug>/neighbours",
    "corrections": "corrections",
}
"""Each kind of feed, with its address below `/feeds/` (without its form)."""

FORMS = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json"}

CORRECTIONS = feed_params.Scope(
    "Ofsted ratings over time: corrections",
    "values that were corrected here, and what was withdrawn",
    "/changes/?what=corrected",
    feed_params.Q(),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A feed as an address asks for it."""

    request: HttpRequest
    kind: str
    slug: str
    moment: Moment
    record: Record


def feed(kind: str, form: str) -> Callable[..., HttpResponse]:
    """The view of one kind of feed in one form."""

    @public_page(*MOMENT)
    def answer(request: HttpRequest, slug: str = "") -> HttpResponse:
        asking = Asking(request, kind, slug, moment(request), record_now())
        found = _scope(asking)
        if found is None:
            return _nothing(asking)
        made = _feed(found, _entries(found, asking), asking)
        if form == "atom":
            return HttpResponse(atom(made), content_type=FORMS[form])
        options = {"ensure_ascii": False}
        return JsonResponse(json_feed(made), json_dumps_params=options, content_type=FORMS[form])

    return answer


def _scope(asking: Asking) -> feed_params.Scope | None:
    """What the feed is about; None: the slug names nothing."""
    if asking.kind in {"all", "corrections"}:
        return feed_params.everything() if asking.kind == "all" else CORRECTIONS
    if asking.kind == "region":
        return feed_params.region(asking.slug)
    found = Authority.objects.filter(slug=asking.slug).first()
    if found is None:
        return None
    return (
        feed_params.authority(found)
        if asking.kind == "authority"
        else feed_params.neighbours(found)
    )


def _nothing(asking: Asking) -> HttpResponse:
    """A redirect from an old name of an authority or the name of a region, or a 404."""
    if asking.kind == "region":
        if part := part_named(asking.slug):
            return to_slug(asking.request, asking.slug, part.slug)
        near = [part.slug for part in feed_params.parts()]
        return data_not_found(asking.request.path, f"There is no region “{asking.slug}”.", near)
    return elsewhere(asking.request, asking.slug)


def correction_entries(moment: Moment, record: Record) -> tuple[Entry, ...]:
    """The newest corrections and withdrawals."""
    names = Names.current(record.version)
    filter_ = narrowing(ChangesForm({}), names)
    entries = []
    for what in (What.CORRECTED, What.WITHDRAWN):
        found = told_of(_asked(what, moment), moment, record, names, filter_)
        entries += [_entry(change, found) for change in found.page.changes]
    return tuple(sorted(entries, key=attrgetter("updated", "id"), reverse=True)[:NEWEST])


def _asked(what: What, moment: Moment) -> Asked:
    is_now = not moment.as_at_given and moment.known_by is None
    return Asked(what=what, as_at=None if is_now else moment.as_at, known_by=moment.known_by)


def _entry(change: Change, found: FoundChanges) -> Entry:
    shown = about(change, found)
    subject, told = change.subject, change.told
    what = told.what or change.what.value
    words = f"{what} corrected" if change.what is What.CORRECTED else what
    path = shown.address or reverse("changes")
    context = {"change": change, "title": shown.title, "what": what}
    return Entry(
        id=tag(_name(change)),
        title=f"{subject.authority_name}, {shown.title}: {words}",
        published=told.when,
        updated=told.when,
        address=settings.SITE_URL + path,
        html=render_to_string("ratings/feeds/correction.html", context),
        tags=(change.what.value,),
    )


def _name(change: Change) -> str:
    """A change by its place in the history, its moment and the value that changed."""
    place, told = change.told.place, change.told
    when = told.when.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
    return f"{change.what.value}/{place.table}-{place.number}-{when}-{slugify(told.what)}"


def _entries(found: feed_params.Scope, asking: Asking) -> tuple[Entry, ...]:
    if asking.kind == "corrections":
        return correction_entries(asking.moment, asking.record)
    return inspection_entries(found, asking.moment, asking.record)


def _feed(found: feed_params.Scope, entries: tuple[Entry, ...], asking: Asking) -> Feed:
    record, asked = asking.record, asking.moment
    base, suffix = asking.request.path.rpartition(".")[0], asked.suffix()
    number = int(record.number)
    return Feed(
        id=tag(base.strip("/") + suffix),
        title=found.title,
        subtitle=f"{found.of[0].upper()}{found.of[1:]}. {_dates(asked, record)}",
        page=settings.SITE_URL + found.page,
        address={form: f"{settings.SITE_URL}{base}.{form}{suffix}" for form in FORMS},
        changed=moved_at(number) or midnight(asked.as_at),
        rights=serializers.LICENCE,
        entries=entries,
        about=serializers.provenance_data(asked, record.reference, record.number),
    )


def _dates(asked: Moment, record: Record) -> str:
    """The dates of the feed: no day of today's, which would make another feed each morning."""
    is_now = not asked.as_at_given and asked.known_by is None
    dates = "The newest" if is_now else f"The newest {asked.in_words()}"
    return record.quotable(dates, asked)


@public_page(*MOMENT)
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed with its addresses, and how to follow one."""
    record = record_now()
    names = Names.current(record.version)
    return render(
        request,
        "ratings/feeds.html",
        {
            "moment": moment(request),
            "record": record,
            "regions": parts(),
            "authorities": sorted(names.authorities.values(), key=lambda named: named.name),
        },
    )


__all__ = ["ADDRESSES", "FORMS", "feed", "feeds"]

"""Corrections and withdrawals as entries: old value, new value and why."""

from __future__ import annotations

from datetime import UTC
from operator import attrgetter

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify

from ratings.exports.feeds import Entry
from ratings.forms import Moment
from ratings.models.authority_search import Names
from ratings.models.cached_urls import reverse
from ratings.models.changes import Asked, Change, What
from ratings.views.changes.filters import narrowing
from ratings.views.changes.presenters import about
from ratings.views.changes.selectors import ChangesForm, FoundChanges, told_of
from ratings.views.context import Record
from ratings.views.feeds.inspection_feed import NEWEST
from ratings.views.feeds.params import tag


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

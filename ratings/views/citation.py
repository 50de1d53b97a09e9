"""What to write beside a fact of a page, with an address that gives the same answer later."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from ratings.exports.citations import SITE, Citation
from ratings.forms import Moment, today
from ratings.views.dates import MOMENT
from ratings.views.versioned_links import VERSION

if TYPE_CHECKING:
    from ratings.views.context import Record

OWN = (*MOMENT, VERSION)


def citation_of(
    request: HttpRequest, moment: Moment, record: Record, title: str, sentence: str = ""
) -> Citation:
    """The page that is being made, as cited.

    `title` is HTML, and may carry site and dates; the `sentence` that the page offers to be
    quoted begins with a better one.
    """
    lasting = _lasting(moment)
    short = _undated(unescape(title), moment).partition(f" · {SITE}")[0]
    return Citation(
        title=sentence.partition(": ")[0] or " ".join(short.split()),
        dates=lasting.in_words() if takes_dates(request) else "",
        reach=record.reach(lasting) if takes_dates(request) else "",
        quote=sentence,
        version=int(record.number),
        version_day=record.day,
        accessed=today(),
        address=permanent_address(request, moment, record),
    )


def _undated(title: str, moment: Moment) -> str:
    """The title without the page's dates and what joins them to it: a citation says them itself."""
    return re.sub(rf",? {re.escape(moment.in_words())}", "", title, flags=re.IGNORECASE)


def permanent_address(request: HttpRequest, moment: Moment, record: Record) -> str:
    """The page with both dates written out and the version in which it was seen."""
    dates = _lasting(moment).parameters() if takes_dates(request) else {}
    pairs = [*dates.items(), *_asked(request), (VERSION, record.number)]
    return f"{settings.SITE_URL}{quote(request.path)}?{urlencode(pairs)}"


def cite_address(request: HttpRequest, moment: Moment) -> str:
    """The query by which `/cite/` is asked for the page that is being made."""
    asked = urlencode(_asked(request))
    page = f"{request.path}?{asked}" if asked else request.path
    return urlencode({"page": page, **moment.parameters()})


def takes_dates(request: HttpRequest) -> bool:
    """Whether the page is about a day."""
    return set(MOMENT) <= set(getattr(request, "parameters", ()))


def _lasting(moment: Moment) -> Moment:
    """The same dates, given: the day of citing stands for "everything known now"."""
    return Moment(moment.as_at, moment.known_by or today(), as_at_given=True)


def _asked(request: HttpRequest) -> list[tuple[str, str]]:
    """What the address asks beside the dates."""
    lists = request.GET.lists()
    return [(name, str(v)) for name, values in lists if name not in OWN for v in values if v]

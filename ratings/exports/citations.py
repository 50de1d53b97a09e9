"""Cite a page: as text, BibTeX and CSL-JSON.

What is cited is a page with its dates in a version of the data, so the same for everybody:
its URL carries all three. Formats: BibTeX, and the Citation Style Language's JSON
(https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import slugify

from ratings.forms import MOMENT, VERSION, QueryDates, today
from ratings.models.record import Record
from ratings.rules.dates import day_in_words

SITE = "Ofsted ratings over time"

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_NOT_IN_A_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A page as cited. `dates` are those that it is about, in words, and `reach` how far the
    record reaches; both are empty where it has none.

    `quote` is the sentence that the page offers to be quoted, in place of its title;
    `address` is a URL that shows the same page for good, or says what was corrected since.
    """

    title: str
    dates: str
    quote: str
    version: int
    version_day: date | None
    accessed: date
    address: str
    reach: str = ""

    @property
    def words(self) -> str:
        """The citation without its URL."""
        lead = self.quote or self.title
        where = lead if lead.startswith(SITE) else f"{_ended(lead)} {SITE}"
        parts = (where, self.dates, self.reach, self.version_in_words)
        return ", ".join(part for part in parts if part) + "."

    @property
    def text(self) -> str:
        """The full citation, for a note or a reference list."""
        return f"{self.words} {self.address} (accessed {day_in_words(self.accessed)})"

    @property
    def version_in_words(self) -> str:
        of = f" of {day_in_words(self.version_day)}" if self.version_day else ""
        return f"data version {self.version}{of}"

    @property
    def key(self) -> str:
        """Key of the entry in a bibliography: the same page, dates and version, the same key."""
        parts = urlsplit(self.address)
        query = re.sub(r"(as_at|known_by|version|area|authority)=", "", parts.query)
        return slugify(f"ratings {parts.path.replace('/', ' ')} {query.replace('&', ' ')}")[:120]

    def bibtex(self) -> str:
        """One entry, for BibTeX and biblatex."""
        day = self.version_day or self.accessed
        fields = {
            "title": f"{{{_tex(self.title)}}}",
            "author": f"{{{SITE}}}",
            "year": str(day.year),
            "month": str(day.month),
            "version": str(self.version),
            "url": _url(self.address),
            "urldate": self.accessed.isoformat(),
            "note": _tex(self._note()),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    def csl(self) -> dict[str, Any]:
        """One item of CSL-JSON."""
        return {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "container-title": SITE,
            "author": [{"literal": SITE}],
            "issued": _date_parts(self.version_day or self.accessed),
            "accessed": _date_parts(self.accessed),
            "version": str(self.version),
            "URL": self.address,
            "note": self._note(),
            "language": "en-GB",
        }

    def _note(self) -> str:
        dates = ", ".join(part for part in (self.dates, self.reach) if part)
        dates = f"{dates[0].upper()}{dates[1:]}; " if dates else ""
        said = f"{dates}{self.version_in_words}"
        return f"{_ended(self.quote)} {said}" if self.quote else said


def cite(
    request: HttpRequest, record: Record, moment: QueryDates, title: str, sentence: str
) -> Citation:
    """The citation of the page being rendered.

    `title` is HTML, and may contain site and dates, which a citation states itself; the
    `sentence` that the page offers to be quoted begins with a better one. The URL is the page
    with both as-of dates and the data version in which it was seen; the day of citing replaces
    "everything known now".
    """
    lasting = QueryDates(moment.as_at, moment.known_by or today(), as_at_given=True)
    undated = re.sub(
        rf",? {re.escape(moment.in_words())}", "", unescape(title), flags=re.IGNORECASE
    )
    short = undated.partition(f" · {SITE}")[0]
    takes_dates = set(MOMENT) <= set(getattr(request, "parameters", ()))
    dates = lasting.parameters() if takes_dates else {}
    pairs = [*dates.items(), *_asked_beside_dates(request), (VERSION, record.number)]
    return Citation(
        title=sentence.partition(": ")[0] or " ".join(short.split()),
        dates=lasting.in_words() if takes_dates else "",
        reach=record.reach(lasting.known_by) if takes_dates else "",
        quote=sentence,
        version=int(record.number),
        version_day=record.day,
        accessed=today(),
        address=f"{settings.SITE_URL}{quote(request.path)}?{urlencode(pairs)}",
    )


def cite_query(request: HttpRequest, moment: QueryDates) -> str:
    """The query string of `/cite/` for the page being rendered."""
    asked = urlencode(_asked_beside_dates(request))
    page = f"{request.path}?{asked}" if asked else request.path
    return urlencode({"page": page, **moment.parameters()})


def _asked_beside_dates(request: HttpRequest) -> list[tuple[str, str]]:
    own, lists = (*MOMENT, VERSION), request.GET.lists()
    return [(name, str(v)) for name, values in lists if name not in own for v in values if v]


def _ended(text: str) -> str:
    """With a full stop, where it does not end a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _url(address: str) -> str:
    """A URL for BibTeX: only characters that would end the field are escaped."""
    return "".join(_NOT_IN_A_URL.get(character, character) for character in address)

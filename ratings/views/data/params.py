"""What an address of /data/ asks for, and the headers that every file of it carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from ratings.exports.datapackage import CC_BY, OGL
from ratings.exports.formats import About
from ratings.exports.tables import Asked
from ratings.models.cached_urls import reverse
from ratings.models.data_version import moved_at
from ratings.views.context import Record, record_now
from ratings.views.dates import moment


@dataclass(frozen=True, slots=True)
class Question:
    """The record now, the dates asked about, and what a file says of itself."""

    record: Record
    asked: Asked
    about: About

    def file_name(self, name: str, suffix: str) -> str:
        """`ratings-as-at-2024-03-31-known-by-2024-06-30-version-12-of-2026-11-22.csv`."""
        moment, about = self.asked.moment, self.about
        known = f"-known-by-{moment.known_by}" if moment.known_by else ""
        day = f"-of-{about.version_date}" if about.version_date else ""
        return f"{name}-as-at-{moment.as_at}{known}-version-{about.version}{day}.{suffix}"


def question_of(request: HttpRequest, name: str) -> Question:
    """What is asked; `name` is what is asked for. One query. Raises BadParameter."""
    record, dates = record_now(), moment(request)
    changed = moved_at(int(record.number))
    about = About(
        name,
        dates,
        record.number,
        timezone.localtime(changed) if changed else None,
        settings.SITE_URL + request.get_full_path(),
        record.reference,
    )
    return Question(record, Asked(dates, record.reference, settings.SITE_URL), about)


def file_answer(
    found: Question, name: str, suffix: str, media_type: str, blocks: Iterator[bytes]
) -> StreamingHttpResponse:
    """A file that is sent while it is made, with links to what describes and licenses it."""
    response = StreamingHttpResponse(blocks, content_type=media_type)
    file_name = found.file_name(name, suffix)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Link"] = ", ".join(_links())
    return response


def _links() -> Iterator[str]:
    """Relations as registered with IANA."""
    for name in ("datapackage-json", "dictionary"):
        yield f'<{settings.SITE_URL}{reverse(name)}>; rel="describedby"'
    for address in (OGL, CC_BY):
        yield f'<{address}>; rel="license"'

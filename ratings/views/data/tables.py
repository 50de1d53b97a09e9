"""One table in one format, sent while it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from ratings.exports.dictionary import Table
from ratings.exports.formats import Format
from ratings.exports.tables import sheet_of
from ratings.views.data.params import file_answer, question_of
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_page


def table_view(table: Table, form: Format) -> Callable[..., HttpResponseBase]:
    """The view of a file: the whole table as at the dates asked for."""

    @public_page(*MOMENT)
    def file(request: HttpRequest) -> StreamingHttpResponse:
        found = question_of(request, table.name)
        blocks = form.stream(sheet_of(table, found.asked), found.about)
        return file_answer(found, table.name, form.suffix, form.media_type, blocks)

    return file

"""Everything at once: the data package and the SQLite file.

Both are written to a file on disk first and sent from there. They are made of many queries;
where the data moved before the last of them, the middleware asks for the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from ratings.exports.database import write_database
from ratings.exports.datapackage import package_blocks, package_data
from ratings.exports.formats import About
from ratings.exports.responses import json_answer, json_text
from ratings.exports.tables import Asked
from ratings.views.data.params import Question, file_answer, question_of
from ratings.views.dates import MOMENT
from ratings.views.decorators import public_page

BLOCK = 65_536

Write = Callable[[Path, Asked, About], None]


@public_page(*MOMENT)
def described(request: HttpRequest) -> HttpResponse:
    """datapackage.json: what is in the package, with the schema of every table."""
    found = question_of(request, "datapackage.json")
    return json_answer(package_data(found.asked, found.about))


@public_page(*MOMENT)
def package(request: HttpRequest) -> StreamingHttpResponse:
    """The Frictionless data package: every table as CSV, described."""
    found = question_of(request, "data package")
    blocks = _made(found, _write_package)
    return file_answer(found, "datapackage", "zip", "application/zip", blocks)


@public_page(*MOMENT)
def database(request: HttpRequest) -> StreamingHttpResponse:
    """The SQLite file, for Datasette and SQL."""
    found = question_of(request, "SQLite database")
    blocks = _made(found, write_database)
    kind = "application/vnd.sqlite3"
    return file_answer(found, "ratings-over-time", "sqlite", kind, blocks)


def _write_package(path: Path, asked: Asked, about: About) -> None:
    data = json_text(package_data(asked, about)).encode()
    with path.open("wb") as file:
        for block in package_blocks(asked, about, data):
            file.write(block)


def _made(found: Question, write: Write) -> Iterator[bytes]:
    """The file in blocks: made when the first is asked for, gone after the last."""
    with _written(found, write) as file:
        while block := file.read(BLOCK):
            yield block


def _written(found: Question, write: Write) -> BinaryIO:
    """The file, open and already without a name: its room is free once it is closed."""
    with TemporaryDirectory(prefix="ratings-") as folder:
        path = Path(folder) / "file"
        write(path, found.asked, found.about)
        return path.open("rb")

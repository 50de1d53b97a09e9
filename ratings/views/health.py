"""Health checks: liveness (`/healthz`) and readiness (`/readyz`)."""

from __future__ import annotations

import logging
from functools import lru_cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from ratings.importing.fixtures import is_empty
from ratings.models.db import check_file, drop_connection

logger = logging.getLogger(__name__)

READY = "ready"


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; makes no database queries."""
    return _said("alive", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503 with the reason as text; no names, no secrets."""
    try:
        check_file()
        said = readiness()
    except (DatabaseError, InterfaceError) as error:
        logger.error("The database did not answer", exc_info=error)
        drop_connection()
        said = "the database does not answer"
    return _said(said, 200 if said == READY else 503)


def readiness() -> str:
    """`ready`, or what is missing. Queries the database each time: two or three small queries."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    if not newest_migrations() <= applied:
        return "migrations are not applied: run manage.py migrate"
    if is_empty():
        return "the record is not loaded: run manage.py load_record"
    return READY


@lru_cache(maxsize=1)
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as shipped. A database may be ahead: an upgrade begins
    with the migrations, while the release before is still running."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _said(words: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response

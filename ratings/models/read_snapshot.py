"""Several queries that see the record of one moment, whoever saves between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def one_reading() -> Iterator[None]:
    """Everything that is read inside is of the moment of the first query. Nothing is written.

    It holds nobody up: SQLite begins without the lock of writers, PostgreSQL keeps a snapshot.
    Within a transaction it does nothing: that is one for whoever began it.
    """
    own = connections[DEFAULT_DB_ALIAS]
    if own.in_atomic_block:
        yield
        return
    own.ensure_connection()
    begin = _of_sqlite if own.vendor == "sqlite" else _of_postgresql
    with begin(own):
        yield


@contextmanager
def _of_sqlite(own: Any) -> Iterator[None]:
    """Begun as a reader: the site's own transactions are begun as writers."""
    mode, own.transaction_mode = own.transaction_mode, "DEFERRED"
    with ExitStack() as held:
        try:
            held.enter_context(transaction.atomic())
        finally:
            own.transaction_mode = mode
        yield


@contextmanager
def _of_postgresql(own: Any) -> Iterator[None]:
    with transaction.atomic():
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield

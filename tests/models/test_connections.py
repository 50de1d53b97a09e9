"""The one question of every request is put to the driver, and to Django where that fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from ratings.models import DataVersion
from ratings.models.data_version import CURRENT, moved_at
from ratings.models.db import _PLAINLY, one_row

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def outside(record: None) -> Iterator[None]:
    """As a request finds it: no transaction is under way, nobody counts queries."""
    connections["default"].in_atomic_block = False
    yield
    connections["default"].in_atomic_block = True


def test_the_driver_answers_what_django_answers(outside: None) -> None:
    plainly = one_row(CURRENT)
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        said = cursor.fetchone()
    assert plainly is not None
    assert (int(plainly[0]), plainly[1]) == said[:2]
    assert one_row("SELECT number FROM ratings_dataversion WHERE id = 2") is None


def test_the_version_and_its_moment_are_the_same_either_way(
    outside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = DataVersion.current()
    number = int(version.partition(".")[0])
    when = moved_at(number)
    monkeypatch.delitem(_PLAINLY, connection.vendor)
    assert DataVersion.current() == version
    assert moved_at(number) == when == DataVersion.objects.get().changed_at


def test_where_the_driver_fails_django_asks(outside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(driver: Any, sql: str) -> None:
        raise RuntimeError("the server closed the connection")

    version = DataVersion.current()
    monkeypatch.setitem(_PLAINLY, connection.vendor, fails)
    assert DataVersion.current() == version


def test_a_failure_is_still_djangos(outside: None) -> None:
    with pytest.raises(DatabaseError):
        one_row("SELECT 1 FROM nowhere")


def test_who_counts_queries_or_is_in_a_transaction_sees_it(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        one_row(CURRENT)

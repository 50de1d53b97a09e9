"""Two addresses for machines: is it alive, is it ready."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ratings.models import Authority, DataVersion
from ratings.views import health

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Cache-Control"] == "no-store"


def test_ready_asks_anew_each_time_in_a_few_queries(
    client: Client, record: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_max_num_queries(4) as asked:
            answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (200, b"ready\n")
        assert len(asked) >= 2
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_not_ready_before_the_migrations(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="ratings").order_by("-id")[0].delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"migrations are not applied" in answer.content


def test_ready_while_the_database_is_already_ahead(client: Client, record: None) -> None:
    MigrationRecorder.Migration.objects.create(app="ratings", name="9999_tomorrow")
    assert client.get("/readyz").status_code == 200


def test_not_ready_without_the_record(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "is_empty", lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"the record is not loaded" in answer.content


def test_not_ready_while_the_database_is_away_and_the_words_hold_no_name(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> str:
        raise OperationalError('connection to server at "db.internal", user "ratings" failed')

    monkeypatch.setattr(health, "readiness", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_only_read_under_any_name_and_without_https(
    client: Client, settings: Settings, record: None, address: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Authority.objects.exists()
    before = DataVersion.current()
    found = client.get(address, headers={"Host": "10.0.0.7:8000"})
    assert found.status_code == 200
    assert client.head(address).content in {b"", b"alive\n", b"ready\n"}
    refused = [method(address) for method in (client.post, client.put, client.delete)]
    for answer in refused:
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"
    for answer in (found, *refused):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert DataVersion.current() == before

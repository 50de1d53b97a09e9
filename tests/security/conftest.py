"""What the tests of security share: one walk over the whole site, and people with every role."""

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.record import loaded
from tests.security.hostile import poison
from tests.security.walking import People, Walk, everybody, walked, walked_desk


@pytest.fixture(scope="session")
def poisoned(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Walk]:
    """Of a record full of attacks, the public pages and those of the admin (`desk`)."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded()
        fields = poison()
        assert len(fields) > 30, sorted(fields)
        found = {"public": walked(), "desk": walked_desk()}
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="session")
def walk(poisoned: dict[str, Walk]) -> Walk:
    """Every public address, asked once by a stranger."""
    return poisoned["public"]


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made and not drawn: statuses need no HTML, and a thousand pages take a minute."""
    monkeypatch.setattr(Template, "render", lambda *_, **__: "")


@pytest.fixture
def people(record: None) -> People:
    return everybody()


@pytest.fixture
def keeper(people: People) -> Client:
    return people["keeper"]


@pytest.fixture
def administrator(people: People) -> Client:
    return people["administrator"]


@pytest.fixture
def undaunted(record: None) -> Client:
    """A stranger who is answered with a 500 where the site breaks."""
    return Client(raise_request_exception=False)

"""What the tests of security share: one walk over the whole site."""

import pytest
from django.db import transaction
from django.template.backends.django import Template
from pytest_django import DjangoDbBlocker

from tests.record import loaded
from tests.security.desk import walked_desk
from tests.security.hostile import poison
from tests.security.walking import Poisoned, Walk, walked


@pytest.fixture(scope="session")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Walk:
    """Every public address, asked once by a stranger."""
    with django_db_blocker.unblock():
        loaded()
        return walked()


@pytest.fixture(scope="session")
def poisoned(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Poisoned:
    """A record of attacks, every public page and every page of the desk that shows it."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded()
        found = Poisoned(poison(), walked(), walked_desk())
        transaction.set_rollback(True)
    return found


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made and not drawn: statuses need no HTML, and a thousand pages take a minute."""
    monkeypatch.setattr(Template, "render", lambda *_, **__: "")

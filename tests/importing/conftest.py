"""The record as a plan knows it, read once a session."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from ratings.importing.known import Known
from ratings.models import Authority


@pytest.fixture(scope="session")
def base(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Known:
    """The whole record; a test plans over a few inspections of its own (`plans.few`)."""
    with django_db_blocker.unblock():
        if not Authority.objects.exists():
            call_command("load_record", stdout=StringIO())
        return Known.read()

"""What every test can ask for: the whole record in a database, the sources it came from."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests.record import loaded

# A busy machine is no reason to fail, nor is chance: a property holds or it does not, however long
# it takes and whoever runs it. (`make fuzz` looks further.)
hypothesis_settings.register_profile(
    "patient",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("patient")


TOGETHER = (
    "tests/importing/official", "tests/importing/fuzz",
    "tests/importing/report/test_real_reports.py", "tests/operations", "tests/security",
)  # fmt: skip
"""Folders and files that prepare something dear for all of their tests."""

LONG = (*TOGETHER, "tests/guides", "tests/importing/layouts/test_tidy.py")
"""What takes longest begins first: no worker is left with it at the end."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are told by their place: a workbook's hold the second in which a worker wrote it."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is prepared for many tests is prepared once, by one worker; what is long begins."""
    if gone := [place for place in LONG if not Path(settings.BASE_DIR, place).exists()]:
        raise pytest.UsageError(f"tests/conftest.py names what is not there: {gone}")
    for item in items:
        path = item.path.relative_to(settings.BASE_DIR).as_posix()
        for place in filter(path.startswith, TOGETHER):
            group = place if place.endswith(("official", "security")) else path
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop where xdist no longer keeps them together: everything would be prepared twice."""
    if session.config.getoption("loadgroup", False):
        grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
        if not all("@" in item.nodeid for item in grouped):
            raise pytest.UsageError("This pytest and this pytest-xdist keep no groups together.")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A migrated database that holds the whole record, one for each worker.

    Every test that may use the database sees it. A test that needs an empty
    table deletes the rows first: its transaction is rolled back. (The fixture of
    the same name in pytest-django makes no database for tests that only use a
    session's: what they did would be done to the real one.)
    """
    folder = tmp_path_factory.getbasetemp()
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and "PYTEST_XDIST_WORKER" in os.environ:
            databases = made_once(folder.parent / "record.sqlite3")
        else:
            databases = made()
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


def made() -> list[Any]:
    """Make a test database and load the record; what `teardown_databases` takes."""
    databases = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    call_command("load_record", stdout=StringIO())
    return databases


def made_once(kept: Path) -> list[Any]:
    """The same for the first worker, who keeps a copy for the others: they migrate nothing."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            databases = made()
            with closing(sqlite3.connect(kept)) as copy:
                connection.connection.backup(copy)
            return databases
    connection.settings_dict["TEST"]["MIGRATE"] = False
    databases = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    with closing(sqlite3.connect(kept)) as copy:
        copy.backup(connection.connection)
    return databases


@pytest.fixture
def record(db: None) -> None:
    """The whole record, loaded again if a test with real transactions emptied the database."""
    loaded()


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of source files (RATINGS_SOURCES); without it the test is skipped, visibly."""
    folder = Path(settings.RATINGS_SOURCES)
    if not folder.is_dir():
        pytest.skip(f"RATINGS_SOURCES names {folder}, which is not there")
    return folder

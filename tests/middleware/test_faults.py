"""What goes wrong around a view is a 503 where it passes and a 500 where it is our mistake."""

import errno
import logging
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from ratings.middleware import http_cache
from ratings.models import db
from ratings.views.decorators import public_page

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

FAILURES = {
    "locked": OperationalError("database is locked"),
    "damaged": DatabaseError("database disk image is malformed"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "mistake": ZeroDivisionError("division by zero"),
}


def failing(request: HttpRequest, how: str, ending: str = "") -> HttpResponse:
    raise FAILURES[how]


@public_page()
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


urlpatterns = [
    path("page/", page),
    path("<str:how>/", failing),
    path("<str:how>.<str:ending>", failing),
]
handler500 = "ratings.middleware.database_errors.server_error"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status"), [("locked", 503), ("damaged", 503), ("full", 503), ("mistake", 500)]
)
@pytest.mark.parametrize(
    ("ending", "kind"), [("/", "text/html"), (".json", "application/json"), (".csv", "text/plain")]
)
def test_each_fault_has_its_answer_in_the_form_of_the_address(
    client: Client, how: str, status: int, ending: str, kind: str
) -> None:
    answer = client.get(f"/{how}{ending}")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith(kind)
    assert answer["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "X-Frame-Options" in answer.headers


def test_a_fault_outside_every_view_is_a_503_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: str) -> str:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(http_cache, "last_modified", away)
    answer = client.get("/page/")
    assert answer.status_code == 503
    assert "X-Frame-Options" in answer.headers
    monkeypatch.undo()
    assert client.get("/page/").status_code == 200


def test_a_page_of_the_fault_that_cannot_be_made_is_still_an_answer(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path], "APP_DIRS": False}]
    answer = client.get("/damaged/")
    assert answer.status_code == 503
    assert "try again in a minute" in answer.content.decode()


def test_a_fault_is_in_the_log_with_its_place(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("ratings")
    logger.addHandler(caplog.handler)
    try:
        client.get("/damaged/")
    finally:
        logger.removeHandler(caplog.handler)
    assert any(r.exc_info and "malformed" in str(r.exc_info[1]) for r in caplog.records)


def test_a_database_in_memory_has_no_file_to_look_for() -> None:
    if connection.vendor == "sqlite" and str(connection.settings_dict["NAME"]).startswith("file:"):
        db.check_file()


def test_a_cause_counts() -> None:
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = OperationalError("locked")
    assert db.is_database_away(wrapped)
    assert not db.is_database_away(RuntimeError("alone"))
    assert not db.is_database_away(None)

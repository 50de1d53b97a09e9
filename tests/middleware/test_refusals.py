"""Refusals in plain words in the form that the URL asks for: 400, 503 that passes, our own 500."""

import errno
import logging
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from ratings.middleware import http_cache
from ratings.models import db
from ratings.views.decorators import public_view
from ratings.views.errors import ParameterError

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

READER = Client(raise_request_exception=False)
"""Who is answered as on the deployed site, where no exception is passed on."""
FAILURES = {
    "locked": OperationalError("database is locked"),
    "away": OperationalError("connection refused: password=secret"),
    "closed": InterfaceError("connection already closed"),
    "damaged": DatabaseError("database disk image is malformed"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "mistake": ZeroDivisionError("division by zero"),
}


@public_view("as_at", "known_by")
def dated(request: HttpRequest, form: str = "") -> HttpResponse:
    if value := request.GET.get("as_at"):
        raise ParameterError("as_at", value, ["a date such as 2024-03-31"])
    return HttpResponse("dated")


def failing(request: HttpRequest, how: str, ending: str = "") -> HttpResponse:
    raise FAILURES[how]


urlpatterns = [
    path("dated/", dated),
    path("dated<str:form>", dated),
    path("<str:how>/", failing),
    path("<str:how>.<str:ending>", failing),
]
handler500 = "ratings.middleware.database_errors.server_error"


def test_an_unknown_parameter_is_named_beside_the_known(client: Client, templates: Path) -> None:
    answer = client.get("/dated/?colour=red")
    assert answer.status_code == 400
    assert answer.content.decode() == (
        "This page has no parameter “colour”. It knows as_at and known_by.\n"
    )
    assert answer["Content-Type"].startswith("text/plain")


def test_the_page_of_a_bad_parameter_shows_it_safely(client: Client, templates: Path) -> None:
    (templates / "400.html").write_text("<p>{{ error.message }} {{ error.name }}</p>")
    answer = client.get("/dated/?as_at=<script>")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
    assert "It can be a date such as 2024-03-31." in answer.content.decode()
    assert b"<script>" not in answer.content


def test_where_data_is_asked_for_the_refusal_is_data(client: Client) -> None:
    answer = client.get("/dated.json?as_at=31/3/2024")
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "“31/3/2024” is not something that as_at can be. "
        "It can be a date such as 2024-03-31.",
        "parameter": "as_at",
        "value": "31/3/2024",
        "allowed": ["a date such as 2024-03-31"],
        "without": None,
    }


def test_where_a_table_is_asked_for_the_refusal_is_plain_text(client: Client) -> None:
    answer = client.get("/dated.csv?x=1")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("how", FAILURES)
@pytest.mark.parametrize(
    ("ending", "kind"), [("/", "text/html"), (".json", "application/json"), (".csv", "text/plain")]
)
def test_each_fault_is_answered_in_the_form_of_the_url(how: str, ending: str, kind: str) -> None:
    passes = how != "mistake"
    answer = READER.get(f"/{how}{ending}")
    assert answer.status_code == (503 if passes else 500)
    assert answer["Content-Type"].startswith(kind)
    assert answer["Cache-Control"] == "no-store"
    assert answer.get("Retry-After") == ("30" if passes else None)
    assert "X-Frame-Options" in answer.headers
    told = "try again in a minute" if passes else "The fault is the site’s, not yours"
    assert told in answer.content.decode()
    assert b"secret" not in answer.content


def test_a_mistake_stays_an_error(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        client.get("/mistake/")


def test_a_fault_outside_views_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: str) -> str:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(http_cache, "last_modified", away)
    answer = READER.get("/dated/")
    assert answer.status_code == 503
    assert "X-Frame-Options" in answer.headers
    monkeypatch.undo()
    assert READER.get("/dated/").status_code == 200


def test_an_answer_needs_no_template(templates: Path) -> None:
    answer = READER.get("/damaged/")
    assert answer.status_code == 503
    assert "try again in a minute" in answer.content.decode()


def test_a_fault_is_logged_with_its_place(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("ratings")
    logger.addHandler(caplog.handler)
    try:
        READER.get("/damaged/")
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

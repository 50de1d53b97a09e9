"""Refusals in plain words, in the form that the address asks for."""

from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from ratings.views.decorators import public_page
from ratings.views.errors import BadParameter

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@public_page("as_at", "known_by")
def dated(request: HttpRequest, form: str = "") -> HttpResponse:
    if value := request.GET.get("as_at"):
        raise BadParameter("as_at", value, ["a date such as 2024-03-31"])
    return HttpResponse("dated")


def away(request: HttpRequest, form: str = "") -> HttpResponse:
    raise OperationalError("connection refused: password=secret")


def closed(request: HttpRequest) -> HttpResponse:
    raise InterfaceError("connection already closed")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("dated/", dated),
    path("dated<str:form>", dated),
    path("away/", away),
    path("away<str:form>", away),
    path("closed/", closed),
    path("broken/", broken),
]


def test_an_unknown_parameter_is_named_beside_those_that_are_known(
    client: Client, templates: Path
) -> None:
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


def test_a_refusal_is_kept_by_nobody_and_carries_the_security_headers(client: Client) -> None:
    answer = client.get("/dated.json?x=1")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_a_good_address_is_answered_as_ever(client: Client) -> None:
    assert client.get("/dated/?known_by=2020-01-01").content == b"dated"


@pytest.mark.parametrize("address", ["/away/", "/closed/", "/away.json", "/away.csv"])
def test_a_database_that_is_away_is_said_so_and_nothing_more(
    client: Client, templates: Path, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "try again in a minute" in answer.content.decode()
    assert b"secret" not in answer.content


def test_another_error_stays_an_error(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        client.get("/broken/")

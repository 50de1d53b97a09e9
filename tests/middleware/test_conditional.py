"""Kept pages: what is kept, for whom, until when."""

import gzip
from itertools import count
from pathlib import Path

import brotli
import pytest
from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from pytest_django import DjangoAssertNumQueries, Settings

from ratings.middleware.http_cache import normalised_query
from ratings.models import DataVersion
from ratings.views.decorators import public_view
from tests.transactions import new_transaction

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

made = count(1)
"""Every page below carries the next number: a page with an old number was cached."""


@public_view("as_at", "q", repeated={"authority"})
def numbered(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"page {next(made)} " + "about Kent " * 100)


@public_view()
def for_one(request: HttpRequest, how: str) -> HttpResponse:
    """Something that is for this reader alone."""
    response = HttpResponse(f"page {next(made)}")
    if how == "cookie":
        response.set_cookie("who", "you")
    elif how == "message":
        messages.info(request, "for one person")
    else:
        response.write(f" for {request.session.get('name')}")
    return response


@public_view()
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@public_view()
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([f"page {next(made)}".encode()])


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"page {next(made)}")


saves = [0]
"""Pages below during whose making a keeper still saves."""


@public_view()
def while_saved(request: HttpRequest) -> HttpResponse:
    version, seen = DataVersion.current(), request.seen  # type: ignore[attr-defined]
    if saves[0]:
        saves[0] -= 1
        new_transaction()
        DataVersion.bump()
    told = f"of {version}, seen in {seen.number if seen else None}, page {next(made)}"
    return HttpResponse(told)


VIEWS = [numbered, missing, streamed, unmarked, while_saved]
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]
urlpatterns += [path("for_one/<str:how>/", for_one)]


def said(answer: HttpResponse) -> dict[str, str]:
    """The headers, but for the id that each answer has of its own."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


def test_the_second_reader_gets_the_page_that_was_made_for_the_first_in_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/numbered/")
    with django_assert_num_queries(1):
        second = client.get("/numbered/")
    assert first.content == second.content
    assert said(first) == said(second)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["Vary"] == "Accept-Encoding"


def test_the_version_is_asked_before_and_after_a_page_is_made_and_not_within(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        page = client.get("/while_saved/")
    assert f"of {DataVersion.current()}," in page.content.decode()


@pytest.mark.parametrize("query", ["", "?version=1"])
def test_a_page_is_made_again_where_the_data_moved_meanwhile(client: Client, query: str) -> None:
    """The second is of the new version and of the address as it came, and is kept as such."""
    before, saves[0] = next(made), 1
    page = client.get(f"/while_saved/{query}")
    version = DataVersion.current()
    told = f"of {version}, seen in {1 if query else None}, page {before + 2}"
    assert page.content.decode() == told
    assert version in page["ETag"]
    assert client.get(f"/while_saved/{query}").content.decode() == told


def test_a_page_stands_for_no_version_where_the_data_moves_on(client: Client) -> None:
    before, saves[0] = next(made), 5
    page = client.get("/while_saved/")
    assert page.status_code == 200
    assert page.content.decode().endswith(f"page {before + 2}")
    assert "ETag" not in page
    assert page["Cache-Control"] == "no-store"
    saves[0] = 0
    assert client.get("/while_saved/").content.decode().endswith(f"page {before + 3}")


@pytest.mark.parametrize("change", ["version", "day", "build"])
def test_what_a_page_depends_on_makes_a_new_page(
    client: Client, settings: Settings, change: str
) -> None:
    before = client.get("/numbered/")
    if change == "version":
        DataVersion.bump()
    elif change == "day":
        settings.RATINGS_TODAY = settings.RATINGS_TODAY.replace(day=2)
    else:
        settings.BUILD = "another"
    after = client.get("/numbered/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_who_has_the_page_is_told_so_without_a_body(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/numbered/")
    with django_assert_num_queries(1):
        again = client.get("/numbered/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    of_body = {"Content-Type", "Content-Length", "Content-Encoding"}
    assert said(again) == {k: v for k, v in said(first).items() if k not in of_body}


@pytest.mark.parametrize(("known", "status"), [('"other", {}', 304), ("*", 304), ('"other"', 200)])
def test_etags_are_lists_or_a_star(client: Client, known: str, status: int) -> None:
    other = client.get("/numbered/", {"q": "kent"})["ETag"]
    etag = client.get("/numbered/")["ETag"]
    headers = {"If-None-Match": known.replace('"other"', other).format(etag)}
    assert client.get("/numbered/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_a_page_is_packed_as_the_browser_can_unpack_it(
    client: Client, accepted: str, encoding: str | None, unpack: object
) -> None:
    plain = client.get("/numbered/").content
    DataVersion.bump()  # the next page has its own number
    for _ in range(2):
        answer = client.get("/numbered/", headers={"Accept-Encoding": accepted})
        assert answer.get("Content-Encoding") == encoding
        assert answer["Content-Length"] == str(len(answer.content))
        assert unpack(answer.content)[-200:] == plain[-200:]


def test_head_says_what_get_would_without_the_body(client: Client) -> None:
    new, page, kept = (ask("/numbered/") for ask in (client.head, client.get, client.head))
    assert new.content == kept.content == b""
    assert said(new) == said(page) == said(kept)
    assert int(page["Content-Length"]) == len(page.content)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("as_at=2020-01-01&q=kent", "q=kent&as_at=2020-01-01", True),
        ("q=kent", "q=essex", False),
        ("authority=kent&authority=essex", "authority=essex&authority=kent", False),
    ],
)
def test_parameters_in_another_order_are_the_same_page_and_another_value_another(
    client: Client, one: str, other: str, is_same: bool
) -> None:
    first, second = client.get(f"/numbered/?{one}"), client.get(f"/numbered/?{other}")
    assert (first.content == second.content) == is_same


@pytest.mark.parametrize("how", ["cookie", "message", "name"])
def test_what_is_for_one_reader_is_not_kept_for_the_next(client: Client, how: str) -> None:
    first, second = client.get(f"/for_one/{how}/"), client.get(f"/for_one/{how}/")
    assert first.content != second.content
    assert first["Cache-Control"] == "private, no-store"
    assert "ETag" not in first.headers


@pytest.mark.parametrize("view", ["unmarked", "streamed"])
def test_what_no_view_has_marked_and_streams_are_not_kept(client: Client, view: str) -> None:
    pages = [b"".join(client.get(f"/{view}/")) for _ in range(2)]
    assert pages[0] != pages[1]


def test_an_error_is_not_kept(client: Client, templates: Path) -> None:
    answer = client.get("/missing/")
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


def test_without_a_cache_every_page_is_made_and_has_its_etag(settings: Settings) -> None:
    settings.PAGE_CACHE_BYTES = 0
    client = Client()
    first, second = client.get("/numbered/"), client.get("/numbered/")
    assert first.content != second.content
    assert first["ETag"] == second["ETag"]


def test_a_page_that_needs_no_data_is_answered_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> str:
        raise OperationalError("connection refused")

    monkeypatch.setattr(DataVersion, "current", staticmethod(away))
    answer = client.get("/numbered/")
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


def test_static_files_and_the_admin_do_not_ask_for_the_data_version(
    client: Client, templates: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/static/missing.css")
        client.get("/admin/nowhere/")


@pytest.mark.parametrize(
    ("query", "normal"),
    [
        ("", ""),
        ("b=2&a=1", "a=1&b=2"),
        ("b=2&a=", "a=&b=2"),
        ("x=2&x=1", "x=2&x=1"),
        ("q=a%20b", "q=a+b"),
        ("q=\xc3\xa9", "q=\xc3\xa9"),
        ("&".join(["a=1"] * 201), "&".join(["a=1"] * 201)),
        ("&".join(["a=1"] * 201) + "&fbclid=1", "&".join(["a=1"] * 201)),
    ],
)
def test_a_query_has_one_form(query: str, normal: str) -> None:
    assert normalised_query(query) == normal

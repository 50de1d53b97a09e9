"""Kept pages: what is kept, for whom, until when."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ratings.middleware.http_cache import normalised_query
from ratings.models import DataVersion
from tests.middleware.numbered import made, saves
from tests.middleware.test_headers import ALWAYS
from tests.transactions import new_transaction

pytestmark = [pytest.mark.urls("tests.middleware.numbered"), pytest.mark.django_db]


def said(answer: HttpResponse) -> dict[str, str]:
    """The headers, but for the id that each answer has of its own."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


def test_the_second_reader_gets_the_page_that_was_made_for_the_first(client: Client) -> None:
    first, second = client.get("/numbered/"), client.get("/numbered/")
    assert first.content == second.content
    assert said(first) == said(second)


def test_a_kept_page_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/numbered/")
    with django_assert_num_queries(1):
        client.get("/numbered/")


def test_the_version_is_asked_before_and_after_a_page_is_made_and_not_within(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        page = client.get("/while_saved/")
    assert f"of {DataVersion.current()}," in page.content.decode()


@pytest.mark.parametrize("query", ["", "?version=1"])
def test_a_page_during_whose_making_the_data_moves_is_made_once_more(
    client: Client, query: str
) -> None:
    """The second is of the new version and of the address as it came, and is kept as such."""
    before, saves[0] = next(made), 1
    page = client.get(f"/while_saved/{query}")
    version = DataVersion.current()
    told = f"of {version}, seen in {1 if query else None}, page {before + 2}"
    assert page.content.decode() == told
    assert version in page["ETag"]
    assert client.get(f"/while_saved/{query}").content.decode() == told


def test_a_page_during_whose_making_the_data_moves_on_and_on_stands_for_no_version(
    client: Client,
) -> None:
    before, saves[0] = next(made), 5
    page = client.get("/while_saved/")
    assert page.status_code == 200
    assert page.content.decode().endswith(f"page {before + 2}")
    assert "ETag" not in page
    assert page["Cache-Control"] == "no-store"
    saves[0] = 0
    assert client.get("/while_saved/").content.decode().endswith(f"page {before + 3}")


def test_the_version_is_asked_anew_when_the_page_is_made(client: Client) -> None:
    client.get("/while_saved/")
    before = DataVersion.current()
    new_transaction()
    DataVersion.bump()
    assert DataVersion.current() != before


def test_a_change_of_the_data_makes_a_new_page(client: Client) -> None:
    before = client.get("/numbered/")
    DataVersion.bump()
    after = client.get("/numbered/")
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_a_new_day_makes_a_new_page(client: Client, settings: Settings) -> None:
    before = client.get("/numbered/")
    settings.RATINGS_TODAY = settings.RATINGS_TODAY.replace(day=2)
    after = client.get("/numbered/")
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_a_new_build_makes_a_new_etag(client: Client, settings: Settings) -> None:
    before = client.get("/numbered/")
    settings.BUILD = "another"
    assert client.get("/numbered/")["ETag"] != before["ETag"]


def test_who_has_the_page_is_told_so_without_a_body(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/numbered/")
    with django_assert_num_queries(1):
        again = client.get("/numbered/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(again.headers)


@pytest.mark.parametrize("known", ['"other", {}', "*"])
def test_etags_are_compared_as_lists_and_with_a_star(client: Client, known: str) -> None:
    etag = client.get("/numbered/")["ETag"]
    headers = {"If-None-Match": known.format(etag)}
    assert client.get("/numbered/", headers=headers).status_code == 304


def test_the_etag_of_another_page_or_version_is_answered_with_the_page(client: Client) -> None:
    other = client.get("/numbered/", {"q": "kent"})["ETag"]
    assert client.get("/numbered/", headers={"If-None-Match": other}).status_code == 200
    old = client.get("/numbered/")["ETag"]
    DataVersion.bump()
    assert client.get("/numbered/", headers={"If-None-Match": old}).status_code == 200


def test_new_kept_and_known_pages_carry_the_same_security_headers(client: Client) -> None:
    new = client.get("/numbered/")
    kept = client.get("/numbered/")
    known = client.get("/numbered/", headers={"If-None-Match": new["ETag"]})
    for name in ALWAYS:
        assert new[name] == kept[name] == known[name]


def test_a_page_that_has_headers_of_its_own_keeps_them(client: Client) -> None:
    answers = [client.get("/framed/") for _ in range(2)]
    assert {answer["Cross-Origin-Resource-Policy"] for answer in answers} == {"cross-origin"}


def test_a_kept_page_may_be_kept_by_others_who_ask_each_time(client: Client) -> None:
    answer = client.get("/numbered/")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Vary"] == "Accept-Encoding"


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


def test_parameters_in_another_order_are_the_same_page(client: Client) -> None:
    first = client.get("/numbered/?as_at=2020-01-01&q=kent")
    second = client.get("/numbered/?q=kent&as_at=2020-01-01")
    assert first.content == second.content


def test_another_value_is_another_page(client: Client) -> None:
    assert client.get("/numbered/?q=kent").content != client.get("/numbered/?q=essex").content
    forth = client.get("/numbered/?authority=kent&authority=essex")
    back = client.get("/numbered/?authority=essex&authority=kent")
    assert forth.content != back.content


@pytest.mark.parametrize("view", ["with_cookie", "with_message", "with_name"])
def test_what_is_for_one_reader_is_not_kept_for_the_next(client: Client, view: str) -> None:
    first, second = client.get(f"/{view}/"), client.get(f"/{view}/")
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


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/numbered/").status_code == 405


def test_a_strange_host_is_refused_although_the_page_is_kept(
    client: Client, templates: Path
) -> None:
    client.get("/numbered/")
    assert client.get("/numbered/", headers={"Host": "evil.example"}).status_code == 400


def test_a_kept_page_is_not_sent_without_https_where_https_is_required(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/numbered/", secure=True).status_code == 200
    assert client.get("/numbered/").status_code == 301


def test_with_no_bytes_to_keep_every_page_is_made_and_still_has_its_etag(
    settings: Settings,
) -> None:
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
    ],
)
def test_a_query_has_one_form(query: str, normal: str) -> None:
    assert normalised_query(query) == normal

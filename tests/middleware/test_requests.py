"""The line of a request and its id."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from ratings.logs import REQUEST_ID, JsonFormatter
from ratings.middleware.access_log import client_address, names_of

pytestmark = pytest.mark.django_db


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, object]] = []
        self.setFormatter(JsonFormatter(()))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def log() -> Iterator[list[dict[str, object]]]:
    logger, handler = logging.getLogger("ratings.requests"), Kept()
    logger.addHandler(handler)
    yield handler.lines
    logger.removeHandler(handler)


def test_a_request_is_one_line(client: Client, log: list[dict[str, object]]) -> None:
    answer = client.get("/authorities/?q=somebody&as_at=2020-01-01")
    (line,) = log
    assert line["method"] == "GET"
    assert line["path"] == "/authorities/"
    assert line["parameters"] == "as_at,q"
    assert line["status"] == 200
    assert line["bytes"] == len(answer.content)
    assert line["request"] == answer["X-Request-ID"]
    assert "somebody" not in str(line)
    assert REQUEST_ID.get() == ""


def test_a_stream_is_counted_to_its_end(client: Client, log: list[dict[str, object]]) -> None:
    answer = client.get("/data/ratings.csv")
    if not answer.streaming:
        pytest.skip("no address of this site streams")
    assert log == []
    body = b"".join(answer)
    assert [line["bytes"] for line in log] == [len(body)]
    assert log[0]["request"] == answer["X-Request-ID"]


def test_head_and_304_have_no_bytes(client: Client, log: list[dict[str, object]]) -> None:
    etag = client.get("/about/")["ETag"]
    client.head("/about/")
    client.get("/about/", headers={"If-None-Match": etag})
    assert [(line["status"], line["bytes"]) for line in log[1:]] == [(200, 0), (304, 0)]


@pytest.mark.parametrize("given", ["a1b2c3d4", "0f" * 16, "9b2d7e34-1c1a-4a3e-9f5e-0a1b2c3d4e5f"])
def test_an_id_of_the_proxy_is_taken(client: Client, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f g h", 'quo"te-123', "-dash-first"]
)
def test_another_is_replaced(client: Client, given: str) -> None:
    found = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert found != given
    assert len(found) == 16


def test_each_answer_of_a_kept_page_has_its_own_id(client: Client) -> None:
    first, second = client.get("/about/"), client.get("/about/")
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ""),
        ("q=a&q=b&as_at=x", "q,as_at"),
        ("somebody@example.org", "other"),
        ("A=1&%00=2&" + "x" * 31, "other"),
        ("&".join(f"p{n}=1" for n in range(40)), ",".join(f"p{n}" for n in range(20))),
    ],
)
def test_only_names_that_look_like_ours_are_written(query: str, names: str) -> None:
    assert names_of(query) == names


@pytest.mark.parametrize(
    ("trusts", "forwarded", "address"),
    [
        (False, "1.2.3.4", "10.0.0.1"),
        (True, "1.2.3.4", "1.2.3.4"),
        (True, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (True, "", "10.0.0.1"),
        (True, "unknown", "10.0.0.1"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (True, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        (True, "2001:db8:1:3::1", "2001:db8:1:3::"),
        (True, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_who_asks_is_whom_the_proxy_saw_where_it_is_trusted(
    settings: Settings, trusts: bool, forwarded: str, address: str
) -> None:
    settings.TRUST_PROXY_HEADER = trusts
    request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert client_address(request) == address

"""The door: whoever is refused before they have said everything is heard out."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from ratings.wsgi import MOST_UNREAD, drain_request_body


def refusing(_: dict[str, Any], __: Any) -> Iterable[bytes]:
    return [b"refused"]


class Gone:
    def read(self, _: int) -> bytes:
        raise ConnectionResetError


@pytest.mark.parametrize(
    ("told", "size", "read"),
    [
        ({"CONTENT_LENGTH": "200000"}, 200_000, 200_000),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 200_000, 200_000),
        ({"CONTENT_LENGTH": "99999999"}, MOST_UNREAD + 1_000_000, MOST_UNREAD),  # not for ever
        ({}, 200_000, 0),
    ],
)
def test_a_body_that_no_view_has_read_is_read(told: dict[str, str], size: int, read: int) -> None:
    body = BytesIO(bytes(size))
    answer = drain_request_body(refusing)({**told, "wsgi.input": body}, None)
    assert list(answer) == [b"refused"]
    assert body.tell() == read


def test_a_sender_who_is_gone_is_no_fault() -> None:
    environ = {"CONTENT_LENGTH": "5", "wsgi.input": Gone()}
    assert list(drain_request_body(refusing)(environ, None)) == [b"refused"]

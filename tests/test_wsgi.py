"""The door: whoever is refused before they have said everything is heard out."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from ratings.wsgi import MOST_UNREAD, hearing_out


def refusing(_: dict[str, Any], __: Any) -> Iterable[bytes]:
    return [b"refused"]


class Gone:
    def read(self, _: int) -> bytes:
        raise ConnectionResetError


@pytest.mark.parametrize(
    "told", [{"CONTENT_LENGTH": "200000"}, {"HTTP_TRANSFER_ENCODING": "chunked"}]
)
def test_a_body_that_no_view_has_read_is_read(told: dict[str, str]) -> None:
    body = BytesIO(b"x" * 200_000)
    answer = hearing_out(refusing)({**told, "wsgi.input": body}, None)
    assert list(answer) == [b"refused"]
    assert body.tell() == 200_000


def test_one_that_goes_on_and_on_is_not_heard_for_ever() -> None:
    body = BytesIO(bytes(MOST_UNREAD + 1_000_000))
    hearing_out(refusing)({"CONTENT_LENGTH": "99999999", "wsgi.input": body}, None)
    assert body.tell() == MOST_UNREAD


def test_a_sender_who_is_gone_is_no_fault() -> None:
    environ = {"CONTENT_LENGTH": "5", "wsgi.input": Gone()}
    assert list(hearing_out(refusing)(environ, None)) == [b"refused"]


def test_of_a_request_without_a_body_nothing_is_read() -> None:
    assert list(hearing_out(refusing)({"wsgi.input": Gone()}, None)) == [b"refused"]

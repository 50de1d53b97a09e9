"""Streams are closed as a server closes them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def closed(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stream that a test does not read to its end is closed, as a server closes it."""
    request, answers = Client.request, []

    def remembered(client: Client, **asked: Any) -> Any:
        answers.append(request(client, **asked))
        return answers[-1]

    monkeypatch.setattr(Client, "request", remembered)
    yield
    for answer in answers:
        answer.close()

"""Everybody who might knock, and one walk over every address, for all the tests that look at
what was answered."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client

from ratings.models import DataVersion
from tests.admin.conftest import person
from tests.security.addresses import desk_paths, public_paths, rows, without_siblings

ROLES = ("anonymous", "reader", "keeper", "reviewer", "administrator", "inactive")
"""Nobody; an account without the admin; the two roles; a superuser; one who has left."""

People = dict[str, Client]


def everybody() -> People:
    """A client for each role; what they are called is what they are."""
    people = {"anonymous": Client()}
    for role in ROLES[1:]:
        people[role] = person(role, "reviewer" if role == "inactive" else role)
        people[role].raise_request_exception = False
    User.objects.filter(username="inactive").update(is_active=False)
    return people


@dataclass(frozen=True, slots=True)
class Answer:
    """What was sent: the body whole, also where it was streamed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(slots=True)
class Walk:
    """Every answer by its path, and what the walk did besides answering."""

    answers: dict[str, Answer] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    connections: list[Any] = field(default_factory=list)


def state() -> dict[str, Any]:
    """How many rows every table has but that of sessions, and the data version with its token."""
    models = [m for m in apps.get_models() if m._meta.label_lower != "sessions.session"]
    counts = {model._meta.label_lower: model._default_manager.count() for model in models}
    return counts | {"the data version": DataVersion.current()}


def answer_of(response: HttpResponseBase) -> Answer:
    body: Any = response
    whole = b"".join(body) if response.streaming else body.content
    return Answer(response.status_code, dict(response.headers), whole)


def walked() -> Walk:
    """Every public address once, as a stranger."""
    client, walk = Client(raise_request_exception=False), Walk(before=state())
    with no_connections() as tried:
        for path in without_siblings(public_paths()):
            walk.answers[path] = answer_of(client.get(path))
    walk.after, walk.connections = state(), tried
    return walk


def walked_desk() -> Walk:
    """Every page of the admin, as an administrator sees it."""
    paths, client, walk = desk_paths(rows()), everybody()["administrator"], Walk()
    for path in paths.values():
        if path != "/admin/logout/":
            walk.answers[path] = answer_of(client.get(path))
    return walk


@contextmanager
def no_connections() -> Iterator[list[Any]]:
    """Every connection that Python tries is refused and noted; PostgreSQL's client makes its own
    in C, and the file of SQLite needs none."""
    tried: list[Any] = []

    def refuse(what: str) -> Callable[..., Any]:
        def refused(*args: Any, **_: Any) -> Any:
            tried.append((what, args[-1:]))
            raise OSError(f"{what}: nothing here fetches anything")

        return refused

    with (
        patch.object(socket.socket, "connect", refuse("connect")),
        patch.object(socket.socket, "connect_ex", refuse("connect_ex")),
        patch.object(socket.socket, "sendto", refuse("sendto")),
        patch.object(socket, "getaddrinfo", refuse("getaddrinfo")),
        patch.object(socket, "gethostbyname", refuse("gethostbyname")),
    ):
        yield tried

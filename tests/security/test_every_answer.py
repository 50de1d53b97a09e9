"""Every kind of answer carries the headers of a careful site, and no page anything inline."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from ratings.models.data_version import DataVersion
from tests.security.hostile import problems_of
from tests.security.walking import Answer, Walk, answer_of

ALWAYS = {
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options",
}  # fmt: skip


def lacking(headers: Any, path: str = "") -> set[str]:
    wanted = ALWAYS if path.startswith("/embed/") else ALWAYS | {"X-Frame-Options"}
    return wanted - set(headers)


def policy_of(headers: Any) -> dict[str, list[str]]:
    rules = (rule.split() for rule in headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in rules}


def is_strict(headers: Any) -> bool:
    """No script and no style but from this site, or one text that is named by its hash."""
    policy = policy_of(headers)
    default = policy["default-src"]
    scripts, styles = (policy.get(name, default) for name in ("script-src", "style-src"))
    own = {"'self'", "'none'"}
    is_named = all(source in own or source.startswith("'sha256-") for source in styles)
    words = " ".join(word for name, sources in policy.items() for word in sources)
    return set(default) <= own and set(scripts) <= own and is_named and "unsafe" not in words


def test_every_public_answer_carries_them(walk: Walk) -> None:
    bare = {path: lacking(a.headers, path) for path, a in walk.answers.items()}
    assert {path: names for path, names in bare.items() if names} == {}
    assert [path for path, a in walk.answers.items() if not is_strict(a.headers)] == []
    assert {a.headers["X-Content-Type-Options"] for a in walk.answers.values()} == {"nosniff"}
    policies = {path: policy_of(found.headers) for path, found in walk.answers.items()}
    framed = {path for path, rules in policies.items() if rules["frame-ancestors"] != ["'none'"]}
    assert {path.rpartition("/")[0] for path in framed} == {"/embed/northamptonshire"}


def test_every_page_of_the_desk_carries_them(poisoned: dict[str, Walk]) -> None:
    """That no page has a script or a style of its own is in `test_hostile_text.py`."""
    answers = poisoned["desk"].answers
    bare = {path: lacking(a.headers) for path, a in answers.items()}
    assert {path: names for path, names in bare.items() if names} == {}
    assert [path for path, a in answers.items() if not is_strict(a.headers)] == []
    assert len(answers) > 100


# Answers that are not pages.


def kinds(client: Client) -> dict[str, Answer]:
    etag = client.get("/about/")["ETag"]
    locked = {"username": "nobody", "password": "wrong"}
    for _ in range(5):
        last = client.post("/admin/login/", locked)
    strict = Client(enforce_csrf_checks=True)
    found = {
        "200": client.get("/"),
        "304": client.get("/about/", headers={"If-None-Match": etag}),
        "301": client.get("/authorities"),
        "302": client.get("/admin/"),
        "302 of a code": client.get("/authorities/E10000016/"),
        "400": client.get("/?colour=red"),
        "400 of a host": client.get("/", headers={"host": "evil.example"}),
        "200 of signing in": Client().get("/admin/login/"),
        "403": strict.post("/admin/login/", locked),
        "404": client.get("/nowhere/"),
        "404 of data": client.get("/authorities/nowhere.json"),
        "404 of a file": client.get("/static/nowhere.css"),
        "405": client.post("/"),
        "429": last,
        "200 of a stream": client.get("/data/ratings.csv"),
        "200 of the head of a stream": client.head("/data/ratings.csv"),
        "204": client.options("/authorities.json"),
    }
    return {what: answer_of(response) for what, response in found.items()}


def test_every_kind_of_answer_carries_them(record: None, client: Client) -> None:
    found = kinds(client)
    assert {what: a.status for what, a in found.items() if not what.startswith(str(a.status))} == {}
    bare = {what: lacking(answer.headers) for what, answer in found.items()}
    assert {what: names for what, names in bare.items() if names} == {}
    pages = {what: list(problems_of(answer)) for what, answer in found.items() if answer.body}
    assert {what: problems for what, problems in pages.items() if problems} == {}
    failed = [answer for answer in found.values() if answer.status >= 400]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in failed)


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), OperationalError("gone: secret")])
def test_an_answer_to_a_fault_carries_them_too(
    keeper: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr("ratings.admin.site.tasks", Mock(side_effect=error))
    response = keeper.get("/admin/")
    assert response.status_code == (503 if isinstance(error, OperationalError) else 500)
    assert lacking(response.headers) == set()
    assert "secret" not in response.content.decode()
    assert list(problems_of(answer_of(response))) == []
    assert DataVersion.current()


def test_behind_https_every_answer_tells_browsers_to_stay_there(
    client: Client, record: None, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    stays = "max-age=31536000; includeSubDomains"
    for path in ("/", "/authorities/kent.json?as_at=2020-01-01", "/admin/", "/data/events.csv"):
        plain = client.get(path)
        assert plain.status_code == 301
        assert plain.headers["Location"].startswith("https://testserver/")
        assert lacking(plain.headers) == set()
        for _ in range(2):  # made, then kept
            safe = answer_of(client.get(path, secure=True))
            assert safe.headers["Strict-Transport-Security"] == stays
            assert lacking(safe.headers) == set()
    assert client.get("/").status_code == 301  # although it is kept
    for path in ("/nowhere/", "/?colour=red"):
        assert "Strict-Transport-Security" in client.get(path, secure=True).headers

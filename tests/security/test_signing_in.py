"""Signing in: the throttle, the session, what strangers are told, passwords."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from ratings.admin.lockout import MOST_OF_AN_ADDRESS
from tests.security.people import PASSWORD, everybody

LOGIN = "/admin/login/"
VARYING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|value="[^"]*" ')


@pytest.fixture
def people(record: None) -> dict[str, Client]:
    return everybody()


def tried(name: str, password: str = "wrong", address: str = "192.0.2.1", **more: Any) -> Any:
    told = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, told, **more)


def lock(name: str, address: str = "192.0.2.1") -> int:
    return [tried(name, address=address).status_code for _ in range(5)][-1]


# The throttle.


def test_nobody_else_is_locked_out(people: dict[str, Client]) -> None:
    assert lock("keeper") == 429
    assert tried("keeper", PASSWORD).status_code == 429
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    assert tried("reviewer", PASSWORD).status_code == 302
    assert people["keeper"].get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["keeper ", " keeper", "ｋｅｅｐｅｒ", "keeper\t", "ⓚeeper"])
def test_a_name_written_differently_is_the_same_name(people: dict[str, Client], name: str) -> None:
    """Django takes blanks off and makes wide letters plain: the throttle counts what is left."""
    statuses = [tried(each).status_code for each in ("keeper", name, "keeper", name, name)]
    assert statuses[-1] == 429
    assert tried("keeper", PASSWORD).status_code == 429


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "X-Client-IP", "CF-Connecting-IP"],
)
def test_no_header_makes_a_new_address(people: dict[str, Client], header: str) -> None:
    for number in range(5):
        last = tried("keeper", headers={header: f"198.51.100.{number}"})
    assert last.status_code == 429


def test_behind_a_proxy_only_the_address_that_it_saw_counts(
    people: dict[str, Client], settings: Settings
) -> None:
    settings.TRUST_PROXY_HEADER = True
    for number in range(5):
        spoofed = f"198.51.100.{number}, 203.0.113.9"
        last = tried("keeper", headers={"X-Forwarded-For": spoofed})
    assert last.status_code == 429


def many_names(count: int, address: str = "192.0.2.1") -> list[int]:
    """What is answered to one bad try of each of so many names; nobody has any of them."""
    return [tried(f"name-{number}", address=address).status_code for number in range(count)]


def test_an_address_that_tries_many_names_is_locked(people: dict[str, Client]) -> None:
    assert many_names(MOST_OF_AN_ADDRESS) == [200] * (MOST_OF_AN_ADDRESS - 1) + [429]
    assert tried("keeper", PASSWORD).status_code == 429
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    assert people["keeper"].get("/admin/").status_code == 200


def test_an_office_may_mistype_more_often_than_one_keeper(people: dict[str, Client]) -> None:
    for name in ("reviewer", "administrator", "reader"):
        assert lock(name) == 429
    assert tried("keeper", PASSWORD).status_code == 302


def test_an_account_of_ones_own_buys_no_tries_of_others(people: dict[str, Client]) -> None:
    """Whoever signs in takes back what was tried of their own name, and nothing else."""
    many_names(MOST_OF_AN_ADDRESS - 2)
    tried("keeper")
    assert tried("keeper", PASSWORD).status_code == 302
    assert [tried("reviewer").status_code for _ in range(2)] == [200, 429]


def test_the_lock_ends_by_itself_and_trying_on_does_not_prolong_it(
    people: dict[str, Client],
) -> None:
    many_names(MOST_OF_AN_ADDRESS)
    assert AccessAttempt.objects.count() == MOST_OF_AN_ADDRESS
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=29))
    assert set(many_names(20)) == {429}
    assert AccessAttempt.objects.count() == MOST_OF_AN_ADDRESS
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert tried("keeper", PASSWORD).status_code == 302


def test_no_trace_of_signing_in_is_kept_for_longer_than_the_lock(
    people: dict[str, Client],
) -> None:
    many_names(3)
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=31))
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()


def test_another_browser_or_a_new_session_is_no_new_try(people: dict[str, Client]) -> None:
    for number in range(5):
        last = tried("keeper", headers={"User-Agent": f"browser {number}"})
    assert last.status_code == 429


def test_what_was_typed_as_a_password_is_kept_nowhere(people: dict[str, Client]) -> None:
    tried("keeper", "a-wrong-secret", QUERY_STRING="password=a-wrong-secret")
    kept = [
        str(row)
        for model in (AccessAttempt, AccessLog, AccessFailureLog)
        for row in model.objects.values_list()
    ]
    assert kept
    assert "a-wrong-secret" not in "".join(kept)


# What strangers are told.


def words(response: Any) -> str:
    """The page without what differs each time: the mark of the form, the name that was typed."""
    return VARYING.sub("", response.content.decode())


@pytest.mark.parametrize(
    ("name", "password"),
    [("nobody-of-that-name", "wrong"), ("inactive", PASSWORD), ("reader", "wrong"), ("KEEPER", "x"),
     ("reader", PASSWORD)],
)  # fmt: skip
def test_the_answer_is_the_same_whether_or_not_there_is_such_an_account(
    people: dict[str, Client], name: str, password: str
) -> None:
    known = tried("keeper")
    unknown = tried(name, password, address="192.0.2.77")
    assert unknown.status_code == known.status_code == 200
    assert words(unknown) == words(known)
    assert dict(unknown.headers).keys() == dict(known.headers).keys()


def test_the_lock_says_the_same_of_a_name_that_nobody_has(people: dict[str, Client]) -> None:
    pages = []
    for name in ("keeper", "nobody-of-that-name"):
        assert lock(name) == 429
        pages.append(words(tried(name)).replace(name, "…"))
    assert pages[0] == pages[1]


def test_the_lock_of_an_address_says_the_same_of_every_name(people: dict[str, Client]) -> None:
    many_names(MOST_OF_AN_ADDRESS)
    pages = set()
    for name in ("keeper", "reader", "inactive", "nobody-of-that-name"):
        for password in (PASSWORD, "wrong"):
            answer = tried(name, password)
            assert answer.status_code == 429
            pages.add(words(answer).replace(name, "…"))
    assert len(pages) == 1


# The session.


def signed_in(client: Client) -> str:
    assert client.post(LOGIN, {"username": "keeper", "password": PASSWORD}).status_code == 302
    return client.cookies["sessionid"].value


def with_key(key: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = key
    return client


def test_a_session_that_somebody_else_chose_is_not_used(people: dict[str, Client]) -> None:
    client = Client()
    client.cookies["sessionid"] = "chosenbysomebodyelse0123456789ab"
    key = signed_in(client)
    assert key != "chosenbysomebodyelse0123456789ab"
    assert with_key("chosenbysomebodyelse0123456789ab").get("/admin/").status_code == 302
    client.post(LOGIN, {"username": "reviewer", "password": PASSWORD})
    assert client.cookies["sessionid"].value != key
    assert with_key(key).get("/admin/").status_code == 302


def test_signing_out_ends_the_session_for_whoever_copied_it(people: dict[str, Client]) -> None:
    client = Client()
    key = signed_in(client)
    assert with_key(key).get("/admin/").status_code == 200
    assert client.get("/admin/logout/").status_code == 405
    client.post("/admin/logout/")
    assert with_key(key).get("/admin/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_new_password_ends_every_other_session(people: dict[str, Client]) -> None:
    here, elsewhere = Client(), Client()
    signed_in(here)
    signed_in(elsewhere)
    new = {"new_password1": "quite another long word", "new_password2": "quite another long word"}
    told = {"old_password": PASSWORD, **new}
    assert here.post("/admin/password_change/", told).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert people["keeper"].get("/admin/").status_code == 302


def test_a_session_ends_after_eight_hours(people: dict[str, Client], settings: Settings) -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60
    client = Client()
    key = signed_in(client)
    session = Session.objects.get(session_key=key)
    left = session.expire_date - User.objects.get(username="keeper").last_login
    assert left.total_seconds() <= 8 * 60 * 60 + 300  # one is a little later than the other
    Session.objects.filter(session_key=key).update(expire_date="2000-01-01T00:00:00Z")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("is_https", [True, False])
def test_cookies_are_out_of_reach_and_stay_on_https(
    people: dict[str, Client], settings: Settings, is_https: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_https
    client = Client()
    client.get(LOGIN, secure=is_https)
    told = {"username": "keeper", "password": PASSWORD}
    client.post(LOGIN, told, secure=is_https)
    session, mark = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert bool(session["secure"]) == bool(mark["secure"]) == is_https
    assert session["httponly"]
    assert session["samesite"] == mark["samesite"] == "Lax"
    assert session["domain"] == mark["domain"] == ""


def test_the_desk_is_kept_by_nobody(people: dict[str, Client]) -> None:
    for path in ("/admin/", "/admin/ratings/event/", "/admin/password_change/", "/admin/jsi18n/"):
        answer = people["keeper"].get(path)
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


# Passwords.

WEAK = ("short", "password1234", "123456789012345", "keeper", "")


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_password_is_refused_at_every_door(people: dict[str, Client], weak: str) -> None:
    user = User.objects.get(username="keeper")
    before = user.password
    own = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    people["keeper"].post("/admin/password_change/", own)
    given = {"password1": weak, "password2": weak, "usable_password": "true"}
    people["administrator"].post(f"/admin/auth/user/{user.pk}/password/", given)
    people["administrator"].post("/admin/auth/user/add/", {"username": "keeper-2", **given})
    user.refresh_from_db()
    assert user.password == before
    assert not User.objects.filter(username="keeper-2").exists()


def test_a_strong_password_is_taken_at_each_of_them(people: dict[str, Client]) -> None:
    strong = "eleven green bottles"
    given = {"password1": strong, "password2": strong, "usable_password": "true"}
    people["administrator"].post("/admin/auth/user/add/", {"username": "keeper-2", **given})
    assert User.objects.get(username="keeper-2").check_password(strong)
    user = User.objects.get(username="keeper")
    people["administrator"].post(f"/admin/auth/user/{user.pk}/password/", given)
    user.refresh_from_db()
    assert user.check_password(strong)

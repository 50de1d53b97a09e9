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
from tests.admin.conftest import PASSWORD, url_of
from tests.security.walking import People

pytestmark = pytest.mark.usefixtures("people")

LOGIN, CHANGE = "/admin/login/", "/admin/password_change/"
STRONG = "eleven green bottles"
VARYING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|value="[^"]*" ')


def tried(name: str, password: str = "wrong", address: str = "192.0.2.1", **more: Any) -> Any:
    told = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, told, **more)


def lock(name: str) -> int:
    return [tried(name).status_code for _ in range(5)][-1]


def many_names(count: int) -> list[int]:
    """What is answered to one bad try of each of so many names; nobody has any of them."""
    return [tried(f"name-{number}").status_code for number in range(count)]


# The throttle.


def test_the_fifth_bad_try_locks_that_name_at_that_address_only(keeper: Client) -> None:
    assert [tried("keeper").status_code for _ in range(4)] == [200] * 4
    page = tried("keeper")
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()
    assert "Wait 30 minutes" in page.content.decode()
    assert tried("keeper", PASSWORD).status_code == 429
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    assert tried("reviewer", PASSWORD).status_code == 302
    assert keeper.get("/admin/").status_code == 200
    nobody = "nobody-of-that-name"
    assert lock(nobody) == 429
    assert words(tried(nobody)).replace(nobody, "keeper") == words(page)


def test_a_good_try_forgets_the_bad_ones_before_it() -> None:
    for _ in range(2):
        assert [tried("keeper").status_code for _ in range(4)] == [200] * 4
        assert tried("keeper", PASSWORD).status_code == 302


@pytest.mark.parametrize("name", ["keeper ", " keeper", "ｋｅｅｐｅｒ", "keeper\t", "ⓚeeper"])
def test_a_name_written_differently_is_the_same_name(name: str) -> None:
    """Django takes blanks off and makes wide letters plain: the throttle counts what is left."""
    statuses = [tried(each).status_code for each in ("keeper", name, "keeper", name, name)]
    assert statuses[-1] == 429
    assert tried("keeper", PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *((name, "198.51.100.{}") for name in (
            "X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "X-Client-IP",
            "CF-Connecting-IP")),
        ("X-Forwarded-For", "198.51.100.{}, 203.0.113.9"),  # the last is what our proxy saw
        ("User-Agent", "browser {}"),
    ],
)  # fmt: skip
def test_no_header_makes_a_new_try(settings: Settings, header: str, value: str) -> None:
    settings.TRUST_PROXY_HEADER = "," in value
    for number in range(5):
        last = tried("keeper", headers={header: value.format(number)})
    assert last.status_code == 429


def test_an_ip_address_that_tries_many_names_is_locked(keeper: Client) -> None:
    assert many_names(MOST_OF_AN_ADDRESS) == [200] * (MOST_OF_AN_ADDRESS - 1) + [429]
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    assert keeper.get("/admin/").status_code == 200
    pages = set()
    for name in ("keeper", "reader", "inactive", "nobody-of-that-name"):
        for password in (PASSWORD, "wrong"):
            answer = tried(name, password)
            assert answer.status_code == 429
            pages.add(words(answer).replace(name, "…"))
    assert len(pages) == 1


def test_an_office_may_mistype_more_often_than_one_keeper() -> None:
    for name in ("reviewer", "administrator", "reader"):
        assert lock(name) == 429
    assert tried("keeper", PASSWORD).status_code == 302


def test_an_account_of_ones_own_buys_no_tries_of_others() -> None:
    """Whoever signs in takes back what was tried of their own name, and nothing else."""
    many_names(MOST_OF_AN_ADDRESS - 2)
    tried("keeper")
    assert tried("keeper", PASSWORD).status_code == 302
    assert [tried("reviewer").status_code for _ in range(2)] == [200, 429]


def test_the_lock_ends_by_itself_and_trying_on_does_not_prolong_it() -> None:
    many_names(MOST_OF_AN_ADDRESS)
    assert AccessAttempt.objects.count() == MOST_OF_AN_ADDRESS
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=29))
    assert set(many_names(20)) == {429}
    assert AccessAttempt.objects.count() == MOST_OF_AN_ADDRESS
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert tried("keeper", PASSWORD).status_code == 302


def test_no_trace_of_signing_in_is_kept_for_longer_than_the_lock() -> None:
    many_names(3)
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=31))
    assert tried("keeper", PASSWORD, address="192.0.2.2").status_code == 302
    for model in (AccessAttempt, AccessLog, AccessFailureLog):
        assert not model.objects.exists()


def test_the_old_password_is_not_guessed_where_a_new_one_is_set(keeper: Client) -> None:
    """Whoever finds a session open has no more tries than whoever signs in."""
    new = {"new_password1": STRONG, "new_password2": STRONG}
    tries = [keeper.post(CHANGE, {"old_password": f"wrong {n}", **new}) for n in range(5)]
    assert [answer.status_code for answer in tries] == [200, 200, 200, 200, 429]
    assert keeper.post(CHANGE, {"old_password": PASSWORD, **new}).status_code == 429
    assert tried("keeper", PASSWORD, address="127.0.0.1").status_code == 429
    assert User.objects.get(username="keeper").check_password(PASSWORD)
    assert keeper.get("/admin/").status_code == 200


def test_what_was_typed_as_a_password_is_kept_nowhere() -> None:
    tried("keeper", "a-wrong-secret", QUERY_STRING="password=a-wrong-secret")
    models = (AccessAttempt, AccessLog, AccessFailureLog)
    kept = [str(row) for model in models for row in model.objects.values_list()]
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
def test_the_answer_does_not_say_whether_there_is_an_account(name: str, password: str) -> None:
    known = tried("keeper")
    unknown = tried(name, password, address="192.0.2.77")
    assert unknown.status_code == known.status_code == 200
    assert words(unknown) == words(known)
    assert dict(unknown.headers).keys() == dict(known.headers).keys()


# The session.


def signed_in(client: Client) -> str:
    told = {"username": "keeper", "password": PASSWORD, "next": "/admin/"}
    assert client.post(LOGIN, told).headers["Location"] == "/admin/"
    return client.cookies["sessionid"].value


def status_with(key: str) -> int:
    """What the first page answers to somebody with this session."""
    client = Client()
    client.cookies["sessionid"] = key
    return client.get("/admin/").status_code


def test_a_session_that_somebody_else_chose_is_not_used(client: Client) -> None:
    chosen = "chosenbysomebodyelse0123456789ab"
    client.cookies["sessionid"] = chosen
    key = signed_in(client)
    assert key != chosen
    assert status_with(chosen) == 302
    client.post(LOGIN, {"username": "reviewer", "password": PASSWORD})
    assert client.cookies["sessionid"].value != key
    assert status_with(key) == 302


def test_signing_out_ends_the_session_for_whoever_copied_it(client: Client) -> None:
    key = signed_in(client)
    assert status_with(key) == 200
    assert client.get("/admin/logout/").status_code == 405
    client.post("/admin/logout/")
    assert status_with(key) == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_new_password_ends_every_other_session(client: Client, keeper: Client) -> None:
    elsewhere = signed_in(Client())
    signed_in(client)
    told = {"old_password": PASSWORD, "new_password1": STRONG, "new_password2": STRONG}
    assert client.post(CHANGE, told).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert status_with(elsewhere) == 302
    assert keeper.get("/admin/").status_code == 302


def test_a_session_ends_after_eight_hours(client: Client) -> None:
    key = signed_in(client)
    assert client.cookies["sessionid"]["max-age"] == 8 * 60 * 60
    session = Session.objects.get(session_key=key)
    left = session.expire_date - User.objects.get(username="keeper").last_login
    assert left.total_seconds() <= 8 * 60 * 60 + 300  # one is a little later than the other
    Session.objects.filter(session_key=key).update(expire_date="2000-01-01T00:00:00Z")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("is_https", [True, False])
def test_cookies_are_out_of_reach(client: Client, settings: Settings, is_https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_https
    client.get(LOGIN, secure=is_https)
    client.post(LOGIN, {"username": "keeper", "password": PASSWORD}, secure=is_https)
    session, mark = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert bool(session["secure"]) == bool(mark["secure"]) == is_https
    assert session["httponly"]
    assert session["samesite"] == mark["samesite"] == "Lax"
    assert session["domain"] == mark["domain"] == ""


def test_no_page_of_the_admin_is_cached(keeper: Client) -> None:
    for path in ("/admin/", "/admin/ratings/event/", CHANGE, "/admin/jsi18n/"):
        answer = keeper.get(path)
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


# Passwords.


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [("short", False), ("password1234", False), ("123456789012345", False), ("keeper", False),
     ("", False), (STRONG, True)],
)  # fmt: skip
def test_only_a_strong_password_is_taken(people: People, password: str, is_taken: bool) -> None:
    keeper, administrator = people["keeper"], people["administrator"]
    users = {name: User.objects.get(username=name) for name in ("keeper", "reviewer")}
    before = {name: user.password for name, user in users.items()}
    own = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    keeper.post(CHANGE, own)
    given = {"password1": password, "password2": password, "usable_password": "true"}
    administrator.post(url_of(users["reviewer"], "password"), given)
    administrator.post("/admin/auth/user/add/", {"username": "keeper-2", **given})
    for name, user in users.items():
        user.refresh_from_db()
        assert (user.password != before[name]) is is_taken
        assert user.check_password(password) is is_taken
    assert User.objects.filter(username="keeper-2").exists() is is_taken
    if is_taken:
        assert User.objects.get(username="keeper-2").check_password(password)

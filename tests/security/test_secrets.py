"""What is secret stands in no line of the log, at its loudest, and on no page of a fault."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from ratings.logs import JsonFormatter, TextFormatter, logging_config
from tests.admin.conftest import PASSWORD
from tests.security.walking import People

TYPED = "correct-horse-battery-staple"
NEW = "another-secret-of-thirty-letters"
OF_DATABASE = "database-pass-word-1"
IN_FILE = b"authority,framework,secret-in-a-file-7\n"
SEARCHED = "a-name-that-is-nobodys-business"


@pytest.fixture(params=["json", "text"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything that a deployment would write at its loudest."""
    monkeypatch.setenv("DATABASE_URL", f"postgres://ratings:{OF_DATABASE}@localhost/ratings")
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    config, stream = logging_config(request.param, "DEBUG"), StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter({"json": JsonFormatter, "text": TextFormatter}[request.param]())
    loggers = {"": config["root"]} | config["loggers"]
    before = {name: logging.getLogger(name).level for name in loggers}
    for name, told in loggers.items():
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", [handler] if told["handlers"] else [])
        logger.setLevel(told.get("level", logging.NOTSET))
    yield stream
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def everyday(client: Client) -> list[str]:
    """Sign in wrongly and rightly, change a password, make an account, send files; the secrets
    that came up on the way."""
    login = "/admin/login/"
    client.get(login)
    client.post(login, {"username": "keeper", "password": TYPED})
    client.post(login, {"username": TYPED, "password": "wrong"})
    client.post(login, {"username": "administrator", "password": PASSWORD})
    session = client.cookies["sessionid"].value
    mark = client.cookies["csrftoken"].value
    given = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    client.post("/admin/auth/user/add/", {"username": "newcomer", **given})
    file = SimpleUploadedFile("secret-in-a-name.csv", IN_FILE)
    client.post("/admin/ratings/importrun/load-release/", {"file": file})
    client.get(f"/authorities/?q={SEARCHED}&sessionid={session}")
    client.get(f"/nowhere/?token={TYPED}", headers={"Authorization": f"Bearer {TYPED}"})
    client.get("/", headers={"host": f"{TYPED}.example"})
    return [session, mark]


FAULTS = (
    ValueError(f"could not read '{TYPED}'"),
    KeyError(TYPED),
    IntegrityError(f"duplicate key\nDETAIL: Key (password)=({TYPED}) exists"),
    RuntimeError(f"postgres://ratings:{OF_DATABASE}@localhost/ratings, {settings.SECRET_KEY}"),
)


def broken(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """What strangers are shown when something breaks that knows a secret."""
    pages = []
    for error in FAULTS:
        monkeypatch.setattr("ratings.admin.site.tasks", Mock(side_effect=error))
        response = client.post("/admin/", {"password": TYPED}, headers={"X-Secret": TYPED})
        assert response.status_code == 500
        pages.append(response.content.decode())
    return "".join(pages)


def test_no_secret_is_logged_or_shown(
    people: People, undaunted: Client, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = everyday(undaunted)
    pages = broken(undaunted, monkeypatch)
    lines = logged.getvalue()
    assert lines.count("/admin/login/") >= 4
    assert lines.count("Internal Server Error") == len(FAULTS)
    secrets = (TYPED, NEW, PASSWORD, OF_DATABASE, SEARCHED, settings.SECRET_KEY, *found)
    for private in (*secrets, IN_FILE.decode().strip(), "Traceback (most", "sessionid=", "Bearer"):
        assert private not in lines, private
        assert private not in pages, private
    of_machine = (str(settings.BASE_DIR), "django", "sqlite", "postgres", "RuntimeError")
    for told in ("Traceback", *of_machine):
        assert told not in pages

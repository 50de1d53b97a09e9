"""Reading the environment: every value is understood or refused."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from ratings import env

NAME = "A_VARIABLE"


@pytest.fixture
def value(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the variable that the tests below read."""
    return lambda text: monkeypatch.setenv(NAME, text)


FLAG = env.flag
SET = partial(env.flag, default=True)
CHOICE = partial(env.choice, default="json", allowed=("json", "text"))
NUMBER = partial(env.whole_number, default=7, least=0, most=10)
HOSTS = partial(env.hosts, default=["localhost"])
SITE = partial(env.site, default="http://a:8000")
DATABASE = partial(env.database, default="")
Reader = Callable[[str], Any]


@pytest.mark.parametrize(
    ("read", "default"),
    [(FLAG, False), (CHOICE, "json"), (NUMBER, 7), (env.day, None), (HOSTS, ["localhost"]),
     (SITE, "http://a:8000")],
)  # fmt: skip
def test_what_is_not_set_has_its_default(read: Reader, default: object) -> None:
    assert read(NAME) == default


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        *((FLAG, text, True) for text in ("1", "true", "YES", " on ")),
        *((SET, text, False) for text in ("0", "false", "No", "off")),
        (SET, "", True),
        (CHOICE, "TEXT", "text"),
        (NUMBER, "0", 0),
        (NUMBER, "10", 10),
        (env.day, "2026-08-20", date(2026, 8, 20)),
        (HOSTS, "a.example, .b.example,[::1]", ["a.example", ".b.example", "[::1]"]),
        (SITE, "https://ratings.example.org/", "https://ratings.example.org"),
    ],
)
def test_a_value_is_read(value: Any, read: Reader, text: str, found: object) -> None:
    value(text)
    assert read(NAME) == found


REFUSED: list[tuple[Reader, str, list[str]]] = [
    (FLAG, r"A_VARIABLE is 'maybe', but .* one of 1, true", ["maybe"]),
    (CHOICE, "one of json, text", ["xml"]),
    (NUMBER, "a whole number from 0 to 10", ["-1", "11", "1.5", "ten", "1e3", "٣"]),
    (env.day, "a date such as 2026-08-20", ["tomorrow", "20/08/2026", "2026-02-30"]),
    (HOSTS, "host names separated by commas",
     ["a,,b", "a,", "https://a", "a b", "a/b", "me@a"]),
    (SITE, r"such as https://ratings\.example\.org",
     ["ratings.example.org", "ftp://a", "https://", "https://a/?x=1"]),
    (DATABASE, "sqlite:///path/to/file or postgres", [
        "rubbish", "mysql://someone:secret@db.example/ratings",
        "postgres://someone:secret@db.example:port/ratings",
        "postgres://someone:secret@db.example", "postgres://someone:se/cret@db.example/"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "message", "text"),
    [(read, message, text) for read, message, texts in REFUSED for text in texts],
)
def test_another_value_is_refused_in_words_and_without_a_password(
    value: Any, read: Reader, message: str, text: str
) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match=message) as refusal:
        read(NAME)
    assert "cret" not in str(refusal.value)


# --- the database ------------------------------------------------------------


def test_where_the_file_of_the_database_lies(value: Any, tmp_path: Path) -> None:
    config = env.database(NAME, "sqlite:///var/some.sqlite3")
    assert config["NAME"] == str(env.BASE_DIR / "var/some.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    value(f"sqlite:///{tmp_path}/new/some.sqlite3")
    assert env.database(NAME, "")["NAME"] == f"{tmp_path}/new/some.sqlite3"
    assert (tmp_path / "new").is_dir()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_keeps_its_connections_and_looks_at_them(value: Any, scheme: str) -> None:
    value(f"{scheme}://someone:secret@db.example:5433/ratings?sslmode=require")
    config = env.database(NAME, "")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "ratings")
    assert config["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}
    assert config["CONN_MAX_AGE"] == 600
    assert config["CONN_HEALTH_CHECKS"] is True


# --- the secret key ----------------------------------------------------------


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret-key"
    key = env.kept_secret(path)
    assert len(key) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert env.kept_secret(path) == key
    assert list(path.parent.iterdir()) == [path]
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        with pytest.raises(ImproperlyConfigured, match="may be read by others"):
            env.kept_secret(path)


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(env.kept_secret, [tmp_path / "secret-key"] * 64))
    assert len(keys) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "secret-key"]


def test_the_key_of_the_environment_comes_first_and_without_one_it_is_kept_outside_the_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    assert env.secret_key() == "k" * 40
    monkeypatch.setenv("SECRET_KEY", "k" * 39)
    with pytest.raises(ImproperlyConfigured, match="40 characters or more"):
        env.secret_key()
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("RATINGS_STATE_DIR", raising=False)
    key = env.secret_key()
    assert (tmp_path / "ratings-over-time" / "secret-key").read_text() == key
    monkeypatch.setenv("RATINGS_STATE_DIR", str(tmp_path / "elsewhere"))
    assert env.secret_key() != key
    assert (tmp_path / "elsewhere" / "secret-key").is_file()


# --- the build ---------------------------------------------------------------


def test_the_build_changes_with_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(env, "BASE_DIR", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "ratings").mkdir()
    (tmp_path / "requirements.txt").write_text("Django")
    builds = [env.build("a"), env.build("b")]
    for name in ("templates/base.html", "ratings/line.py", "requirements.txt"):
        (tmp_path / name).write_text(name)
        builds.append(env.build("a"))
    assert len(set(builds)) == 5
    (tmp_path / "ratings" / "line.pyc").write_text("compiled")
    assert env.build("a") == builds[-1]

"""Reading the environment: every value is understood or refused."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
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


@pytest.mark.parametrize("text", ["1", "true", "YES", " on "])
def test_a_flag_can_be_set(value: Any, text: str) -> None:
    value(text)
    assert env.flag(NAME) is True


@pytest.mark.parametrize("text", ["0", "false", "No", "off"])
def test_a_flag_can_be_taken_away(value: Any, text: str) -> None:
    value(text)
    assert env.flag(NAME, default=True) is False


def test_a_flag_that_is_not_set_or_empty_has_its_default(value: Any) -> None:
    assert env.flag(NAME) is False
    value("")
    assert env.flag(NAME, default=True) is True


def test_a_flag_is_not_guessed(value: Any) -> None:
    value("maybe")
    with pytest.raises(ImproperlyConfigured, match=r"A_VARIABLE is 'maybe', but .* one of 1, true"):
        env.flag(NAME)


def test_a_choice_is_one_of_its_words_however_it_is_cased(value: Any) -> None:
    assert env.choice(NAME, "json", ("json", "text")) == "json"
    value("TEXT")
    assert env.choice(NAME, "json", ("json", "text")) == "text"
    value("xml")
    with pytest.raises(ImproperlyConfigured, match="one of json, text"):
        env.choice(NAME, "json", ("json", "text"))


def test_a_whole_number_between_its_bounds_is_read(value: Any) -> None:
    assert env.whole_number(NAME, 7, least=0, most=10) == 7
    for text in ("0", "10"):
        value(text)
        assert env.whole_number(NAME, 7, least=0, most=10) == int(text)


@pytest.mark.parametrize("text", ["-1", "11", "1.5", "ten", "1e3", "٣"])
def test_another_number_is_refused(value: Any, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match="a whole number from 0 to 10"):
        env.whole_number(NAME, 7, least=0, most=10)


def test_a_day_is_read_and_none_is_possible(value: Any) -> None:
    assert env.day(NAME) is None
    value("2026-08-20")
    assert env.day(NAME) == date(2026, 8, 20)


@pytest.mark.parametrize("text", ["tomorrow", "20/08/2026", "2026-02-30"])
def test_what_is_not_a_day_is_refused(value: Any, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match="a date such as 2026-08-20"):
        env.day(NAME)


def test_hosts_are_separated_by_commas(value: Any) -> None:
    assert env.hosts(NAME, ["localhost"]) == ["localhost"]
    value("a.example, .b.example,[::1]")
    assert env.hosts(NAME, []) == ["a.example", ".b.example", "[::1]"]


@pytest.mark.parametrize("text", ["a,,b", "a,", "https://a", "a b", "a/b", "me@a"])
def test_what_is_not_a_host_is_refused(value: Any, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match="host names separated by commas"):
        env.hosts(NAME, [])


def test_the_address_of_the_site_has_no_slash_at_its_end(value: Any) -> None:
    assert env.site(NAME, "http://a:8000") == "http://a:8000"
    value("https://ratings.example.org/")
    assert env.site(NAME, "") == "https://ratings.example.org"


@pytest.mark.parametrize("text", ["ratings.example.org", "ftp://a", "https://", "https://a/?x=1"])
def test_what_is_not_the_address_of_a_site_is_refused(value: Any, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match=r"such as https://ratings\.example\.org"):
        env.site(NAME, "")


# --- the database ------------------------------------------------------------


def test_a_relative_database_file_lies_in_the_project() -> None:
    config = env.database(NAME, "sqlite:///var/some.sqlite3")
    assert config["NAME"] == str(env.BASE_DIR / "var/some.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_an_absolute_database_file_is_left_where_it_is(value: Any, tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    "text",
    [
        "rubbish",
        "mysql://someone:secret@db.example/ratings",
        "postgres://someone:secret@db.example:port/ratings",
        "postgres://someone:secret@db.example",
        "postgres://someone:se/cret@db.example/",
    ],
)
def test_another_database_is_refused_without_telling_its_password(value: Any, text: str) -> None:
    value(text)
    with pytest.raises(ImproperlyConfigured, match="sqlite:///path/to/file or postgres") as refusal:
        env.database(NAME, "")
    assert "cret" not in str(refusal.value)


# --- the secret key ----------------------------------------------------------


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret-key"
    key = env.kept_secret(path)
    assert len(key) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert env.kept_secret(path) == key
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(env.kept_secret, [tmp_path / "secret-key"] * 64))
    assert len(keys) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "secret-key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret-key"
    env.kept_secret(path)
    path.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="may be read by others"):
        env.kept_secret(path)


def test_the_key_of_the_environment_comes_first_and_has_to_be_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    assert env.secret_key() == "k" * 40
    monkeypatch.setenv("SECRET_KEY", "k" * 39)
    with pytest.raises(ImproperlyConfigured, match="40 characters or more"):
        env.secret_key()


def test_without_one_the_key_is_kept_outside_the_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("RATINGS_STATE_DIR", raising=False)
    key = env.secret_key()
    assert (tmp_path / "ratings-over-time" / "secret-key").read_text() == key
    monkeypatch.setenv("RATINGS_STATE_DIR", str(tmp_path / "elsewhere"))
    assert env.secret_key() != key
    assert (tmp_path / "elsewhere" / "secret-key").is_file()


# --- the build ---------------------------------------------------------------


def test_the_build_changes_with_the_code_templates_and_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
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

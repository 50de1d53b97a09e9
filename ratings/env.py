"""Reading the environment: every value is understood or refused.

A value that makes no sense stops the start with a sentence that names the
variable, what it holds and what it may hold; nothing is guessed.
"""

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


# --- reading the environment -------------------------------------------------


def refuse(name: str, value: object, allowed: str) -> ImproperlyConfigured:
    """The refusal of a value, as a sentence a person can act on."""
    return ImproperlyConfigured(f"{name} is {value!r}, but it has to be {allowed}.")


def text(name: str, default: str = "") -> str:
    """The words of a variable, without blanks around them."""
    return env.str(name, default="").strip() or default


def folder(name: str, default: Path) -> Path:
    """A directory; it need not be there yet."""
    return Path(text(name) or default).expanduser()


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. `DEBUG=maybe` is refused, not read as no."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise refuse(name, value, "one of 1, true, yes, on, 0, false, no, off")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words, however its letters are cased."""
    value = text(name, default)
    for word in allowed:
        if value.casefold() == word.casefold():
            return word
    raise refuse(name, value, f"one of {', '.join(allowed)}")


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """A whole number between two bounds, both allowed."""
    value = text(name)
    if value == "":
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise refuse(name, value, f"a whole number from {least} to {most}")
    return int(value)


def day(name: str) -> date | None:
    """A date such as 2026-08-20, or None when the variable is not set."""
    value = text(name)
    if value == "":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse(name, value, "a date such as 2026-08-20, or not set") from None


def hosts(name: str, default: list[str]) -> list[str]:
    """Host names separated by commas: no empty one, no scheme, no path."""
    value = text(name)
    if value == "":
        return default
    hosts = [host.strip() for host in value.split(",")]
    if any(host == "" or any(mark in host for mark in "/ @") for host in hosts):
        raise refuse(name, value, "host names separated by commas, such as ratings.example.org")
    return hosts


def site(name: str, default: str) -> str:
    """An address such as https://ratings.example.org, without a slash at its end."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise refuse(name, value, "an address such as https://ratings.example.org")
    return value.rstrip("/")


def directory(path: Path) -> Path:
    """The directory, made if it is not there."""
    path.mkdir(parents=True, exist_ok=True)
    return path


# --- the secret key ----------------------------------------------------------


def state_dir() -> Path:
    """Where what belongs to this machine is kept: outside the repository."""
    home = folder("XDG_STATE_HOME", Path.home() / ".local" / "state")
    return folder("RATINGS_STATE_DIR", home / "ratings-over-time")


def kept_secret(path: Path) -> str:
    """The key kept in a file, made at the first start.

    Several processes may start at once: each writes a file of its own and
    links it into place, which only the first can do; all then read the same.
    A key that others on the machine may read is refused.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ImproperlyConfigured(
            f"The secret key in {path} may be read by others on this machine: "
            f"remove it (a new one is made, everybody logs in again) or run chmod 600 on it."
        )
    return path.read_text().strip()


def secret_key() -> str:
    """SECRET_KEY of the environment, else the kept one; a short one is refused."""
    key = text("SECRET_KEY") or kept_secret(state_dir() / "secret-key")
    if len(key) < 40:
        raise ImproperlyConfigured(
            "SECRET_KEY is too short: it has to be 40 characters or more, taken at random."
        )
    return key


# --- the database ------------------------------------------------------------


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    """One writer at a time, readers beside it; a connection is kept open. A save that was
    confirmed outlives a power cut, and long lists are sorted where a full disk does not matter."""
    if config["NAME"] != ":memory:":
        config["NAME"] = str(BASE_DIR / config["NAME"])
        directory(Path(config["NAME"]).parent)
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY")
    config["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": " ".join(f"PRAGMA {pragma};" for pragma in pragmas),
    } | config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": None}


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    """Connections kept for ten minutes and looked at before they are used again."""
    config["OPTIONS"] = {"connect_timeout": 5} | config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


_DATABASES = {"sqlite": _sqlite, "postgres": _postgresql, "postgresql": _postgresql}


def database(name: str, default: str) -> dict[str, Any]:
    """The database of an address such as postgres://user:password@host:5432/name."""
    value = text(name, default)
    try:
        make = _DATABASES[urlsplit(value).scheme]
        config: dict[str, Any] = environ.Env.db_url_config(value)
        if not config["NAME"]:
            raise ValueError("no name of a database")
    except (KeyError, ValueError):
        shown = re.sub(r"//.*@", "//…@", value)  # never a password in a log
        form = "sqlite:///path/to/file or postgres://user:password@host:5432/name"
        raise refuse(name, shown, form) from None
    return make(config)


# --- the build ---------------------------------------------------------------


def _sources_of_pages() -> Iterator[Path]:
    """Every file that can change what a page says or how it looks."""
    for folder in ("ratings", "templates", "var/vendor"):
        yield from (BASE_DIR / folder).rglob("*")
    yield BASE_DIR / "requirements.txt"


def build(*settings_in_pages: str) -> str:
    """A short hash of the code, templates, static files and settings in pages.

    It is part of every page's ETag: after a deployment no browser keeps an
    old page.
    """
    digest = hashlib.sha256(repr(settings_in_pages).encode())
    for path in sorted(_files(_sources_of_pages())):
        digest.update(f"{path.relative_to(BASE_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Those that are files and were written by people, not by Python."""
    return (path for path in paths if path.is_file() and path.suffix != ".pyc")

"""Read settings from environment variables: every value is valid or rejected.

An invalid value stops the start with a sentence that names the variable, what it
holds and what it may hold; nothing is guessed.
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
    """The error for an invalid value: a sentence that an operator can act on."""
    return ImproperlyConfigured(f"{name} is {value!r}, but it has to be {allowed}.")


def text(name: str, default: str = "") -> str:
    """The text of a variable, stripped."""
    return env.str(name, default="").strip() or default


def folder(name: str, default: Path) -> Path:
    """A directory path; the directory need not exist yet."""
    return Path(text(name) or default).expanduser()


def flag(name: str, default: bool = False) -> bool:
    """A boolean. `DEBUG=maybe` is an error, not read as no."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise refuse(name, value, "one of 1, true, yes, on, 0, false, no, off")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed values, case-insensitive."""
    value = text(name, default)
    for word in allowed:
        if value.casefold() == word.casefold():
            return word
    raise refuse(name, value, f"one of {', '.join(allowed)}")


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """An integer between two bounds, both included."""
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
    """Host names separated by commas: none empty, no scheme, no path."""
    value = text(name)
    if value == "":
        return default
    hosts = [host.strip() for host in value.split(",")]
    if any(host == "" or any(mark in host for mark in "/ @") for host in hosts):
        raise refuse(name, value, "host names separated by commas, such as ratings.example.org")
    return hosts


def site(name: str, default: str) -> str:
    """A base URL such as https://ratings.example.org, without a trailing slash."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise refuse(name, value, "an address such as https://ratings.example.org")
    return value.rstrip("/")


def directory(path: Path) -> Path:
    """The directory, created if it does not exist."""
    path.mkdir(parents=True, exist_ok=True)
    return path


# --- the secret key ----------------------------------------------------------


def state_dir() -> Path:
    """The directory for this machine's own state, outside the repository."""
    home = folder("XDG_STATE_HOME", Path.home() / ".local" / "state")
    return folder("RATINGS_STATE_DIR", home / "ratings-over-time")


def kept_secret(path: Path) -> str:
    """The secret key stored in a file, created at the first start.

    Several processes may start at once: each writes a file of its own and links it into
    place, which only the first can do; all then read the same. Raises ImproperlyConfigured
    if other users of the machine may read the file.
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
    """SECRET_KEY from the environment, else the stored one; a short one is an error."""
    key = text("SECRET_KEY") or kept_secret(state_dir() / "secret-key")
    if len(key) < 40:
        raise ImproperlyConfigured(
            "SECRET_KEY is too short: it has to be 40 characters or more, taken at random."
        )
    return key


# --- the database ------------------------------------------------------------


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    """SQLite settings: one writer with concurrent readers, persistent connections. A committed
    save survives a power cut, and long lists are sorted where a full disk does not matter."""
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
    """PostgreSQL settings: connections persist for ten minutes, checked before reuse."""
    config["OPTIONS"] = {"connect_timeout": 5} | config.get("OPTIONS", {})
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


_DATABASES = {"sqlite": _sqlite, "postgres": _postgresql, "postgresql": _postgresql}


def database(name: str, default: str) -> dict[str, Any]:
    """The `DATABASES` entry for a URL such as postgres://user:password@host:5432/name."""
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
    """Every file that can change the content or look of a page."""
    for folder in ("ratings", "templates", "var/vendor"):
        yield from (BASE_DIR / folder).rglob("*")
    yield BASE_DIR / "requirements.txt"


def build(*settings_in_pages: str) -> str:
    """A short hash of the code, templates, static files and settings used in pages.

    It is part of every page's ETag: after a deployment no browser shows an old page.
    """
    digest = hashlib.sha256(repr(settings_in_pages).encode())
    for path in sorted(_files(_sources_of_pages())):
        digest.update(f"{path.relative_to(BASE_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths that are source files, without those that Python generates."""
    return (path for path in paths if path.is_file() and path.suffix != ".pyc")

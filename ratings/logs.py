"""What is logged, and what never is: one JSON object per line, for Django and gunicorn.

`LOG_FORMAT=text` gives the same for people. Every line of a request has its id. Passwords,
cookies, form fields, uploaded files and search terms are never passed to a logger; values
that an exception quotes are removed here, and so is every secret that this process knows.
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the current request; empty outside one."""

FIELDS = "fields"
"""The key for extra fields of a line: `logger.info("…", extra={FIELDS: {"status": 200}})`."""

LONGEST = 2000
"""Characters after which a message is cut; an exception's first line after a tenth of them."""

DEEPEST = 25
"""The most frames of a traceback that are logged, the innermost."""

SECRET_VARIABLES = ("SECRET_KEY", "KEEPER_PASSWORD")

PLAIN_SPOKEN = ("OperationalError", "InterfaceError", "OSError", "ImproperlyConfigured")
"""Exceptions whose message is about the machine, never about user input."""

QUOTED = re.compile(r"""'[^']*'|"[^"]*"|“[^”]*(?:”|$)|‘[^’]*(?:’|$)|\([^()]*\)=\([^()]*\)""")
"""A quotation, to the end where it is not closed: none is shown in part, and searching for the
marks takes linear time in their number, not quadratic."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
OF_A_REQUEST = re.compile(
    r"(?s)^(Invalid request) from ip=\S*(: [A-Za-z ]*[A-Za-z]).*"
    r"|^(Error handling request [^?]*)\?.*"
)
"""gunicorn's messages on malformed or failed requests: they quote the client and the request."""

PASSWORD_IN_URL = re.compile(r"(\w://[^\s/:@]*):[^\s/@]+@")


# Not logged by us, so not looked up for each line.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False

ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
"""A shared encoder: `json.dumps` makes one for each line that is not plain ASCII."""


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, request, fields, exception."""

    def __init__(self, hidden: tuple[str, ...] | None = None) -> None:
        super().__init__()
        self.hidden = secrets_of(os.environ) if hidden is None else hidden

    def format(self, record: logging.LogRecord) -> str:
        return redact(self.hidden, ENCODER.encode(parts_of(record)))


class TextFormatter(JsonFormatter):
    """The same for people: `12:30:01 INFO ratings.requests: GET / 200 … [id]`, still one line each,
    with the frames of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        parts = parts_of(record)
        frames = parts.pop("traceback", [])
        clock = parts.pop("time")[11:19]
        head = f"{clock} {parts.pop('level')} {parts.pop('logger')}: {parts.pop('message')}"
        rest = " ".join(f"{name}={value}" for name, value in parts.items())
        line = CONTROL.sub("�", f"{head} {rest}".rstrip())
        return redact(self.hidden, "\n    ".join([line, *frames]))


def parts_of(record: logging.LogRecord) -> dict[str, Any]:
    """The parts of a log line, the same for both formats."""
    parts: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": PASSWORD_IN_URL.sub(r"\1:…@", message_of(record))[:LONGEST],
    }
    request = REQUEST_ID.get()
    if request:
        parts["request"] = request
    parts |= getattr(record, FIELDS, {})
    if record.exc_info and record.exc_info[1]:
        parts |= exception_of(record.exc_info[1])
    return parts


def message_of(record: logging.LogRecord) -> str:
    """The message with its arguments; an exception among them as `words_of` formats it,
    a request without its query, its headers and its user."""
    if not record.args or isinstance(record.args, dict):
        said = record.getMessage()
    else:
        told = tuple(words_of(a) if isinstance(a, BaseException) else a for a in record.args)
        said = str(record.msg) % told
    return OF_A_REQUEST.sub(r"\1\2\3", said)


def exception_of(error: BaseException) -> dict[str, Any]:
    """Its class, its first line and its traceback. No values: only places in the code."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return {
        "error": type(error).__qualname__,
        "why": words_of(error),
        "traceback": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def words_of(error: BaseException) -> str:
    """The first line of an exception's message; quoted values are removed unless it is about
    the machine. (PostgreSQL's second line, DETAIL, repeats whole rows.)"""
    first = str(error).strip().partition("\n")[0]
    names = {kind.__name__ for kind in type(error).__mro__}
    if names.isdisjoint(PLAIN_SPOKEN):
        first = QUOTED.sub("…", first)
    return PASSWORD_IN_URL.sub(r"\1:…@", first)[: LONGEST // 10]


def secrets_of(environment: Any) -> tuple[str, ...]:
    """The secrets in the environment, longest first."""
    return tuple(sorted(set(_given(environment)), key=len, reverse=True))


def _given(environment: Any) -> Iterator[str]:
    yield from (environment[name] for name in SECRET_VARIABLES if environment.get(name))
    try:
        password = urlsplit(environment.get("DATABASE_URL", "")).password
    except ValueError:
        return
    if password and len(password) >= 6:
        yield password


def redact(hidden: tuple[str, ...], line: str) -> str:
    """The line with every secret replaced."""
    for secret in hidden:
        line = line.replace(secret, "…")
    return line


def logging_config(form: str, level: str) -> dict[str, Any]:
    """The `LOGGING` of Django and of gunicorn: everything to stderr, in one format."""
    to_stderr: dict[str, Any] = {"handlers": ["stderr"], "propagate": False}
    kinds = {"json": "ratings.logs.JsonFormatter", "text": "ratings.logs.TextFormatter"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": kinds[form]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": to_stderr | {"level": "WARNING"},
            # Each request has its own line already; this logger only reports failures.
            "django.request": to_stderr | {"level": "ERROR"},
            # Answered with 400; clients can send any Host header, and often do.
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
            "gunicorn.error": to_stderr | {"level": "INFO" if level == "DEBUG" else level},
            "ratings": to_stderr | {"level": level},
        },
    }

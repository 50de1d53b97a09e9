"""Lines of the log: one each, readable by machines, without what is nobody's business."""

import json
import logging
import sys

import pytest

from ratings.logs import FIELDS, REQUEST_ID, JsonFormatter, TextFormatter, secrets_of, words_of

SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2-hunter2"


def record(message: str, *arguments: object, **fields: object) -> logging.LogRecord:
    made = logging.LogRecord("ratings", logging.INFO, "f.py", 1, message, arguments, None)
    if fields:
        setattr(made, FIELDS, fields)
    return made


def test_a_line_is_one_object() -> None:
    token = REQUEST_ID.set("abc12345")
    line = JsonFormatter(()).format(record("two\nlines %s", "é\u2028", status=200))
    REQUEST_ID.reset(token)
    assert "\n" not in line
    found = json.loads(line)
    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "INFO", "logger": "ratings", "message": "two\nlines é\u2028",
        "request": "abc12345", "status": 200,
    }  # fmt: skip


def test_text_cannot_be_made_to_look_like_another_line() -> None:
    line = TextFormatter(()).format(record("GET /a\n12:00:00 ERROR forged\x1b[31m", path="/b\r\nx"))
    assert "\n" not in line
    assert "\x1b" not in line


def test_an_exception_tells_its_places_and_quotes_nothing() -> None:
    failed = record("It failed")
    try:
        int("their words")
    except ValueError:
        failed.exc_info = sys.exc_info()
    found = json.loads(JsonFormatter(()).format(failed))
    assert found["error"] == "ValueError"
    assert found["why"] == "invalid literal for int() with base 10: …"
    here = test_an_exception_tells_its_places_and_quotes_nothing.__name__
    assert any("test_logs.py" in f and f.endswith(f" {here}") for f in found["traceback"])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("a@b.org"), "…"),
        (ValueError("“a@b.org” is not, and neither is “c@d"), "… is not, and neither is …"),
        (ValueError("It is ‘a@b"), "It is …"),
        (OSError(28, "No space left", "/var/x"), "[Errno 28] No space left: '/var/x'"),
        (RuntimeError('Failed\nDETAIL: row ("pbkdf2$x")'), "Failed"),
        (RuntimeError("Key (email)=(a@b.org) exists"), "Key … exists"),
        (OSError("postgres://ratings:s3cret@db/x refused"), "postgres://ratings:…@db/x refused"),
    ],
)
def test_what_an_exception_says_is_cut(error: Exception, words: str) -> None:
    assert words_of(error) == words
    line = JsonFormatter(()).format(record("It says %s", error))
    assert json.loads(line)["message"] == f"It says {words}"


def test_secrets_that_the_process_knows_are_taken_out_of_every_line() -> None:
    given = {"SECRET_KEY": SECRET, "DATABASE_URL": "postgres://u:pass-word-1@h/d"}
    hidden = secrets_of(given)
    for form in (JsonFormatter, TextFormatter):
        line = form(hidden).format(record("%s and pass-word-1", SECRET))
        assert SECRET not in line
        assert "pass-word-1" not in line
    assert secrets_of({"DATABASE_URL": "http://[broken"}) == ()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Invalid request from ip=192.0.2.1: Invalid HTTP request line: 'GET /?q=O'Brien HTTP/1.1'",
         "Invalid request: Invalid HTTP request line"),
        ("Invalid request from ip=: Request Line is too large (4105 > 4094)",
         "Invalid request: Request Line is too large"),
        ("Invalid request from ip=2001:db8::1: Invalid HTTP header: 'Cookie: id=1\n2'",
         "Invalid request: Invalid HTTP header"),
        ("Error handling request GET /authorities/?q=somebody",
         "Error handling request GET /authorities/"),
        ("Starting gunicorn 27.0.1", "Starting gunicorn 27.0.1"),
    ],
)  # fmt: skip
def test_what_gunicorn_says_tells_neither_who_asked_nor_what(said: str, kept: str) -> None:
    for message in (record(said), record("%s", said)):
        assert json.loads(JsonFormatter(()).format(message))["message"] == kept

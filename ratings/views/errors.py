"""What a page says when it cannot answer what was asked."""

from collections.abc import Iterable
from typing import Self
from urllib.parse import quote, urlencode

from django.http import HttpRequest, QueryDict

LONGEST_ECHO = 80
"""A refused value is repeated to the reader up to this many characters."""


class BadParameter(Exception):
    """A query parameter that the page does not understand: answered with a 400.

    `allowed` says what would have been understood, a word or phrase each
    ("a date such as 2024-03-31", "name"); `message` is the whole sentence.
    """

    is_unknown = False

    def __init__(self, name: str, value: str, allowed: Iterable[str], message: str = "") -> None:
        self.name = _shortened(name)
        self.value = _shortened(value)
        self.allowed = list(allowed)
        self.message = message or (
            f"“{self.value}” is not something that {self.name} can be. "
            f"It can be {_either(self.allowed, 'or')}."
        )
        super().__init__(self.message)

    @classmethod
    def unknown(cls, name: str, value: str, allowed: Iterable[str]) -> Self:
        """A parameter the page has no use for; `allowed` names those it has."""
        known = list(allowed)
        answer = f"It knows {_either(known, 'and')}." if known else "It takes none."
        message = f"This page has no parameter “{_shortened(name)}”. {answer}"
        error = cls(name, value, known, message)
        error.is_unknown = True
        return error

    @classmethod
    def twice(cls, name: str, value: str) -> Self:
        """A parameter given several times where one answer is possible."""
        return cls(name, value, ["one value"], f"{name} is given more than once. Keep one of them.")


def address_without(request: HttpRequest, error: BadParameter) -> str:
    """The path and query that were asked for, without the parameter that is unknown; blank where
    something else was refused. Always a path of this site."""
    query = QueryDict(request.META.get("QUERY_STRING", "").encode("latin-1"))
    given = [(key, str(value)) for key, values in query.lists() for value in values]
    kept = [(key, value) for key, value in given if _shortened(key) != error.name]
    if not error.is_unknown or len(kept) == len(given):
        return ""
    path = f"/{quote(request.path.lstrip('/'))}"
    return f"{path}?{urlencode(kept)}" if kept else path


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def _either(choices: list[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    head, tail = choices[:-1], choices[-1:]
    return f" {last} ".join([*([", ".join(head)] if head else []), *tail])

"""What the tests ask of an address: a page that is well formed, its rows, its data."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from ratings.models.record import Record

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "col"}
ROW = re.compile(r'<tr role="row">\s*<th scope="row".*?</tr>', re.DOTALL)
Query = Mapping[str, str | list[str]] | None


class Nesting(HTMLParser):
    """Notes tags that are closed in the wrong order and ids that are given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if any(name in {"style", "onclick"} for name, _ in attrs):
            self.problems.append(f"<{tag}> has a style or a script of its own")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements of SVG that close themselves."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")


def assert_well_formed(html: str) -> None:
    parser = Nesting()
    parser.feed(html)
    parser.close()
    assert html.startswith("<!DOCTYPE html>")
    assert not parser.problems, parser.problems[:5]
    assert not parser.open, parser.open
    assert len(parser.ids) == len(set(parser.ids)), sorted(parser.ids)


def asking(under: Any = None, before: str = "/") -> Iterator[tuple[str, set[str]]]:
    """Every address of the site outside the admin, as its pattern, and the parameters it takes."""
    for each in (under or get_resolver()).url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from asking(each, path)
        elif parameters := getattr(each.callback, "parameters", ()):
            yield path, set(parameters)


def some_pairs(n: int, firsts: Iterable[str], seconds: Iterable[str]) -> list[Any]:
    """Every pair of the two as parameters, all but one in `n` of them marked `slow`: what is tried
    each time has every one of the first, and of the second, in other company."""
    return [
        pytest.param(a, b, id=f"{a}-{b}", marks=[pytest.mark.slow] * ((i + k) % n > 0))
        for i, a in enumerate(firsts)
        for k, b in enumerate(seconds)
    ]


def read_beforehand() -> None:
    """What pages are made from is read, and nothing made of it: as in a process that has answered
    no page yet."""
    record = Record.current()
    assert record.inspections
    assert record.neighbours
    record.matching("kent")
    record._kept_of.clear()


def page_at(client: Client, address: str, query: Query = None) -> str:
    """The HTML of an address of the site, which has to be there and well formed."""
    page = _found(client, address, query).content.decode()
    assert_well_formed(page)
    return page


def json_at(client: Client, address: str, query: Query = None) -> dict[str, Any]:
    """The data of an address of the site, which has to be there."""
    found: dict[str, Any] = _found(client, address, query).json()
    return found


def csv_at(client: Client, address: str, query: Query = None) -> list[dict[str, str]]:
    """The lines of a CSV of the site, sent at once or while it is made, which has to be there."""
    response = _found(client, address, query)
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


def _found(client: Client, address: str, query: Query) -> Any:
    response = client.get(address, query)
    assert response.status_code == 200, response.content[:500]
    return response


def text_of(html: str) -> str:
    """The words of some HTML, blanks made one."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def rows_of(html: str) -> list[str]:
    """The words of each row of a list."""
    return [text_of(row) for row in ROW.findall(html)]


def names_of(html: str) -> list[str]:
    """The names in the first column of the list of authorities."""
    return re.findall(r'<th scope="row"[^>]*><a href="/authorities/[^"]*">([^<]*)</a>', html)

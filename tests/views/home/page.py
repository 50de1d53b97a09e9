"""The first page as a reader takes it: its counts, and who is behind each."""

import re

from django.test import Client

from tests.views.pages import page_at

ROW = re.compile(
    r'<tr>\s*<th scope="row"><span class="grade">.*?<span>([a-z ]+)</span></span></th>\s*'
    r'<td class="count-cell"><span class="count-bar"><span class="count">'
    r'(?:<a href="#with-[a-z-]+">)?([0-9]+)',
    re.DOTALL,
)

TILE = re.compile(
    r'<li class="c(\d+) r(\d+)[^"]*"><a class="mark-([a-z-]+)" href="/authorities/([^/]+)/[^"]*"'
    r' aria-label="([^"]+)"><b>([^<]+)</b>(\w+)</a>'
)

GROUP = re.compile(r'<tr id="with-([a-z-]+)">(.*?)</tr>', re.DOTALL)


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"/{query}")


def counts(page: str) -> dict[str, int]:
    return {words: int(number) for words, number in ROW.findall(page)}


def groups(page: str) -> dict[str, list[str]]:
    """The slugs behind each count, as the table lists them."""
    found = GROUP.findall(page)
    return {key: re.findall(r'<li><a href="/authorities/([^/]+)/', row) for key, row in found}

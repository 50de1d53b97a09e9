"""The menu: which of its links says that the reader is there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.views.pages import page_at

pytestmark = pytest.mark.usefixtures("record")

HERE = re.compile(r'<a href="(/[a-z]+/)[^"]*" aria-current="(page|true)"')


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/data/", ("/data/", "page")),
        ("/data/dictionary/", ("/data/", "true")),
        ("/api/", ("/data/", "true")),
        ("/api/docs/", ("/data/", "true")),
        ("/cite/?page=/authorities/kent/", ("/data/", "true")),
        ("/feeds/", ("/changes/", "true")),
        ("/accessibility/", ("/about/", "true")),
        ("/authorities/kent/", ("/authorities/", "true")),
    ],
)
def test_every_page_below_the_first_is_under_one_heading(
    client: Client, address: str, marked: tuple[str, str]
) -> None:
    page = page_at(client, address)
    menu = page[page.index('<nav class="site-nav"') : page.index("</nav>")]
    assert HERE.findall(menu) == [marked]


def test_the_first_page_is_under_none(client: Client) -> None:
    page = page_at(client, "/")
    assert HERE.findall(page[: page.index("</nav>")]) == []

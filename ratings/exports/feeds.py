"""Feeds, and the site's pages for search engines.

Sources: RFC 4287 (Atom), https://www.jsonfeed.org/version/1.1/ and
https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Tree

LANGUAGE = "en-GB"
AUTHOR = "Ofsted ratings over time"

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, written in whatever way."""

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""URLs that one sitemap may hold; the site has some 1,400."""

Place = tuple[str, datetime | None]
"""An absolute URL, and when its content last changed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that happened. `id` never changes; `html` is safe HTML, `links` are absolute.

    `published` is when it became known, `updated` when its text last changed.
    `report` is the source outside this site, empty where there is none.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    address: str
    html: str
    report: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is about, where it and its page are, its entries, the newest first.

    `about` is metadata: as-of dates, version and licence, for programs; `changed`
    is used as `updated` if there is no entry.
    """

    id: str
    title: str
    subtitle: str
    page: str
    address: dict[str, str]
    changed: datetime
    rights: str
    entries: tuple[FeedEntry, ...]
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=self.changed)


def atom(feed: Feed) -> bytes:
    """The feed as a document of XML."""
    Tree.register_namespace("", ATOM)
    root = Tree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": LANGUAGE})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", stamp(feed.updated))
    _text(_sub(root, "author"), "name", AUTHOR)
    _sub(root, "link", rel="self", type="application/atom+xml", href=feed.address["atom"])
    _sub(root, "link", rel="alternate", type="text/html", href=feed.page)
    _text(root, "rights", feed.rights)
    for entry in feed.entries:
        _entry(_sub(root, "entry"), entry)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def stamp(when: datetime) -> str:
    """A time in RFC 3339 format, to the second."""
    return when.replace(microsecond=0).isoformat()


def in_xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _entry(node: Tree.Element, entry: FeedEntry) -> None:
    _text(node, "id", entry.id)
    _text(node, "title", entry.title)
    _text(node, "published", stamp(entry.published))
    _text(node, "updated", stamp(entry.updated))
    _sub(node, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.report:
        _sub(node, "link", rel="via", title="Ofsted’s report", href=entry.report)
    for tag in entry.tags:
        _sub(node, "category", term=tag)
    _text(node, "content", entry.html, type="html")


def _sub(parent: Tree.Element, name: str, **attributes: str) -> Tree.Element:
    safe = {key: in_xml(value) for key, value in attributes.items()}
    return Tree.SubElement(parent, f"{{{ATOM}}}{name}", safe)


def _text(parent: Tree.Element, name: str, text: str, **attributes: str) -> None:
    _sub(parent, name, **attributes).text = in_xml(text)


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as plain data; this site's extensions are under `_ratings`."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.address["json"],
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "_ratings": {"id": feed.id, "rights": feed.rights, **feed.about},
        "items": [_item(entry) for entry in feed.entries],
    }


def _item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.address,
        **({"external_url": entry.report} if entry.report else {}),
        "title": entry.title,
        "content_html": entry.html,
        "date_published": stamp(entry.published),
        "date_modified": stamp(entry.updated),
        "tags": list(entry.tags),
    }


def sitemap(places: Iterable[Place]) -> bytes:
    """The URLs as a sitemap, an XML document."""
    Tree.register_namespace("", SITEMAP)
    root = Tree.Element(f"{{{SITEMAP}}}urlset")
    for address, changed in list(places)[:MOST]:
        node = Tree.SubElement(root, f"{{{SITEMAP}}}url")
        Tree.SubElement(node, f"{{{SITEMAP}}}loc").text = in_xml(address)
        if changed:
            Tree.SubElement(node, f"{{{SITEMAP}}}lastmod").text = stamp(changed)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)

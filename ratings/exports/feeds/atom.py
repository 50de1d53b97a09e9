"""A feed as Atom. Source: RFC 4287."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as Tree

from ratings.exports.feeds.feed import AUTHOR, LANGUAGE, Entry, Feed

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, written in whatever way."""


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
    """A moment as RFC 3339 writes it, to the second."""
    return when.replace(microsecond=0).isoformat()


def in_xml(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _entry(node: Tree.Element, entry: Entry) -> None:
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

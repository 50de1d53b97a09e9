"""The site's pages for search engines. Source: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as Tree

from ratings.exports.feeds.atom import in_xml, stamp

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""Addresses that one file may hold; the record has some 1,400."""

Place = tuple[str, datetime | None]
"""A whole address, and when what it shows last changed."""


def sitemap(places: Iterable[Place]) -> bytes:
    """The addresses as a document of XML."""
    Tree.register_namespace("", SITEMAP)
    root = Tree.Element(f"{{{SITEMAP}}}urlset")
    for address, changed in list(places)[:MOST]:
        node = Tree.SubElement(root, f"{{{SITEMAP}}}url")
        Tree.SubElement(node, f"{{{SITEMAP}}}loc").text = in_xml(address)
        if changed:
            Tree.SubElement(node, f"{{{SITEMAP}}}lastmod").text = stamp(changed)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)

"""A feed as JSON. Source: https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from typing import Any

from ratings.exports.feeds.atom import stamp
from ratings.exports.feeds.feed import AUTHOR, LANGUAGE, Entry, Feed


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as plain data; what is this site's own is under `_ratings`."""
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


def _item(entry: Entry) -> dict[str, Any]:
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

"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from ratings.exports.feeds.atom import atom
from ratings.exports.feeds.feed import Entry, Feed
from ratings.exports.feeds.json_feed import json_feed

__all__ = ["Entry", "Feed", "atom", "json_feed"]

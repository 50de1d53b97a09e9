"""Feeds: of everything, a region, an authority, its neighbours, and of corrections."""

from ratings.views.feeds.overview import feeds
from ratings.views.feeds.responses import ADDRESSES, FORMS, feed

__all__ = ["ADDRESSES", "FORMS", "feed", "feeds"]

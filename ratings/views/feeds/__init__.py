"""Feeds: of everything, a region, an authority, its neighbours, and of corrections."""

from ratings.views.feeds.answers import ADDRESSES, FORMS, feed
from ratings.views.feeds.overview import feeds

__all__ = ["ADDRESSES", "FORMS", "feed", "feeds"]

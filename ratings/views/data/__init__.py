"""Bulk downloads, the data dictionary, and the page that offers both."""

from ratings.views.data.urls import DATA_URLS

__all__ = ["DATA_URLS"]

"""Chosen authorities side by side: the page and its data."""

from ratings.views.compare.data import compare_csv, compare_json
from ratings.views.compare.page import compare

__all__ = ["compare", "compare_csv", "compare_json"]

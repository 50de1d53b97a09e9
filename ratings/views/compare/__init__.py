"""Comparison of several authorities: the page and its data."""

from ratings.views.compare.page import compare, compare_csv, compare_json

__all__ = ["compare", "compare_csv", "compare_json"]

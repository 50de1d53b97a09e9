"""The first page: where the country stands on a day, its map, and who moved."""

from ratings.views.home.page import home

__all__ = ["home"]

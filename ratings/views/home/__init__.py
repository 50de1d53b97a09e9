"""The home page: national grades on a day, the map, and grade changes."""

from ratings.views.home.page import home

__all__ = ["home"]

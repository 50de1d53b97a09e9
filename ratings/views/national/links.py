"""Addresses of the national pages, with what they ask; what is blank or usual is left out."""

from __future__ import annotations

from urllib.parse import urlencode

from ratings.models.addresses import reverse
from ratings.parameters import DEFAULT_AREA
from ratings.views.national.asked import Asked


def address(view: str, asked: Asked, **changes: str) -> str:
    """A national address for the same dates, region and type; `changes` are added, and a
    blank one takes a parameter away. `from_` stands for the parameter `from`."""
    kept = asked.moment.parameters() | {"region": asked.part.slug, "type": asked.type}
    if view.removesuffix("-json").removesuffix("-csv") in WITH_AREA:
        kept["area"] = "" if asked.area.key == DEFAULT_AREA else asked.area.key
    wanted = kept | {name.rstrip("_"): value for name, value in changes.items()}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse(view)}?{query}" if query else reverse(view)


WITH_AREA = {"national", "national-authorities", "national-over-time", "national-groups"}

"""Addresses of the national pages, with what they ask; what is blank or usual is left out."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from ratings.forms import Moment
from ratings.models.cached_urls import reverse
from ratings.parameters import DEFAULT_AREA, Part
from ratings.views.national.params import Asked


def address(view: str, asked: Asked, **changes: str) -> str:
    """A national address for the same dates, region and type; `changes` are added, and a
    blank one takes a parameter away. `from_` stands for the parameter `from`."""
    kept = _kept(asked.moment, asked.part, asked.type)
    if view.removesuffix("-json").removesuffix("-csv") in WITH_AREA:
        kept = kept | {"area": "" if asked.area.key == DEFAULT_AREA else asked.area.key}
    wanted = kept | {name.rstrip("_"): value for name, value in changes.items()}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse(view)}?{query}" if query else reverse(view)


@lru_cache(maxsize=64)
def _kept(moment: Moment, part: Part, type: str) -> dict[str, str]:
    """What all addresses of a page carry on; hundreds of them stand on one page."""
    return moment.parameters() | {"region": part.slug, "type": type}


WITH_AREA = {"national", "national-authorities", "national-over-time", "national-groups"}

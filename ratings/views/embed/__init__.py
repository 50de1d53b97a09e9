"""One authority on other sites: an iframe, charts, a badge, and how to find them."""

from ratings.views.embed.frame import (
    badge,
    card_png,
    embed,
    small_png,
    small_svg,
    whole_png,
    whole_svg,
)
from ratings.views.embed.oembed import oembed

__all__ = [
    "badge",
    "card_png",
    "embed",
    "oembed",
    "small_png",
    "small_svg",
    "whole_png",
    "whole_svg",
]

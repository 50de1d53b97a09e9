"""One authority on other people's pages: a frame, pictures, a badge, and how to find them."""

from ratings.views.embed.frame import embed
from ratings.views.embed.oembed import oembed
from ratings.views.embed.pictures import badge, card_png, small_png, small_svg, whole_png, whole_svg

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

"""What search engines and chat apps show of a page: title, words, picture, how to embed it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from ratings.charts.social_card import HEIGHT, WIDTH
from ratings.models.cached_urls import reverse
from ratings.views.authority.context import Story
from ratings.views.embed.context import address_of, shown


@dataclass(frozen=True, slots=True)
class Preview:
    """A page elsewhere: `address` its own, `image` a picture of `width` × `height` pixels;
    `oembed` pairs a media type with an address."""

    title: str
    description: str
    address: str
    image: str
    image_words: str
    oembed: tuple[tuple[str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def authority_preview(story: Story) -> Preview:
    """The name, the line, and the card with both and the timeline."""
    say, slug = shown(story), story.authority.slug
    as_at = "" if story.moment.is_now() else f" {say.when}"
    return Preview(
        title=f"{say.name}: Ofsted ratings of children’s services{as_at}",
        description=say.line_to_quote,
        address=say.address,
        image=address_of(slug, story.moment, "card-png"),
        image_words=say.sentence,
        oembed=tuple(
            (f"{kind}+oembed", f"{settings.SITE_URL}{reverse('oembed')}?{urlencode(asked)}")
            for kind, asked in (
                ("application/json", {"url": say.address, "format": "json"}),
                ("text/xml", {"url": say.address, "format": "xml"}),
            )
        ),
    )

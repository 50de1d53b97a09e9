"""The page of one authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.charts.social_card import HEIGHT, WIDTH
from ratings.exports.schema_org import authority_dataset
from ratings.models.cached_urls import reverse
from ratings.rules.judgement_table import Row, Run
from ratings.rules.types import Inspection
from ratings.views.authority.context import Story, picture, plotly_url, story_of
from ratings.views.authority.current import now
from ratings.views.authority.inspections import events, listing
from ratings.views.authority.redirects import elsewhere
from ratings.views.authority.related import (
    existence,
    explained,
    peer_groups,
    predecessors,
    successors,
)
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.discrepancy_text import disagreements
from ratings.views.embed.context import address_of, shown
from ratings.views.embed.snippets import embed_choices


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A graded inspection, with the short name of its framework."""

    inspection: Inspection
    framework: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the rule's matrix; `frameworks` names those that ask it, oldest first.

    `runs` are its cells as the page has them, the newest inspection first.
    """

    row: Row
    frameworks: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


def matrix_table(story: Story) -> MatrixTable:
    """Judgement areas by graded inspections, the newest first: what holds now is never cut off."""
    names = story.names.frameworks
    newest_first = reversed(story.matrix.columns)
    return MatrixTable(
        columns=tuple(MatrixColumn(i, story.framework_name(i)) for i in newest_first),
        rows=tuple(
            MatrixRow(row, ", ".join(names[code] for code in row.frameworks), row.runs[::-1])
            for row in story.matrix.rows
        ),
    )


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


@public_page(*MOMENT)
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """One authority as at a moment: its line, timeline, ratings, inspections and neighbours."""
    story = story_of(slug, moment(request))
    if story is None:
        return elsewhere(request, slug)
    return render(
        request,
        "ratings/authority.html",
        {
            "record": story.record,
            "moment": story.moment,
            "authority": story.authority,
            "began": story.began,
            "existence": existence(story),
            "line": story.line,
            "citation": citation(story),
            "predecessors": predecessors(story),
            "successors": successors(story),
            "now": now(story),
            "chart": picture(story) if story.inspections or story.eras else None,
            "plotly_url": plotly_url(),
            "events": events(story),
            "matrix": matrix_table(story),
            "listing": listing(story),
            "ofsted_page": story.reference.ofsted_page(story.authority.ofsted_urn),
            "peer_groups": peer_groups(story),
            "explained": explained(story),
            "disagreements": disagreements(story.discrepancies, story.reference),
            "embeds": embed_choices(story),
            "preview": authority_preview(story),
            "structured": _structured(story),
        },
    )


def _structured(story: Story) -> dict[str, Any]:
    """The page's data for search engines."""
    return authority_dataset(
        name=story.authority.name,
        slug=story.authority.slug,
        gss_code=story.authority.gss_code,
        line=story.line.text,
        complete_to=story.reference.complete_to.get("graded"),
        suffix=story.moment.suffix(),
    )


def citation(story: Story) -> str:
    """What to write beside a quoted line."""
    return f"{story.authority.name}, Ofsted ratings of children’s services: {story.line.text}"

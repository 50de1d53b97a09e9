"""The page of one authority."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ratings.forms import today
from ratings.rules.dates import day_in_words
from ratings.views.authority.address import elsewhere
from ratings.views.authority.beside import (
    existence,
    explained,
    peer_groups,
    predecessors,
    successors,
)
from ratings.views.authority.listing import events, listing
from ratings.views.authority.matrix import matrix_table
from ratings.views.authority.now import now
from ratings.views.authority.picture import picture, plotly_url
from ratings.views.authority.story import Story, story_of
from ratings.views.disagreement import disagreements
from ratings.views.moment import MOMENT, moment
from ratings.views.public import public_page


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
            "peer_groups": peer_groups(story),
            "explained": explained(story),
            "disagreements": disagreements(story.discrepancies, story.reference),
        },
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """What to write beside a quoted line; `address` shows the same page for good."""

    text: str
    address: str


def citation(story: Story) -> Citation:
    """The line with its dates; the day of citing stands for "everything known now"."""
    known_by = story.moment.known_by or today()
    dates = {"as_at": story.moment.as_at.isoformat(), "known_by": known_by.isoformat()}
    path = reverse("authority", args=[story.authority.slug])
    as_at = day_in_words(story.moment.as_at)
    published = (
        "" if as_at == day_in_words(known_by) else f", published by {day_in_words(known_by)}"
    )
    return Citation(
        f"{story.authority.name}, Ofsted ratings of children’s services as at {as_at}{published}: "
        f"{story.line.text}. Ofsted ratings over time.",
        f"{settings.SITE_URL}{path}?{urlencode(dates)}",
    )

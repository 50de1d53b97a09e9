"""National shares: what `/national.json` gives."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.views.api.params import asked
from ratings.views.api.queries import REGION, Day, MomentQuery, chosen, fields_of, said
from ratings.views.api.responses import one
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.national import National, NationalAnswer
from ratings.views.national.data import national_data
from ratings.views.national.params import COUNT, asked_count
from ratings.views.national.selectors import national_now

router = Router(tags=["National shares"])


class NationalQuery(MomentQuery):
    """What narrows the count."""

    area: str | None = chosen("area", "Judgement area; overall effectiveness if left out.")
    region: str | None = chosen("region", REGION)
    type: str | None = chosen("type", "Type of authority.")
    programme: str | None = chosen("programme", "Inspections of one programme only.")
    which: str | None = chosen("which", "Which inspection of each; the latest if left out.")
    begun_from: Day | None = said("Inspections begun on this day or later.")
    begun_to: Day | None = said("Inspections begun on this day or earlier.")
    fields: str | None = fields_of(National)


@router.get("/national", response=answers(NationalAnswer), summary="National shares")
def national(request: HttpRequest, query: Query[NationalQuery]) -> HttpResponse:
    """How many authorities hold each grade on the day, with every denominator."""
    of = asked(request, query)
    return one(of, National, national_data(asked_count(of.values(*COUNT), national_now())))

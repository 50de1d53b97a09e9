"""What questions are asked of, read from the database: two queries, or three."""

from __future__ import annotations

from django.db.models import Q

from ratings.forms import Moment
from ratings.models.authority import Authority
from ratings.models.framework import pairs_counted_as_one
from ratings.models.inspection import Inspection
from ratings.rules.questions.known import Council, Known
from ratings.rules.standing import by_authority
from ratings.views.record import Record

COLUMNS = (
    "slug", "name", "start_date", "end_date", "region", "authority_type", "gss_code", "la_code",
)  # fmt: skip


def known_at(moment: Moment, record: Record, *, every_area: bool) -> Known:
    """The record as at a moment.

    `every_area`: with the grades of all judgement areas and with which of them national
    counts take as one (three queries); else with overall grades only (two).
    """
    reference = record.reference
    begun = Inspection.objects.as_at(moment.as_at, moment.known_by)
    inspections = begun.records(reference) if every_area else begun.line_records(reference)
    days = (moment.as_at, moment.known_by, reference.complete_to.get("graded"))
    return Known(
        as_at=moment.as_at,
        complete_to=min(day for day in days if day),
        councils=councils(moment),
        inspections=by_authority(inspections),
        comparability=reference.comparability,
        frameworks=tuple(
            sorted(reference.frameworks.values(), key=lambda f: (f.first_day, f.code))
        ),
        successions=reference.successions,
        counted_as_one=pairs_counted_as_one() if every_area else (),
    )


def councils(moment: Moment) -> tuple[Council, ...]:
    """Authorities that had begun by the day, A to Z; one query."""
    begun = Q(start_date__isnull=True) | Q(start_date__lte=moment.as_at)
    rows = Authority.objects.filter(begun).order_by("name").values_list(*COLUMNS)
    return tuple(Council(*row) for row in rows)

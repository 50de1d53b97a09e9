"""What questions are asked of: the record as at a moment."""

from __future__ import annotations

from ratings.forms import Moment
from ratings.models.snapshot import Whole
from ratings.rules.questions.context import Council, Known
from ratings.rules.status import by_authority
from ratings.views.context import Record

COLUMNS = (
    "slug", "name", "start_date", "end_date", "region", "authority_type", "gss_code", "la_code",
)  # fmt: skip


def known_at(moment: Moment, record: Record, *, every_area: bool) -> Known:
    """The record as at a moment.

    `every_area`: with which judgement areas national counts take as one.
    """
    about = (moment.as_at, moment.known_by, every_area)
    return record.whole.kept("questions", about, lambda: _known(moment, record, every_area))


def _known(moment: Moment, record: Record, every_area: bool) -> Known:
    reference, whole = record.reference, record.whole
    days = (moment.as_at, moment.known_by, reference.complete_to.get("graded"))
    return Known(
        as_at=moment.as_at,
        complete_to=min(day for day in days if day),
        councils=councils(moment, whole),
        inspections=by_authority(whole.as_at(moment.as_at, moment.known_by)),
        comparability=reference.comparability,
        frameworks=tuple(
            sorted(reference.frameworks.values(), key=lambda f: (f.first_day, f.code))
        ),
        successions=reference.successions,
        counted_as_one=whole.counted_as_one if every_area else (),
    )


def councils(moment: Moment, whole: Whole) -> tuple[Council, ...]:
    """Authorities that had begun by the day, A to Z."""
    return tuple(
        Council(*(getattr(each, name) for name in COLUMNS))
        for each in whole.authorities.values()
        if each.start_date is None or each.start_date <= moment.as_at
    )

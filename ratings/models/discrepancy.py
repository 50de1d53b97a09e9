"""The permanent URL of a discrepancy, independent of its primary key.

It is made of what identifies the discrepancy: the inspection (or the authority), the field, the
contradicting source and its value. Where one of these is corrected, the old URL is found in
the history and leads to the new one.
"""

from __future__ import annotations

from hashlib import blake2s
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from ratings.models.inspection import Inspection
from ratings.models.source import Discrepancy

LONGEST = 40
"""Letters of the name of a source that go into a URL."""


def public_discrepancies() -> Any:
    """Every discrepancy but those about a draft, with its authority and inspection."""
    found = Discrepancy.objects.exclude(inspection__status=Inspection.Status.DRAFT)
    return found.select_related("authority", "inspection")


def subject_of(row: Any) -> str:
    """What a discrepancy is about: the inspection's id, or the authority's slug."""
    return str(row.inspection.key if row.inspection else row.authority.slug)


def discrepancy_key(row: Any) -> str:
    """`grade-leaders-official-2022-1a2b3c`: field, contradicting source, and a mark of both
    with the value. `row` is a discrepancy or a version of one."""
    parts = (row.field, row.source_b, row.value_b)
    mark = blake2s("\0".join(parts).encode(), digest_size=3).hexdigest()
    field = slugify(row.field.replace(":", "-").replace("_", "-"))
    source = slugify(row.source_b)[:LONGEST].strip("-")
    return "-".join(part for part in (field, source, mark) if part)


def discrepancy_at(subject: str, key: str) -> Discrepancy | None:
    """The discrepancy with this URL key, or that once had it.

    One query; three where it once had it."""
    of_authority = Q(inspection__isnull=True, authority__slug=subject)
    about = Q(inspection__key=subject) | of_authority
    now = (row for row in public_discrepancies().filter(about) if discrepancy_key(row) == key)
    found: Discrepancy | None = next(now, None)
    if found:
        return found
    then = (row.id for row in Discrepancy.history.filter(about) if discrepancy_key(row) == key)
    number = next(then, None)
    return public_discrepancies().filter(pk=number).first() if number else None

"""Every authority of the register, and where it stands on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ratings.exports.columns import standing_row
from ratings.exports.table import Row
from ratings.exports.tables.context import Asked
from ratings.models import Alias, Authority, FormerCode, Inspection
from ratings.rules.row_types import AuthorityRow
from ratings.rules.status import Standing, standings


def authority_rows(asked: Asked) -> Iterator[Row]:
    """In the order of their slugs; four queries."""
    found = {a.slug: a for a in Authority.objects.order_by("slug")}
    aliases, former = _aliases(), _former_codes()
    for standing in _standings(asked, found):
        authority = found[standing.authority.slug]
        exists = standing.authority.exists_on(asked.moment.as_at)
        listed = _listed(authority, standing)
        *stands, visit_status, page = standing_row(listed, asked.moment, asked.reference)
        yield (
            *stands, exists, _number(authority.latitude), _number(authority.longitude),
            "|".join(aliases[authority.slug]), "|".join(former[authority.slug]), visit_status,
            page,
        )  # fmt: skip


def _standings(asked: Asked, found: dict[str, Authority]) -> tuple[Standing, ...]:
    moment, reference = asked.moment, asked.reference
    inspections = Inspection.objects.as_at(moment.as_at, moment.known_by)
    return standings(
        [authority.record() for authority in found.values()],
        inspections.line_records(reference),
        reference.comparability,
        moment.as_at,
        moment.known_by,
    )


def _listed(a: Authority, standing: Standing) -> AuthorityRow:
    return AuthorityRow(
        slug=a.slug, name=a.name, gss_code=a.gss_code, la_code=a.la_code,
        ofsted_urn=a.ofsted_urn, region=a.region, type=a.authority_type,
        start=a.start_date, end=a.end_date, abolished=None, standing=standing,
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for slug, name in Alias.objects.order_by("name").values_list("authority__slug", "name"):
        found[slug].append(name)
    return found


def _former_codes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = FormerCode.objects.order_by("scheme", "value")
    for slug, scheme, value in rows.values_list("authority__slug", "scheme", "value"):
        found[slug].append(f"{scheme}:{value}")
    return found

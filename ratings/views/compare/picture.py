"""The comparison as small multiples."""

from __future__ import annotations

from datetime import date

from ratings.charts.small_multiples import Multiples, MultiplesData, Subject, multiples
from ratings.rules.dates import day_in_words
from ratings.views.compare.comparison import Compared, Comparison


def picture(found: Comparison) -> Multiples:
    """One row an authority, in the order of the page."""
    return multiples(multiples_data(found))


def multiples_data(found: Comparison) -> MultiplesData:
    """What the picture and the JSON's spells are made of."""
    reference, as_at = found.record.reference, found.moment.as_at
    in_line = sorted(
        (f for f in reference.frameworks.values() if f.in_line), key=lambda f: f.first_day
    )
    return MultiplesData(
        subjects=[_subject(each) for each in found.found],
        frameworks=in_line,
        scale=reference.scales[in_line[-1].code] if in_line else (),
        reach=reference.completeness,
        as_at=as_at,
        known_by=found.moment.known_by,
    )


def _subject(each: Compared) -> Subject:
    standing = each.standing
    return Subject(
        standing.authority, standing.line, each.inspections, note_of(each), _before(each)
    )


def _before(each: Compared) -> str:
    """`before it, until 31 March 2019: Bournemouth, Poole`; a day for each where they differ."""
    by_day: dict[date, list[str]] = {}
    for before in each.predecessors:
        by_day.setdefault(before.last_day, []).append(before.name)
    eras = (f"until {day_in_words(day)}: {', '.join(names)}" for day, names in by_day.items())
    return f"before it, {'; '.join(eras)}" if by_day else ""


def note_of(each: Compared) -> str:
    """When it began or ended, where that is a fact that the picture shows."""
    row = each.row
    if row.abolished:
        return f"abolished {day_in_words(row.abolished)}"
    if row.start and (each.predecessors or not each.began):
        return f"{'since' if each.began else 'began'} {day_in_words(row.start)}"
    return ""

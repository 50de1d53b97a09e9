"""How the grades of a new inspection were given, where the site's own table says so."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.importing.record_index import Held
from ratings.importing.types import SourceRow
from ratings.models.source import Evidence


@dataclass(frozen=True, slots=True)
class Given:
    """Of one grade, or of why there is none. `sources` are keys; None: the file names none
    for it, so that those of the inspection count."""

    sources: set[str] | None = None
    verified: str = ""
    label: str = ""


def given_of(held: Held, area: str) -> Given:
    """What the rows of the file say of how the grade of an area was given."""
    row = next((row for row in held.rows if _tells_of(row, area)), None)
    if row is None:
        return Given()
    is_cited = bool(row.grade_sources) or area not in held.grades
    return Given(
        sources=set(row.grade_sources or ()) & held.sources if is_cited else None,
        verified=row.grade_verified if row.grade_verified in Evidence else "",
        label=row.label,
    )


def _tells_of(row: SourceRow, area: str) -> bool:
    """Whether a row of the site's own table gives the grade of an area, or the reason."""
    if row.grade_sources is None:
        return False
    return any(f.heading == area for f in row.findings) or any(a == area for a, _ in row.missing)

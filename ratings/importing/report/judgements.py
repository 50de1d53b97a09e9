"""What a report says of each area of its framework: a grade, why there is none, or nothing
that could be read for certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.importing.report.document_type import Title
from ratings.importing.report.grades import REASON, grades_of
from ratings.importing.report.parsed_report import Read, Unread
from ratings.importing.report.reference import Area, Rules
from ratings.importing.report.text import Page

NOT_PART = "not-part-of-this-inspection"
LSCB = "lscb"
"""The area that the title itself says is reviewed, or leaves out."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Grades and reasons by area key, in the framework's order; and what could not be read."""

    ratings: tuple[tuple[str, Read[str]], ...] = ()
    missing: tuple[tuple[str, str, Read[str]], ...] = ()
    unread: tuple[Unread, ...] = ()


def findings_of(title: Title, pages: Sequence[Page], rules: Rules) -> Findings:
    """Each area once: what all places that give it agree on."""
    printed = grades_of(title, pages, rules)
    ratings, missing, unread = [], [], []
    for area in rules.areas:
        found = _agreed(area, printed.get(area.key, []), title)
        if isinstance(found, Unread):
            unread.append(found)
        elif found.value.startswith(REASON):
            missing.append((area.key, found.value.removeprefix(REASON), found))
        else:
            ratings.append((area.key, found))
    return Findings(tuple(ratings), tuple(missing), tuple(unread))


def _agreed(area: Area, reads: list[Read[str]], title: Title) -> Read[str] | Unread:
    """The first reading of an area, if all give the same value."""
    if len({read.value for read in reads}) == 1:
        return reads[0]
    if reads:
        places = "; ".join(f"page {read.page}: {read.words}" for read in reads)
        return Unread(f"grade:{area.key}", f"It is printed in two ways: {places}.")
    if area.key == LSCB and not title.has_lscb_review:
        return Read(REASON + NOT_PART, title.page.number, title.words)
    return Unread(f"grade:{area.key}", f"No grade could be read for: {area.name}.")

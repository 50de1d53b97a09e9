"""Authorities related to one: its predecessors and successors, neighbours and region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ratings.models import Succession
from ratings.models.record import Record
from ratings.rules.dates import day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.line import DID_NOT_YET_EXIST, NO_GRADE_ON_RECORD, NOT_YET_INSPECTED
from ratings.rules.questions.results import Finding
from ratings.rules.status import AuthorityStatus
from ratings.rules.succession import Predecessor
from ratings.views.authority.context import AuthorityContext
from ratings.views.text import explanation

INTO: dict[str, str] = {
    Succession.Kind.MERGED: "merged into {}",
    Succession.Kind.SPLIT: "split into {}",
    Succession.Kind.PART_TRANSFERRED: "part of it passed to {}",
    Succession.Kind.REPLACED: "replaced by {}",
}
"""How one authority was succeeded by others, in text about the predecessor."""

AMONG = INTO | {Succession.Kind.SPLIT: "split into {} and others"}
"""The same where only one of the successors is named."""


def predecessor_rows(before: Iterable[Predecessor], record: Record) -> list[dict[str, Any]]:
    """Every predecessor, the earliest generation first; `change` says how it ended."""
    return [
        {
            "slug": each.authority.slug,
            "name": each.authority.name,
            "line": each.status.line.text,
            "last_day": each.last_day,
            "change": in_words(
                AMONG, each.succession.kind, record.authorities[each.succession.successor].name
            ),
        }
        for each in sorted(before, key=lambda each: -each.generation)
    ]


def successors(story: AuthorityContext) -> list[dict[str, Any]]:
    """Its successors, with the day; `change` leads up to the name: “split into”."""
    return [
        {
            "slug": each.successor,
            "name": story.record.authorities[each.successor].name,
            "first_day": each.date,
            "change": in_words(INTO, each.kind, "").strip(),
        }
        for each in story.successions_after
    ]


def in_words(words: Mapping[str, str], kind: str, successor: str) -> str:
    """`merged into Poole`; the kind itself where it has no text yet."""
    return words.get(kind, f"{kind}: {{}}").format(successor)


def peer_groups(story: AuthorityContext) -> list[dict[str, Any]]:
    """Statistical neighbours in every model year, the newest first, then the region.

    `nothing` says why a table is empty.
    """
    name = story.authority.name
    groups = [
        {
            "heading": f"Statistical neighbours, {year} model",
            "anchor": f"neighbours-{year}",
            "rows": [_row(status, rank) for rank, status in peers],
            "nothing": f"The Department for Education’s {year} model has no neighbours for {name}.",
        }
        for year, peers in sorted(story.neighbours.items(), reverse=True)
    ]
    region = {
        "heading": f"Region: {story.authority.region}",
        "anchor": "region",
        "rows": [_row(status) for status in story.region],
        "nothing": "No other authority of this region is on record on this day.",
    }
    return [*groups, region]


def _row(peer: AuthorityStatus, rank: int = 0) -> dict[str, Any]:
    """Another authority with its overall grade. `note`: its last day, the last overall grade."""
    return {
        "rank": rank,
        "slug": peer.authority.slug,
        "name": peer.authority.name,
        "mark": _mark(peer),
        "year": str(peer.since.year) if peer.since else "",
        "note": _note(peer),
    }


def _mark(peer: AuthorityStatus) -> Finding:
    if peer.line.headline.inspection is not None:
        return Finding(peer.grade.word, peer.grade) if peer.grade else Finding(NO_OVERALL_GRADE)
    if not peer.authority.had_begun(peer.as_at):
        return Finding(DID_NOT_YET_EXIST)
    return Finding(NO_GRADE_ON_RECORD if peer.last_graded else NOT_YET_INSPECTED)


def _note(peer: AuthorityStatus) -> str:
    notes = [f"last overall: {peer.last_overall}"] if peer.last_overall else []
    if peer.authority.end:
        ended = "abolished" if peer.abolished else "exists until"
        notes.append(f"{ended} {day_in_words(peer.authority.end)}")
    return "; ".join(notes)


def no_overall_note(story: AuthorityContext) -> str:
    """Why some neighbours have no overall grade; empty where all have one."""
    peers = [*story.region, *(s for group in story.neighbours.values() for _, s in group)]
    if not any(peer.line.headline.inspection and not peer.grade for peer in peers):
        return ""
    without = [
        framework
        for framework in story.record.begun(story.moment.as_at)
        if framework.in_line and framework.headline_area is None
    ]
    return explanation(min(without, key=lambda framework: framework.first_day)) if without else ""


def lifespan_text(story: AuthorityContext) -> str:
    """When the authority began and ended, as far as that lies within the record.

    Up to its last day it exists: the text says that it will end, not that it has.
    """
    start, end = story.authority.start, story.authority.end
    if end and story.moment.as_at <= end:
        since = f"from {day_in_words(start)} " if start else ""
        return f"exists {since}until {day_in_words(end)}"
    if start and end:
        return f"existed from {day_in_words(start)} to {day_in_words(end)}"
    if end:
        return f"abolished {day_in_words(end)}"
    if start is None:
        return ""
    return f"since {day_in_words(start)}" if story.status.began else f"began {day_in_words(start)}"

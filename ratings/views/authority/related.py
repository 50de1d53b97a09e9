"""Authorities related to one: its predecessors and successors, neighbours and region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ratings.models import Succession
from ratings.models.neighbours import NeighbourEntry
from ratings.rules.dates import day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.line import DID_NOT_YET_EXIST, NO_GRADE_ON_RECORD, NOT_YET_INSPECTED
from ratings.rules.succession import ancestry
from ratings.views.authority.context import AuthorityContext
from ratings.views.text import FindingText, explanation

INTO: dict[str, str] = {
    Succession.Kind.MERGED: "merged into {}",
    Succession.Kind.SPLIT: "split into {}",
    Succession.Kind.PART_TRANSFERRED: "part of it passed to {}",
    Succession.Kind.REPLACED: "replaced by {}",
}
"""How one authority was succeeded by others, in text about the predecessor."""

AMONG = INTO | {Succession.Kind.SPLIT: "split into {} and others"}
"""The same where only one of the successors is named."""


@dataclass(frozen=True, slots=True)
class PredecessorRow:
    """A predecessor: its line and last day, and how it ended (the text names its successor)."""

    slug: str
    name: str
    line: str
    last_day: date
    change: str


@dataclass(frozen=True, slots=True)
class SuccessorRow:
    """A successor and its first day; `change` leads up to its name: “split into”."""

    slug: str
    name: str
    first_day: date
    change: str


def predecessors(story: AuthorityContext) -> tuple[PredecessorRow, ...]:
    """Every predecessor, chains followed, the earliest generation first."""
    chain = ancestry(story.authority.slug, story.reference.successions)
    generations = {each.slug: each.generation for each in chain}
    eras = sorted(story.eras, key=lambda era: -generations[era.authority.slug])
    return tuple(
        PredecessorRow(
            slug=era.authority.slug,
            name=era.authority.name,
            line=era.line.text,
            last_day=era.last_day,
            change=in_words(AMONG, era.kind, story.family[era.successor].name),
        )
        for era in eras
    )


def successors(story: AuthorityContext) -> tuple[SuccessorRow, ...]:
    """Its successors, with the day and the kind of change."""
    return tuple(
        SuccessorRow(
            slug=each.successor,
            name=story.family[each.successor].name,
            first_day=each.date,
            change=in_words(INTO, each.kind, "").strip(),
        )
        for each in story.successions_after
    )


def in_words(words: Mapping[str, str], kind: str, successor: str) -> str:
    """`merged into Poole`; the kind itself where it has no text yet."""
    return words.get(kind, f"{kind}: {{}}").format(successor)


@dataclass(frozen=True, slots=True)
class PeerRow:
    """Another authority with its overall grade. `note`: its last day, or the last overall grade."""

    rank: int
    slug: str
    name: str
    mark: FindingText
    year: str
    note: str


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A table of neighbours; `nothing` says why it is empty."""

    heading: str
    anchor: str
    rows: tuple[PeerRow, ...]
    nothing: str = ""


def peer_groups(story: AuthorityContext) -> tuple[PeerGroup, ...]:
    """Statistical neighbours in every model year, the newest first, then the region."""
    years = sorted(story.peers.neighbours.items(), reverse=True)
    return (*(_neighbours(year, found, story) for year, found in years), _region(story))


def _neighbours(year: int, peers: tuple[NeighbourEntry, ...], story: AuthorityContext) -> PeerGroup:
    name = story.authority.name
    return PeerGroup(
        heading=f"Statistical neighbours, {year} model",
        anchor=f"neighbours-{year}",
        rows=tuple(_row(peer, story) for peer in peers),
        nothing=f"The Department for Education’s {year} model has no neighbours for {name}.",
    )


def _region(story: AuthorityContext) -> PeerGroup:
    return PeerGroup(
        heading=f"Region: {story.authority.region}",
        anchor="region",
        rows=tuple(_row(peer, story) for peer in story.peers.region),
        nothing="No other authority of this region is on record on this day.",
    )


def _row(peer: NeighbourEntry, story: AuthorityContext) -> PeerRow:
    as_at = story.moment.as_at
    return PeerRow(
        rank=peer.rank,
        slug=peer.slug,
        name=peer.name,
        mark=_mark(peer, as_at),
        year=str(peer.node.date.year) if peer.node else "",
        note=_note(peer, as_at),
    )


def _mark(peer: NeighbourEntry, as_at: date) -> FindingText:
    if peer.node is not None:
        grade = peer.node.grade
        return FindingText(grade.word, grade=grade) if grade else FindingText(NO_OVERALL_GRADE)
    if peer.start and as_at < peer.start:
        return FindingText(DID_NOT_YET_EXIST)
    return FindingText(NO_GRADE_ON_RECORD if peer.was_inspected else NOT_YET_INSPECTED)


def _note(peer: NeighbourEntry, as_at: date) -> str:
    notes = []
    last = peer.last_overall
    if peer.node and peer.node.grade is None and last and last.grade:
        notes.append(f"last overall: {last.grade.word} ({last.date.year})")
    if peer.end:
        ended = "abolished" if as_at > peer.end else "exists until"
        notes.append(f"{ended} {day_in_words(peer.end)}")
    return "; ".join(notes)


def no_overall_note(story: AuthorityContext) -> str:
    """Why some neighbours have no overall grade; empty where all have one."""
    peers = [*story.peers.region, *(p for group in story.peers.neighbours.values() for p in group)]
    if not any(peer.node and peer.node.grade is None for peer in peers):
        return ""
    without = [
        framework
        for framework in story.reference.begun(story.moment.as_at)
        if framework.in_line and framework.headline_area is None
    ]
    return explanation(min(without, key=lambda framework: framework.first_day)) if without else ""


def lifespan_text(story: AuthorityContext) -> str:
    """When the authority began and ended, as far as that lies within the record.

    Up to its last day it exists: the text says that it will end, not that it has.
    """
    start, end = story.authority.start_date, story.authority.end_date
    if end and story.moment.as_at <= end:
        since = f"from {day_in_words(start)} " if start else ""
        return f"exists {since}until {day_in_words(end)}"
    if start and end:
        return f"existed from {day_in_words(start)} to {day_in_words(end)}"
    if end:
        return f"abolished {day_in_words(end)}"
    if start is None:
        return ""
    return f"since {day_in_words(start)}" if story.began else f"began {day_in_words(start)}"

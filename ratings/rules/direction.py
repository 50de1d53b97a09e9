"""Validate the fields of a visit's direction: for form, model and import file (domain §1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ratings.rules.types import AskedKind

NO_ADDRESS = "Give the address where the direction was read, or that none is stated."
NOTHING_READ = "Say what was read at that address: the direction, or that none is stated."
BOTH = "It states a direction: leave empty what was read to know that none is stated."


class NamedKind(AskedKind, Protocol):
    """An inspection type, as a model row or as plain data."""

    @property
    def name(self) -> str: ...


def no_direction_asked(kind: NamedKind) -> str:
    """Why an inspection of a kind has no direction; empty where it may have one."""
    if kind.is_graded:
        return "A graded inspection has grades, not a direction: leave it empty."
    if not kind.asks_direction:
        return f"A {kind.name} is not asked for a direction: leave it empty."
    return ""


def direction_problems(
    kind: NamedKind, direction: str, read: str, address: str
) -> Iterator[tuple[str, str]]:
    """Field and sentence for each thing that is wrong; a type without a direction has no URL."""
    why = no_direction_asked(kind)
    if why and (direction or read or address):
        yield "direction", why
    elif direction and read:
        yield "direction_read", BOTH
    elif (direction or read) and not address:
        yield "direction_source_url", NO_ADDRESS
    elif address and not (direction or read):
        yield "direction", NOTHING_READ

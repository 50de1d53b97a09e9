"""The words in which releases name the kind of an inspection or visit."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.importing.layouts.parsing import key


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as the record knows it, and the programme where the words name one."""

    key: str
    is_graded: bool
    programme: str = ""


GRADED = {
    "standard": "standard",
    "standard inspection": "standard",
    "short": "short",
    "short inspection": "short",
    "full": "full",
    "full inspection": "full",
    "re-inspection": "re-inspection",
}
VISITS = {
    "focused visit": "focused-visit",
    "focussed visit": "focused-visit",
    "monitoring visit": "monitoring-visit",
    "jtai": "jtai",
    "joint targeted area inspection": "jtai",
    "joint targeted area inspection (jtai)": "jtai",
}
PROGRAMMES = ("ilacs", "sif")
BEFORE = ("ilacs ", "sif ", "la ")
"""What stands before the kind: a programme, or "LA" for local authority."""


def kind_of(words: str) -> Kind | None:
    """The kind that the words name (`ILACS Standard Inspection`); None for words not known."""
    plain = key(words)
    programme = next((name for name in PROGRAMMES if plain.startswith(f"{name} ")), "")
    for start in BEFORE:
        plain = plain.removeprefix(start)
    if plain in GRADED:
        return Kind(GRADED[plain], True, programme)
    if plain in VISITS:
        return Kind(VISITS[plain], False, programme)
    return None

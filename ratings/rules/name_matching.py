"""Names as people type them: without accents, capitals and punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

ALIKE = 0.6
"""The lowest similarity (0 to 1, difflib's ratio) at which a name is suggested."""

NEARLY_AS_ALIKE = 0.3
"""A name is not suggested next to one that is more alike by this much."""


LONGEST = 100
"""Letters of a text that are compared: no name has half as many, and each costs time."""


def normalise(text: str) -> str:
    """`Kingston upon Hull, City of` and `KINGSTON-UPON HULL city of` are one.

    Normalised here and not by a database, so that every database gives the same results.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    kept = (c for c in plain if not unicodedata.combining(c) and c not in "'’.")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def similarity(text: str, name: str) -> float:
    """Similarity (0 to 1) of two normalised names; one word of a longer name counts as the name."""
    words = [name, *name.split()] if " " not in text else [name]
    return max((SequenceMatcher(None, text, word).ratio() for word in words), default=0.0)


def closest_matches(text: str, names: Iterable[tuple[str, str]], most: int = 5) -> list[str]:
    """The keys of the most similar names, best first; `names` are pairs of name and key."""
    folded = normalise(text)[:LONGEST]
    best: dict[str, float] = {}
    for name, key in names:
        best[key] = max(best.get(key, 0.0), similarity(folded, name))
    least = max(ALIKE, max(best.values(), default=0.0) - NEARLY_AS_ALIKE)
    alike = sorted((-score, key) for key, score in best.items() if score >= least)
    return [key for _, key in alike[:most]]

"""Find the council of a report: its name in the title, in a spelling in the record, valid then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ratings.importing.report.document_type import Title
from ratings.importing.report.reference import ReferenceData
from ratings.importing.report.text import excerpt
from ratings.importing.types import ParsedValue
from ratings.rules.name_matching import normalise

WORD = re.compile(r"&|[^\W_]+(?:['.][^\W_]+)*")
SENTENCE = re.compile(
    r"^children's services in (.{2,90}?)\s(?:are|is|requires?)\b", re.I | re.M | re.S
)

COMPASS = {"north", "south", "east", "west", "central", "mid", "greater", "upper", "lower"}
OF_TITLES = {
    "of", "the", "in", "at", "for", "to", "and", "by", "with", "borough", "city", "county", "royal",
    "metropolitan", "unitary", "district", "council", "london", "inspection", "reinspection",
    "services", "service", "children", "childrens", "together", "authority",
}  # fmt: skip
"""Words that may precede a council's name on its line."""

Found = tuple[frozenset[str], str]
"""The slugs that a spelling may mean, and the text as printed."""


def authority_of(
    title: Title, day: date | None, vocabulary: ReferenceData
) -> ParsedValue[str] | str:
    """The council, or why it is not known. `day`: when it must have existed.

    The title is searched first, then the sentence that gives the overall judgement.
    """
    why = ""
    for text in (title.text, *SENTENCE.findall(title.page.text)):
        names = list(_names(text, vocabulary))
        slugs = {slug for found, _ in names for slug in found}
        councils = [vocabulary.councils[slug] for slug in slugs]
        # Without a day: all, except a lone one that has ended.
        if day is not None:
            living = {council.slug for council in councils if council.exists_on(day)}
        else:
            living = slugs if len(slugs) > 1 else {c.slug for c in councils if c.end is None}
        if len(living) == 1:
            slug = living.pop()
            words = next(words for found, words in names if slug in found)
            return ParsedValue(slug, title.page.number, excerpt(words))
        why = why or _why(slugs, living, day, vocabulary)
    return why


def _why(slugs: set[str], living: set[str], day: date | None, vocabulary: ReferenceData) -> str:
    if not slugs:
        return "The title names no council that the record knows under that spelling."
    names = ", ".join(sorted(vocabulary.councils[slug].name for slug in living or slugs))
    if living:
        return f"The title may mean more than one council: {names}."
    when = f"on {day}" if day else "for certain then: no date could be read"
    return f"The council named, {names}, did not exist {when}."


def _names(text: str, vocabulary: ReferenceData) -> Iterator[Found]:
    """Every name in a text, the longest first at each word: `North Somerset` is not Somerset.

    Nor is `East Somerset`, a council not in the record: a name is ignored if a point of the compass
    or, on its line, a word that is no part of titles precedes it.
    """
    words = [(normalise(hit[0]), hit.start(), hit.end()) for hit in WORD.finditer(text)]
    folded = [word for word, _, _ in words]
    longest = max(map(len, vocabulary.spellings), default=0)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            slugs = vocabulary.spellings.get(tuple(folded[at : at + length]))
            if slugs and _is_whole(text, words, at):
                yield slugs, text[words[at][1] : words[at + length - 1][2]]
                break
        else:
            length = 1
        at += length


def _is_whole(text: str, words: list[tuple[str, int, int]], at: int) -> bool:
    """Whether the word before a name is not the beginning of a longer name."""
    if at == 0:
        return True
    word, _, end = words[at - 1]
    if "\n" in text[end : words[at][1]]:
        return word not in COMPASS
    return word in OF_TITLES or word.isdigit()

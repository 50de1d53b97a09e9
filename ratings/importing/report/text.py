"""Normalise the text of a report for comparison: one kind of quote, dash and space; and the letters
alone, so that no line break, hyphen or missing space can hide a heading."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

BREAKS_A_WORD = "\ufffe\x02"
"""How PDFium writes the hyphen of a word broken over two lines."""

PLAIN = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys(f"‐‑‒–—―−─━⁃{BREAKS_A_WORD}", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)
LETTER = re.compile("[A-Za-z]")
LONGEST_WORDS = 160


def clean(text: str) -> str:
    """Normalise ligatures, superscripts, quotes and dashes; remove invisible characters."""
    return unicodedata.normalize("NFKC", text.translate(PLAIN)).translate(PLAIN)


def squeeze(text: str) -> str:
    """The letters alone, in lower case: `2.1 Adoption performance` is `adoptionperformance`."""
    return "".join(LETTER.findall(clean(text))).lower()


@dataclass(frozen=True)
class PageText:
    """One page: its number from 1, its clean text line by line, and its letters alone."""

    number: int
    text: str

    @classmethod
    def of(cls, number: int, lines: Iterable[Sequence[Any]]) -> PageText:
        """Build a page from the lines of the PDF reader: text first, then its place."""
        return cls(number, "\n".join(clean(line[0]) for line in lines))

    @cached_property
    def at(self) -> list[int]:
        """The position of each letter in the text."""
        return [match.start() for match in LETTER.finditer(self.text)]

    @cached_property
    def letters(self) -> str:
        return "".join(self.text[place] for place in self.at).lower()

    def hits(self, phrase: str) -> Iterator[tuple[int, int]]:
        """The matches of a squeezed phrase: first letter, and the letter after its last."""
        start = self.letters.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = self.letters.find(phrase, start + 1)

    def letter_from(self, place: int) -> int:
        """The number of the first letter at or after a position in the text."""
        return bisect_left(self.at, place)

    def begins_line(self, letter: int) -> bool:
        """Whether only numbers, bullets and punctuation precede the letter on its line."""
        before = self.text[: self.at[letter]].rpartition("\n")[2]
        return not any(c.isalpha() for c in before)

    def ends_line(self, letter: int) -> bool:
        """Whether only punctuation and a footnote's number follow the previous letter."""
        after = self.text[self.at[letter - 1] + 1 :].partition("\n")[0]
        return not any(c.isalpha() for c in after)

    def ends_word(self, letter: int) -> bool:
        """Whether the previous letter is the last of its word."""
        after = self.at[letter - 1] + 1
        return not self.text[after : after + 1].isalpha()

    def between(self, letter: int, other: int) -> str:
        """The text between the letter before one and another: spaces, signs, numbers."""
        end = self.at[other] if other < len(self.at) else len(self.text)
        return self.text[self.at[letter - 1] + 1 : end]

    def words(self, letter: int, end: int) -> str:
        """The text from one letter to before another, on one line, shortened."""
        return excerpt(self.text[self.at[letter] : self.at[end - 1] + 1])


def excerpt(text: str) -> str:
    """Text on one line, cut to the maximum length."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"

"""Find the result for each area of a report's framework: a grade, a reason why there is none, or
nothing that could be read for certain.

A grade is read wherever it is printed: in the judgement table at the front, in the sentence on the
overall judgement, and at the beginning of each section of the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ratings.importing.report.document_type import Title
from ratings.importing.report.parsed_report import ParsedValue, UnreadField
from ratings.importing.report.reference import AreaRef, FrameworkRef
from ratings.importing.report.text import PageText, squeeze

NOT_PART = "not-part-of-this-inspection"
LSCB = "lscb"
"""The area that the title itself includes in or excludes from the review."""

NOT_GRADED = "not-graded"
NOT_GRADED_WORDS = (
    "notjudged", "notgraded", "nojudgement", "nograde", "notapplicable", "insufficientevidence",
    "couldnotbejudged", "couldnotbegraded", "wasnotjudged", "wasnotgraded",
)  # fmt: skip
"""How reports say that an area was inspected and no grade could be given, squeezed."""

BEFORE = (
    "", "the", "experiencesandprogressof", "theexperiencesandprogressof",
    "experienceandprogressof", "theexperienceandprogressof",
    "thegradedjudgementfor", "thegradedjudgementforthe", "thegradedjudgementabout",
    "thegradedjudgementaboutthe", "theeffectivenessofthe", "effectivenessofthe",
)  # fmt: skip
"""Text that may precede a heading on its line, squeezed."""

BETWEEN = (
    "", "is", "are", "isthatitis", "isthatit", "thatitis", "thatit", "isthat", "isjudgedtobe",
    "arejudgedtobe", "isjudgedas", "lscb", "lscbis", "isthatchildrensservices",
    "isthatchildrensservicesare", "grade", "judgement", "judgementgrade",
)  # fmt: skip
"""Text that may come between a heading and its grade, squeezed."""

REASON = "missing:"
"""Prefix of a reason among the grades: an area has either a grade or a reason for none."""

SENTENCES = {
    "overall-effectiveness": (
        r"^children's services (?:in|at|provided by|for)\s[^.:;]{2,90}?\s"
        r"(?=(?:are|is|requires?)\b)",
    ),
    "lscb": (
        r"^[^\n.:;]{0,70}?(?:safeguarding\s+children(?:'?s?\s+board)?|\bLSCB)\b"
        r"(?:\s*\([A-Z]+\))?",
        r"^the arrangements in place to evaluate the effectiveness of what is done by the"
        r"[^.:;]{0,150}?\s(?=(?:are|is|requires?)\b)",
    ),
}
"""Beginnings of sentences that give the grade of an area, besides the record's headings."""

MORE_HEADINGS = {
    "tlac-overall": ("overalleffectivenessofservicesforlookedafterchildrenandyoungpeople",),
    "tlac-outcomes": ("outcomesforlookedafterchildrenandyoungpeople",),
    "tlac-capacity-to-improve": ("capacityforimprovement",),
}
"""Longer forms of headings in the record, squeezed."""

WITHIN_PARAGRAPHS = {
    "cpi-overall": r"overall effectiveness of (?:the |local authority )*arrangements\b"
    r"[^.:;]{0,120}?",
    "tlac-overall": r"overall effectiveness of (?:the )?(?:services|arrangements)\b[^.:;]{0,120}?",
    "slac-safeguarding": r"overall effectiveness of (?:the )?safeguarding\b[^.:;]{0,120}?",
    "slac-looked-after": r"overall effectiveness of (?:the )?(?:council's )?services for"
    r" (?:looked after children|children looked after)\b[^.:;]{0,120}?",
}
"""Sentences of the reports of 2009 to 2013, which continue after the grade."""

JUDGED = re.compile(r"\s(?:is|are)\s+(?:judged\s+(?:to\s+be|as)\s+)?", re.I)


@dataclass(frozen=True, slots=True)
class Findings:
    """Grades and reasons by area key, in the framework's order; and what could not be read."""

    ratings: tuple[tuple[str, ParsedValue[str]], ...] = ()
    missing: tuple[tuple[str, str, ParsedValue[str]], ...] = ()
    unread: tuple[UnreadField, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """Squeezed text and the grade (or reason) that it means in one framework."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A heading found: its area, its first letter, and the letter after its last."""

    area: str
    page: PageText
    start: int
    end: int


@cache
def wordings(rules: FrameworkRef) -> tuple[Wording, ...]:
    """Every way to print a grade of a framework, longest first."""
    found = [Wording(words, REASON + NOT_GRADED) for words in NOT_GRADED_WORDS]
    for key, word in rules.grades:
        for form in _forms(word):
            found += [Wording(form, key), Wording(form + "tobegood", key)]
    return tuple(sorted(found, key=lambda wording: -len(wording.words)))


def _forms(word: str) -> set[str]:
    """Variants: `requires improvement` is also printed `require` and `requiring improvement`."""
    first, _, rest = word.partition(" ")
    if not rest:
        return {squeeze(word)}
    stem = first.removesuffix("s")
    return {squeeze(form + rest) for form in (first, stem, stem.removesuffix("e") + "ing")}


def grades_of(
    title: Title, pages: Sequence[PageText], rules: FrameworkRef
) -> dict[str, list[ParsedValue[str]]]:
    """By area key, every grade (or reason for none) printed for it, the front page's first."""
    front = title.page.number
    found: dict[str, list[ParsedValue[str]]] = {}
    for page in pages:
        if page.number >= front:
            is_front = page.number <= front + 1
            for place in _places(page, rules.areas):
                colon_counts = is_front or rules.group != "sif"
                if read := _graded(place, rules, colon_counts):
                    found.setdefault(place.area, []).append(read)
            for area, read in _in_paragraphs(page, rules):
                found.setdefault(area, []).append(read)
    return found


def _places(page: PageText, areas: Sequence[AreaRef]) -> Iterator[HeadingPlace]:
    """The places where an area's heading or sentence begins a line."""
    for area in areas:
        for phrase in _phrases(area):
            for start, end in page.hits(phrase):
                if (begin := _beginning(page, start)) is not None:
                    yield HeadingPlace(area.key, page, begin, end)
        for pattern in SENTENCES.get(area.key, ()):
            for hit in re.finditer(pattern, page.text, re.I | re.M):
                start, end = page.letter_from(hit.start()), page.letter_from(hit.end())
                yield HeadingPlace(area.key, page, start, end)


@cache
def _phrases(area: AreaRef) -> frozenset[str]:
    """Every squeezed heading of an area; some reports print `experience and progress`."""
    known = area.headings.union(MORE_HEADINGS.get(area.key, ()))
    return known.union(phrase.replace("experiencesand", "experienceand") for phrase in known)


def _beginning(page: PageText, start: int) -> int | None:
    """The letter at which a heading's line begins, or None inside a line."""
    for before in BEFORE:
        begin = start - len(before)
        if page.letters.endswith(before, 0, start) and begin >= 0 and page.begins_line(begin):
            return begin
    return None


def _graded(
    place: HeadingPlace, rules: FrameworkRef, colon_counts: bool
) -> ParsedValue[str] | None:
    """The grade right after a heading, if its line ends there."""
    page = place.page
    for between in BETWEEN:
        if not page.letters.startswith(between, place.end):
            continue
        start = place.end + len(between)
        for wording in wordings(rules):
            end = start + len(wording.words)
            if page.letters.startswith(wording.words, start) and _ends(page, end):
                if ":" in page.between(place.end, start) and not colon_counts:
                    return None
                return ParsedValue(wording.value, page.number, page.words(place.start, end))
    return None


def _ends(page: PageText, end: int) -> bool:
    """Whether a grade is at the end of its line, or before `because:` and a list."""
    return page.ends_line(end) or page.letters.startswith("because", end)


def _in_paragraphs(page: PageText, rules: FrameworkRef) -> Iterator[tuple[str, ParsedValue[str]]]:
    """Grades given in running text, as in the reports of 2009 to 2013."""
    for area in rules.areas:
        if pattern := WITHIN_PARAGRAPHS.get(area.key):
            for hit in re.finditer(pattern + JUDGED.pattern, page.text, re.I):
                start = page.letter_from(hit.end())
                for wording in wordings(rules):
                    end = start + len(wording.words)
                    if page.letters.startswith(wording.words, start) and page.ends_word(end):
                        words = page.words(page.letter_from(hit.start()), end)
                        yield area.key, ParsedValue(wording.value, page.number, words)
                        break


def findings_of(title: Title, pages: Sequence[PageText], rules: FrameworkRef) -> Findings:
    """One result for each area: the value on which all places that give it agree."""
    printed = grades_of(title, pages, rules)
    ratings, missing, unread = [], [], []
    for area in rules.areas:
        found = _agreed(area, printed.get(area.key, []), title)
        if isinstance(found, UnreadField):
            unread.append(found)
        elif found.value.startswith(REASON):
            missing.append((area.key, found.value.removeprefix(REASON), found))
        else:
            ratings.append((area.key, found))
    return Findings(tuple(ratings), tuple(missing), tuple(unread))


def _agreed(
    area: AreaRef, reads: list[ParsedValue[str]], title: Title
) -> ParsedValue[str] | UnreadField:
    """The first value read for an area, if all places give the same."""
    if len({read.value for read in reads}) == 1:
        return reads[0]
    if reads:
        places = "; ".join(f"page {read.page}: {read.words}" for read in reads)
        return UnreadField(f"grade:{area.key}", f"It is printed in two ways: {places}.")
    if area.key == LSCB and not title.has_lscb_review:
        return ParsedValue(REASON + NOT_PART, title.page.number, title.words)
    return UnreadField(f"grade:{area.key}", f"No grade could be read for: {area.name}.")

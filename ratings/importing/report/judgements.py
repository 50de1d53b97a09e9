"""Find the result for each area of a report's framework: a grade, a reason why there is none, or
nothing that could be read for certain.

A grade is read wherever it is printed: in the judgement table at the front, in the sentence on the
overall judgement, and at the beginning of each section of the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ratings.importing.report.document_type import Title
from ratings.importing.report.reference import ReferenceData
from ratings.importing.report.text import PageText, squeeze
from ratings.importing.types import ParsedValue
from ratings.rules.types import Area, Framework
from ratings.rules.validation import Problem

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


Wording = tuple[str, str]
"""Squeezed text and the grade (or reason) that it means in one framework."""

Place = tuple[str, int, int]
"""A heading found on a page: its area, its first letter, and the letter after its last."""

Findings = tuple[
    tuple[tuple[str, ParsedValue[str]], ...],
    tuple[tuple[str, str, ParsedValue[str]], ...],
    tuple[Problem, ...],
]
"""Grades and reasons by area key, in the framework's order; and what could not be read."""


def wordings(rules: Framework) -> list[Wording]:
    """Every way to print a grade of a framework, longest first."""
    found = [(words, REASON + NOT_GRADED) for words in NOT_GRADED_WORDS]
    for grade in rules.grades:
        first, _, rest = grade.word.partition(" ")
        stem = first.removesuffix("s")
        # `requires improvement` is also printed `require` and `requiring improvement`.
        forms = {first, stem, stem.removesuffix("e") + "ing"} if rest else {first}
        for form in {squeeze(form + rest) for form in forms}:
            found += [(form, grade.key), (form + "tobegood", grade.key)]
    return sorted(found, key=lambda wording: -len(wording[0]))


def grades_of(
    title: Title, pages: Sequence[PageText], rules: Framework, vocabulary: ReferenceData
) -> dict[str, list[ParsedValue[str]]]:
    """By area key, every grade (or reason for none) printed for it, the front page's first."""
    front, words = title.page.number, wordings(rules)
    phrases = {}
    for area in rules.areas:
        known = vocabulary.headings[rules.group, area.key].union(MORE_HEADINGS.get(area.key, ()))
        # Some reports print `experience and progress`.
        phrases[area.key] = known | {p.replace("experiencesand", "experienceand") for p in known}
    found: dict[str, list[ParsedValue[str]]] = {}
    for page in pages:
        if page.number >= front:
            colon_counts = page.number <= front + 1 or rules.group != "sif"
            for place in _places(page, phrases):
                if read := _graded(page, place, words, colon_counts):
                    found.setdefault(place[0], []).append(read)
            for key, read in _in_paragraphs(page, phrases, words):
                found.setdefault(key, []).append(read)
    return found


def _places(page: PageText, phrases: Mapping[str, Iterable[str]]) -> Iterator[Place]:
    """The places where an area's heading or sentence begins a line."""
    for area, headings in phrases.items():
        for phrase in headings:
            for start, end in page.hits(phrase):
                if (begin := _beginning(page, start)) is not None:
                    yield area, begin, end
        for pattern in SENTENCES.get(area, ()):
            for hit in re.finditer(pattern, page.text, re.I | re.M):
                yield area, page.letter_from(hit.start()), page.letter_from(hit.end())


def _beginning(page: PageText, start: int) -> int | None:
    """The letter at which a heading's line begins, or None inside a line."""
    for before in BEFORE:
        begin = start - len(before)
        if page.letters.endswith(before, 0, start) and begin >= 0 and page.begins_line(begin):
            return begin
    return None


def _graded(
    page: PageText, place: Place, words: Sequence[Wording], colon_counts: bool
) -> ParsedValue[str] | None:
    """The grade right after a heading, if its line ends there, or `because:` and a list follow."""
    _, begin, end_of_heading = place
    for between in BETWEEN:
        if not page.letters.startswith(between, end_of_heading):
            continue
        start = end_of_heading + len(between)
        for wording, value in words:
            end = start + len(wording)
            if page.letters.startswith(wording, start) and (
                page.ends_line(end) or page.letters.startswith("because", end)
            ):
                if ":" in page.between(end_of_heading, start) and not colon_counts:
                    return None
                return ParsedValue(value, page.number, page.words(begin, end))
    return None


def _in_paragraphs(
    page: PageText, areas: Iterable[str], words: Sequence[Wording]
) -> Iterator[tuple[str, ParsedValue[str]]]:
    """Grades given in running text, as in the reports of 2009 to 2013."""
    for area in areas:
        if pattern := WITHIN_PARAGRAPHS.get(area):
            for hit in re.finditer(pattern + JUDGED.pattern, page.text, re.I):
                start = page.letter_from(hit.end())
                for wording, value in words:
                    end = start + len(wording)
                    if page.letters.startswith(wording, start) and page.ends_word(end):
                        said = page.words(page.letter_from(hit.start()), end)
                        yield area, ParsedValue(value, page.number, said)
                        break


def findings_of(
    title: Title, pages: Sequence[PageText], rules: Framework, vocabulary: ReferenceData
) -> Findings:
    """One result for each area: the value on which all places that give it agree."""
    printed = grades_of(title, pages, rules, vocabulary)
    ratings, missing, unread = [], [], []
    for area in rules.areas:
        found = _agreed(area, printed.get(area.key, []), title)
        if isinstance(found, Problem):
            unread.append(found)
        elif found.value.startswith(REASON):
            missing.append((area.key, found.value.removeprefix(REASON), found))
        else:
            ratings.append((area.key, found))
    return tuple(ratings), tuple(missing), tuple(unread)


def _agreed(area: Area, reads: list[ParsedValue[str]], title: Title) -> ParsedValue[str] | Problem:
    """The first value read for an area, if all places give the same."""
    if len({read.value for read in reads}) == 1:
        return reads[0]
    if reads:
        places = "; ".join(f"page {read.page}: {read.words}" for read in reads)
        return Problem(f"grade:{area.key}", f"It is printed in two ways: {places}.")
    if area.key == LSCB and not title.has_lscb_review:
        return ParsedValue(REASON + NOT_PART, title.page.number, title.words)
    return Problem(f"grade:{area.key}", f"No grade could be read for: {area.name}.")

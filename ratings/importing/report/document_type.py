"""Detect the type of a document from its title, which is printed above the first date.

The titles are those that Ofsted printed; none contains a council's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ratings.importing.report.text import PageText, excerpt, squeeze

PAGES_TO_LOOK_AT = 3
"""Number of pages searched: a council's own cover sheet may precede the title."""

LONGEST_TITLE = 1500
END_OF_TITLE = re.compile(
    r"\b(?:inspection|review)\s+dates?\b|\bdates?\s+of\s+(?:the\s+)?(?:inspection|review)\b"
    r"|\binspection\s+carried\s+out\b|\blead\s+inspector\b|\breporting\s+inspector\b"
    r"|\bjudgement\s+grade\b|\breport\s+published\b",
    re.IGNORECASE,
)

PROGRAMMES = (
    ("sif", "servicesforchildreninneedofhelpandprotection"),
    ("sif", "helpandprotectionchildrenlookedafterandcareleavers"),
    ("cpi", "arrangementsfortheprotectionofchildren"),
    ("cpi", "arrangementstoprotectchildren"),
    ("slac", "inspectionofsafeguardingandlookedafterchildren"),
    ("tlac", "inspectionofservicesforlookedafterchildren"),
    ("tlac", "inspectionoflocalauthorityservicesforlookedafterchildren"),
    ("tlac", "inspectionofservicesforchildrenlookedafter"),
    ("tlac", "inspectionoflookedafterchildren"),
    ("tlac", "targetedinspection"),
    ("ilacs", "inspectionofchildrenssocialcareservices"),
    ("ilacs", "inspectionoflocalauthoritychildrensservices"),
    ("ilacs", "inspectionofchildrensservices"),
)
"""Programmes by the text of their titles, squeezed; the first match applies."""

ILACS_WITH_NAME = re.compile(r"inspectionof[a-z]{4,70}?childrens(?:socialcare)?services")
LSCB_REVIEW = re.compile(r"reviewoftheeffectivenessof[a-z]{0,40}safeguardingchildrens?board")

RE_INSPECTION = re.compile(r"\bre\s?-?\s?inspection\b", re.IGNORECASE)

Signs = tuple[tuple[str, str], ...]
"""Patterns, each with the type of document in which it is found."""

VISITS: Signs = (
    (r"focused\s+visit", "the letter on a focused visit, which gives no grades"),
    (r"monitoring\s+visit", "the letter on a monitoring visit, which gives no grades"),
    (r"assurance\s+visit", "the letter on an assurance visit, which gives no grades"),
    (r"joint\s+(?:targeted\s+)?area\s+(?:targeted\s+)?inspection|\bJTAI\b",
     "the report on a joint targeted area inspection, which gives no grades"),
)  # fmt: skip
PROVIDERS: Signs = (
    (r"social\s+care\s+common\s+inspection\s+framework|\bSCCIF\b|registered\s+provider",
     "Ofsted's report on a children's home or another provider of social care"),
    (r"unique\s+reference\s+number", "Ofsted's report on a school, college or nursery"),
)  # fmt: skip
"""Text on the first page of every report of a provider, and of no council's."""

OTHERS: Signs = (
    *VISITS,
    (r"(?-i:\bSEND\b)|special\s+educational\s+needs",
     "a report on special educational needs (area SEND), not on children's social care"),
    (r"youth\s+(?:offending|justice)|inspectorate\s+of\s+probation|hmi\s+probation",
     "a report of HM Inspectorate of Probation"),
    (r"hmicfrs|inspectorate\s+of\s+constabulary|national\s+child\s+protection\s+inspection",
     "a report of HM Inspectorate of Constabulary"),
    (r"care\s+quality\s+commission|\bCQC\b", "a report of the Care Quality Commission"),
    (r"inspectorate\s+of\s+prisons|care\s+inspectorate|\bestyn\b|cafcass",
     "a report on or of another body"),
    (r"(?:independent\s+)?fostering\s+(?:agency|service)|adoption\s+(?:agency|service)"
     r"|adoption\s+support\s+agency", "Ofsted's report on a fostering or adoption agency"),
    (r"children'?s'?\s+homes?\b|residential\s+(?:family|special)|secure\s+(?:training|children)",
     "Ofsted's report on a children's home or another provider of social care"),
    (r"nurser(?:y|ies)\b|child\s?mind|early\s+years|childcare|pre-?school|playgroup",
     "Ofsted's report on early years or childcare"),
    (r"\bschools?\b|academy|\bcolleges?\b|sixth\s+form|further\s+education|\bpupils?\b"
     r"|\blearners?\b|initial\s+teacher", "Ofsted's report on a school, college or training"),
)  # fmt: skip
"""Other document types, by text in the title or, failing that, on the first page."""

INSPECTS = re.compile(r"ofsted|inspect", re.IGNORECASE)
LETTER = re.compile(r"^[^\S\n]*dear\s|\bthis\s+letter\s+(?:summarises|sets\s+out)", re.I | re.M)
A_LETTER = "a letter, not the report of a graded inspection"
REFUSAL = "This is {}. Choose the report of a graded inspection of a council."
NO_REPORT = (
    "The PDF can be read, but no page at its beginning has the title of an Ofsted report on a"
    " council's children's services. Choose such a report."
)


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report: its programme, and the page and length of its text.

    `has_lscb_review`: it says that the review of the safeguarding board is part of it.
    """

    programme: str
    page: PageText
    end: int
    is_re_inspection: bool
    has_lscb_review: bool

    @property
    def text(self) -> str:
        return self.page.text[: self.end]

    @property
    def words(self) -> str:
        """The title on one line, without the page number."""
        return excerpt(self.text.lstrip("0123456789 \n"))


def title_of(pages: Iterable[PageText]) -> Title | str:
    """The title; for any other kind of document, a sentence that says what it is.

    A visit below a title of graded inspections is only mentioned.
    """
    first = [page for page in pages if page.letters][:PAGES_TO_LOOK_AT]
    for page in first:
        text = page.text[: _end_of_title(page)]
        letters = squeeze(text)
        visit, place = _other(text, VISITS)
        if visit and not _programme(squeeze(text[:place])):
            return REFUSAL.format(_other(page.text, PROVIDERS)[0] or visit)
        if programme := _programme(letters):
            is_again = bool(RE_INSPECTION.search(text))
            return Title(programme, page, len(text), is_again, bool(LSCB_REVIEW.search(letters)))
    return _something_else(first[0]) if first else NO_REPORT


def _end_of_title(page: PageText) -> int:
    found = END_OF_TITLE.search(page.text)
    return found.start() if found else min(LONGEST_TITLE, len(page.text))


def _programme(letters: str) -> str:
    """The programme that a squeezed title names; empty where it names none."""
    for programme, phrase in PROGRAMMES:
        if phrase in letters:
            return programme
    if LSCB_REVIEW.search(letters) and "inspectionof" not in letters:
        return "lscb-review"
    return "ilacs" if ILACS_WITH_NAME.search(letters) else ""


def _other(text: str, others: Signs) -> tuple[str, int]:
    """Another document type that a text names (empty: none), and where; the earliest applies."""
    hits = ((re.search(pattern, text, re.IGNORECASE), what) for pattern, what in others)
    place, what = min(((hit.start(), what) for hit, what in hits if hit), default=(0, ""))
    return what, place


def _something_else(page: PageText) -> str:
    """The type of a document without a report title, by its title, then by its first page."""
    places: list[tuple[str, Signs]] = [(page.text[: _end_of_title(page)], OTHERS)]
    if INSPECTS.search(page.text):
        places = [(page.text, PROVIDERS), *places, (page.text, OTHERS)]
    for text, others in places:
        if other := _other(text, others)[0]:
            return REFUSAL.format(other)
    return REFUSAL.format(A_LETTER) if LETTER.search(page.text) else NO_REPORT

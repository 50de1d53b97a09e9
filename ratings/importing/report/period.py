"""When an inspection took place and when its report came out: the dates beside their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ratings.importing.report.dates import Stretch, stretches
from ratings.importing.report.document_type import Title
from ratings.importing.report.parsed_report import Read
from ratings.importing.report.text import Page, excerpt

LABELS = (
    r"^[ \d]*inspection\s+dates?(?:\s*\(s\))?",
    r"^[ \d]*dates?\s+of\s+(?:the\s+)?inspection",
    r"^[ \d]*(?:review\s+dates?|dates?\s+of\s+(?:the\s+)?review)",
    r"(?:inspection|review)\s+dates?(?:\s*\(s\))?",
    r"(?:inspection|review)\s+(?:was\s+)?(?:carried\s+out|conducted|took\s+place)",
    r"(?:inspected|reviewed)\s+(?=on|from|between)",
)
"""What stands before the dates, the surest first: the first that is found is asked."""

INSPECTED = tuple(
    re.compile(label + r"\s*\d?\s*:?\s*(?:(?:on|from|between)\s+)?(?=\D{0,12}\d)", re.I | re.M)
    for label in LABELS
)
PUBLISHED = re.compile(
    r"^[ \d]*(?:(?:report\s+)?published(?:\s+on)?|date\s+of\s+publication|publication\s+date"
    r"|(?:report\s+)?date\s+published|published\s+date)\s*:?\s*(?=\D{0,12}\d)",
    re.I | re.M,
)
REACH = 300
"""So many characters after its label a date may go on."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days on site, in parts, with the words; or why they are not known.

    `ends_line`: nothing follows them on their line.
    """

    parts: tuple[Stretch, ...] = ()
    page: int = 0
    words: str = ""
    ends_line: bool = False
    why: str = ""

    @property
    def start(self) -> Read[date] | None:
        return Read(self.parts[0].first, self.page, self.words) if self.parts else None

    @property
    def end(self) -> Read[date] | None:
        return Read(self.parts[-1].last, self.page, self.words) if self.parts else None


def period_of(title: Title) -> Period:
    """The days printed beside their label on the title's page; two that differ are none."""
    found = _beside_label(title.page)
    if not found:
        return Period(why="No dates of an inspection could be read beside their label.")
    if len({period.parts for period in found}) > 1:
        both = "; ".join(dict.fromkeys(period.words for period in found))
        return Period(why=f"The dates are printed twice and differ: {both}.")
    if sum(part.days for part in found[0].parts) == 1:
        words = found[0].words
        return Period(why=f"Only one day is printed, the first or the last: {words}.")
    return found[0]


def _beside_label(page: Page) -> list[Period]:
    """Every period after the surest label that has one."""
    for pattern in INSPECTED:
        periods = [_after(page, label) for label in pattern.finditer(page.text)]
        if found := [period for period in periods if period.parts]:
            return found
    return []


def _after(page: Page, label: re.Match[str]) -> Period:
    parts, reach = stretches(page.text[label.end() : label.end() + REACH])
    end = label.end() + reach
    ends_line = not page.text[end:].partition("\n")[0].strip(" .")
    return Period(parts, page.number, excerpt(page.text[label.start() : end]), ends_line)


def published_of(title: Title) -> Read[date] | None:
    """The day of publication, where one is printed on the title's page."""
    for label in PUBLISHED.finditer(title.page.text):
        days = _after(title.page, label)
        if len(days.parts) == 1 and days.parts[0].days == 1 and days.ends_line:
            return Read(days.parts[0].first, days.page, days.words)
    return None

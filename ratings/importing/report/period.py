"""Find when an inspection took place and when its report was published, from the dates beside their
labels; derive framework and kind. Days are printed as `5 to 16 February 2018`, `19 November-11
December 2013 and 28 - 30 January 2014`; omitted months and years are taken from the next date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.importing.layouts.parsing import month_of
from ratings.importing.report.document_type import Title
from ratings.importing.report.parsed_report import ParsedValue
from ratings.importing.report.reference import FrameworkRef, ReferenceData
from ratings.importing.report.text import PageText, excerpt

MOST_DAYS_OF_A_SHORT_ONE = 7
"""At most this many days of fieldwork per part mean a short inspection (domain §2): an estimate, as
no report prints it. It reproduces every label that Ofsted has published."""

LABELS = (
    r"^[ \d]*inspection\s+dates?(?:\s*\(s\))?",
    r"^[ \d]*dates?\s+of\s+(?:the\s+)?inspection",
    r"^[ \d]*(?:review\s+dates?|dates?\s+of\s+(?:the\s+)?review)",
    r"(?:inspection|review)\s+dates?(?:\s*\(s\))?",
    r"(?:inspection|review)\s+(?:was\s+)?(?:carried\s+out|conducted|took\s+place)",
    r"(?:inspected|reviewed)\s+(?=on|from|between)",
)
"""Labels of the dates, the most reliable first: the first that is found is used."""

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
"""A date may extend this many characters after its label."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = timedelta(days=200)
"""Maximum time from the first day of an inspection to its last; more is a misreading."""

CENTURY = 2000
TOKEN = re.compile(
    r"(?P<numeric>\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?(?:20)?\d\d(?!\d)|\d{1,2}-\d{1,2}-20\d\d)|(?P<year>20\d\d)(?!\d)"
    r"|(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)?(?!\d)|(?P<word>[A-Za-z]+)|(?P<sign>[-,;&:+])"
    r"|(?P<other>\S)"
)
TO = {"to", "until", "till", "through", "-"}
AND = {"and", "&", ",", ";", "+"}
NOISE = {"from", "between", "the", "of", ":", "on", "st", "nd", "rd", "th"}


def framework_of(title: Title, start: date | None, vocabulary: ReferenceData) -> FrameworkRef | str:
    """The framework of the title's programme in force on the first day, or why it is unknown."""
    versions = vocabulary.of_group(title.programme)
    if start is None:
        if len(versions) == 1:
            return versions[0]
        return "The first day could not be read, and the version of the framework follows it."
    for rules in versions:
        if rules.applied_on(start):
            return rules
    return f"No framework of the kind that the title names was in force on {start}."


def kind_of(
    title: Title, rules: FrameworkRef, period: ReportPeriod
) -> tuple[ParsedValue[str] | None, bool]:
    """The kind, and whether it is an estimate; None if nothing indicates it.

    A title without "re-inspection" does not prove a first inspection: several second ones under the
    single inspection framework have the plain title.
    """
    if {"short", "standard"} <= rules.kinds:
        if not period.parts:
            return None, False
        is_short = max(part.days for part in period.parts) <= MOST_DAYS_OF_A_SHORT_ONE
        return ParsedValue("short" if is_short else "standard", period.page, period.words), True
    return _printed(title, rules)


def _printed(title: Title, rules: FrameworkRef) -> tuple[ParsedValue[str] | None, bool]:
    wanted = "re-inspection" if title.is_re_inspection else "full"
    if wanted in rules.kinds:
        is_estimate = wanted == "full" and "re-inspection" in rules.kinds
        return ParsedValue(wanted, title.page.number, title.words), is_estimate
    if len(rules.kinds) == 1:
        return ParsedValue(next(iter(rules.kinds)), title.page.number, title.words), False
    return None, False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Consecutive days, from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(slots=True)
class _Day:
    """A day as printed; the next date may supply its month and year. `ends`: it ends a range."""

    day: int
    ends: bool
    month: int = 0
    year: int = 0


def stretches(text: str) -> tuple[tuple[DateRange, ...], int]:
    """The days printed at the beginning of a text, and how many characters they take up.

    Empty where they are not dates of one inspection, in order and with a year.
    """
    days, end = _days(text)
    if not days or not _filled(days):
        return (), 0
    try:
        found = tuple(_joined(days))
    except ValueError:
        return (), 0
    return (found, end) if _in_order(found) else ((), 0)


def _days(text: str) -> tuple[list[_Day], int]:
    """Days in the order printed, and where the last of them ends.

    A number after a year is a day only if a word or sign joins it: otherwise it is the number of a
    page or of the next line's paragraph.
    """
    days: list[_Day] = []
    joined, reach = "", 0
    for token in TOKEN.finditer(text):
        word = token[0].lower()
        if token["numeric"] or token["day"]:
            if days and days[-1].year and not joined:
                break
            days.append(_day(word, ends=joined in TO))
        elif not days or not _completes(days[-1], token):
            if word not in TO | AND | NOISE and not _weekday(word):
                break
            joined = word if days and word in TO | AND else joined
            continue
        joined, reach = "", token.end()
    return days, reach


def _day(word: str, ends: bool) -> _Day:
    """Parse `5`, `5th`, `05/02/2018` or `05/02/18`."""
    day, *rest = (int(number) for number in re.findall(r"\d+", word))
    if not rest:
        return _Day(day, ends)
    month, year = rest
    return _Day(day, ends, month, year if year > CENTURY else CENTURY + year)


def _completes(day: _Day, token: re.Match[str]) -> bool:
    """Set the month or year of the last day, if that is what the token is."""
    if token["year"] and not day.year:
        day.year = int(token[0])
    elif (month := 9 if token[0].lower() == "sept" else month_of(token[0])) and not day.month:
        day.month = month
    else:
        return False
    return True


def _weekday(word: str) -> bool:
    return any(word in {name, name[:3]} for name in WEEKDAYS)


def _filled(days: list[_Day]) -> bool:
    """Fill in months and years from right to left; False where the last day lacks one."""
    after = days[-1]
    if not after.month or not after.year:
        return False
    for day in reversed(days[:-1]):
        day.month = day.month or after.month
        day.year = day.year or after.year - ((day.month, day.day) > (after.month, after.day))
        after = day
    return True


def _joined(days: list[_Day]) -> Iterator[DateRange]:
    """Ranges from days: a day that ends a range closes the one before it."""
    dates = [(date(day.year, day.month, day.day), day.ends) for day in days]
    for (first, ends), following in zip(dates, [*dates[1:], None], strict=True):
        if not ends:
            last = following[0] if following and following[1] else first
            yield DateRange(first, last)


def _in_order(found: tuple[DateRange, ...]) -> bool:
    edges = [edge for stretch in found for edge in (stretch.first, stretch.last)]
    return edges == sorted(edges) and edges[-1] - edges[0] <= LONGEST


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The days on site, in parts, with the text they were read from; or why they are unknown.

    `ends_line`: nothing follows them on their line.
    """

    parts: tuple[DateRange, ...] = ()
    page: int = 0
    words: str = ""
    ends_line: bool = False
    why: str = ""

    @property
    def start(self) -> ParsedValue[date] | None:
        return ParsedValue(self.parts[0].first, self.page, self.words) if self.parts else None

    @property
    def end(self) -> ParsedValue[date] | None:
        return ParsedValue(self.parts[-1].last, self.page, self.words) if self.parts else None


def period_of(title: Title) -> ReportPeriod:
    """The days printed beside their label on the title's page; unknown if two places differ."""
    found = _beside_label(title.page)
    if not found:
        return ReportPeriod(why="No dates of an inspection could be read beside their label.")
    if len({period.parts for period in found}) > 1:
        both = "; ".join(dict.fromkeys(period.words for period in found))
        return ReportPeriod(why=f"The dates are printed twice and differ: {both}.")
    if sum(part.days for part in found[0].parts) == 1:
        words = found[0].words
        return ReportPeriod(why=f"Only one day is printed, the first or the last: {words}.")
    return found[0]


def _beside_label(page: PageText) -> list[ReportPeriod]:
    """Every period after the most reliable label that has one."""
    for pattern in INSPECTED:
        periods = [_after(page, label) for label in pattern.finditer(page.text)]
        if found := [period for period in periods if period.parts]:
            return found
    return []


def _after(page: PageText, label: re.Match[str]) -> ReportPeriod:
    parts, reach = stretches(page.text[label.end() : label.end() + REACH])
    end = label.end() + reach
    ends_line = not page.text[end:].partition("\n")[0].strip(" .")
    return ReportPeriod(parts, page.number, excerpt(page.text[label.start() : end]), ends_line)


def published_of(title: Title) -> ParsedValue[date] | None:
    """The day of publication, where one is printed on the title's page."""
    for label in PUBLISHED.finditer(title.page.text):
        days = _after(title.page, label)
        if len(days.parts) == 1 and days.parts[0].days == 1 and days.ends_line:
            return ParsedValue(days.parts[0].first, days.page, days.words)
    return None

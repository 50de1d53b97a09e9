"""Why a count is nought, or a percentage is not there: never left unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ratings.parameters import councils
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.national import Shares, Which
from ratings.views.national.params import Asked
from ratings.views.national.selectors import rules_name


def note_of(asked: Asked, found: Shares) -> str | None:
    """What a reader of the numbers has to know; None where they speak for themselves."""
    return " ".join(_notes(asked, found)) or None


def _notes(asked: Asked, found: Shares) -> Iterator[str]:
    if not found.existing:
        whom = councils(asked.part, asked.type, 1)
        yield f"No {whom} existed on {day_in_words(asked.moment.as_at)}."
    elif not found.inspected:
        yield nothing_to_count(asked)
    elif not found.with_grade:
        yield f"None of these inspections of {asked.councils} judged {asked.area.in_a_sentence}."
    if asked.counted.which is Which.ALL:
        yield (
            "With which=all inspections are counted, not authorities: "
            "there is no percentage of existing authorities."
        )


def nothing_to_count(asked: Asked) -> str:
    """Why no inspection counts: none had begun, or none had been published."""
    names = dict.fromkeys(rules_name(f) for f in asked.frameworks)
    rules = " or ".join(names) or "these rules"
    of = f" of {asked.councils}" if asked.within else ""
    begun = f"Nothing to count: no graded inspection{of} under {rules} had begun by "
    known_by = asked.moment.known_by
    published = f" and been published by {day_in_words(known_by)}" if known_by else ""
    narrowed = " in the time asked for" if _is_narrowed(asked) else ""
    first = _first_report(asked)
    since = f" The first report was published in {_month(first)}." if first else ""
    return f"{begun}{day_in_words(asked.moment.as_at)}{published}{narrowed}.{since}"


def _is_narrowed(asked: Asked) -> bool:
    return bool(asked.counted.begun_from or asked.counted.begun_to)


def _first_report(asked: Asked) -> date | None:
    """When the first report under these frameworks came out, anywhere in the country."""
    codes = asked.counted.frameworks
    own = (i for i in asked.national.country.inspections if i.framework.code in codes)
    return min((i.published for i in own if i.published), default=None)


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"

"""National counts as JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.serializers import Data
from ratings.exports.table import DataTable
from ratings.parameters import councils
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.grades import GOOD, reaches
from ratings.rules.national import CountBasis, Repeats, Shares
from ratings.views.decorators import public_view
from ratings.views.national.params import COUNT, NationalParams, parse_count_params
from ratings.views.national.selectors import get_national_record, rules_name

NO_OVERALL_GRADE = "no_overall_grade"
NOT_JUDGED = "not_judged"

GRADE_COLUMNS = ("as_at", "known_by", "area", "region", "type", "programme", "which", "grade",
                 "count", "existing", "inspected", "with_grade", "percent_of_graded",
                 "percent_of_existing")  # fmt: skip


@public_view(*COUNT)
def national_json(request: HttpRequest) -> HttpResponse:
    """Counts and percentages of each grade; six queries cold."""
    return json_answer(
        national_data(parse_count_params(request.GET, get_national_record(request.GET)))
    )


@public_view(*COUNT)
def national_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per grade."""
    asked = parse_count_params(request.GET, get_national_record(request.GET))
    return csv_answer("national", asked.moment, DataTable(GRADE_COLUMNS, grade_rows(asked)))


@public_view(*COUNT)
def repeats_json(request: HttpRequest) -> HttpResponse:
    """The outcomes of authorities that were inspected more than once."""
    return json_answer(
        repeats_data(parse_count_params(request.GET, get_national_record(request.GET)))
    )


@public_view(*COUNT)
def repeats_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per authority."""
    asked = parse_count_params(request.GET, get_national_record(request.GET))
    rows = [
        (asked.moment.as_at, asked.moment.known_by, asked.area.key, asked.part.name, outcome, slug)
        for outcome, slugs in outcomes(asked.repeats).items()
        for slug in slugs
    ]
    columns = ("as_at", "known_by", "area", "region", "outcome", "authority")
    return csv_answer("national-repeats", asked.moment, DataTable(columns, rows))


def provenance(asked: NationalParams) -> Data:
    """Metadata of every national response: its as-of dates, and exactly what was counted."""
    record, counted = asked.national.record, asked.counted
    return {
        **serializers.provenance_data(asked.moment, record),
        "area": asked.area.key,
        "areas_counted": sorted(asked.areas),
        "region": asked.part.name,
        "type": asked.type or None,
        "programme": asked.group or None,
        "frameworks": asked.group or None,
        "frameworks_counted": [f.code for f in asked.frameworks],
        "which": counted.which.value,
        "begun_from": serializers.iso(counted.begun_from),
        "begun_to": serializers.iso(counted.begun_to),
    }


def note_of(asked: NationalParams, found: Shares) -> str | None:
    """A caveat on the numbers; None where there is none."""
    return " ".join(_notes(asked, found)) or None


def _notes(asked: NationalParams, found: Shares) -> Iterator[str]:
    if not found.existing:
        whom = councils(asked.part, asked.type, 1)
        yield f"No {whom} existed on {day_in_words(asked.moment.as_at)}."
    elif not found.inspected:
        yield nothing_to_count(asked)
    elif not found.with_grade:
        yield f"None of these inspections of {asked.councils} judged {asked.area.in_a_sentence}."
    if asked.counted.which is CountBasis.ALL:
        yield (
            "With which=all inspections are counted, not authorities: "
            "there is no percentage of existing authorities."
        )


def nothing_to_count(asked: NationalParams) -> str:
    """Why no inspection counts: none had begun, or none had been published.

    The first report under these frameworks is the first anywhere in the country.
    """
    names = dict.fromkeys(rules_name(f) for f in asked.frameworks)
    rules = " or ".join(names) or "these rules"
    of = f" of {asked.councils}" if asked.within else ""
    begun = f"Nothing to count: no graded inspection{of} under {rules} had begun by "
    known_by = asked.moment.known_by
    published = f" and been published by {day_in_words(known_by)}" if known_by else ""
    is_narrowed = asked.counted.begun_from or asked.counted.begun_to
    narrowed = " in the time asked for" if is_narrowed else ""
    codes = asked.counted.frameworks
    own = (i for i in asked.national.country.inspections if i.framework.code in codes)
    first = min((i.published for i in own if i.published), default=None)
    month = f"{MONTHS[first.month - 1]} {first.year}" if first else ""
    since = f" The first report was published in {month}." if first else ""
    return f"{begun}{day_in_words(asked.moment.as_at)}{published}{narrowed}.{since}"


def national_data(asked: NationalParams) -> Data:
    """The JSON of `/national.json`."""
    found = asked.shares
    counts = {grade.key: found.count(grade) for grade in asked.grades}
    good = good_or_outstanding(found)
    return {
        **provenance(asked),
        "existing": found.existing,
        "inspected": found.inspected,
        "with_grade": found.with_grade,
        (NO_OVERALL_GRADE if asked.is_overall else NOT_JUDGED): len(found.without),
        "grades": counts,
        "percent_of_graded": {key: of_graded(found, n) for key, n in counts.items()},
        "percent_of_existing": {key: of_existing(asked, found, n) for key, n in counts.items()},
        "good_or_outstanding": {
            "count": good,
            "percent_of_graded": of_graded(found, good),
            "percent_of_existing": of_existing(asked, found, good),
        },
        "denominators": {
            "percent_of_graded": found.with_grade,
            "percent_of_existing": found.existing,
        },
        "note": note_of(asked, found),
    }


def good_or_outstanding(found: Shares) -> int:
    return sum(len(held) for grade, held in found.holders.items() if reaches(grade, GOOD))


def of_graded(found: Shares, count: int) -> float | None:
    """Percentage, not rounded, of those with a grade for the area."""
    return 100 * count / found.with_grade if found.with_grade else None


def of_existing(asked: NationalParams, found: Shares, count: int) -> float | None:
    """Percentage, not rounded, of the authorities that exist; None where nothing was counted,
    and where inspections are counted instead of authorities."""
    if asked.counted.which is CountBasis.ALL or not found.with_grade or not found.existing:
        return None
    return 100 * count / found.existing


def grade_rows(asked: NationalParams) -> Iterator[tuple[object, ...]]:
    """One row per grade, then one for those counted without."""
    found = asked.shares
    head = (asked.moment.as_at, asked.moment.known_by, asked.area.key, asked.part.name, asked.type,
            asked.group, asked.counted.which.value)  # fmt: skip
    totals = (found.existing, found.inspected, found.with_grade)
    for grade in asked.grades:
        n = found.count(grade)
        yield (*head, grade.key, n, *totals, of_graded(found, n), of_existing(asked, found, n))
    without = len(found.without)
    key = (NO_OVERALL_GRADE if asked.is_overall else NOT_JUDGED).replace("_", "-")
    yield (*head, key, without, *totals, None, of_existing(asked, found, without))


def outcomes(found: Repeats) -> dict[str, tuple[str, ...]]:
    """The outcomes of being inspected again, each with its authorities (slugs)."""
    return {
        "improved": found.improved,
        "declined": found.declined,
        "kept_good_plus": found.kept_good_plus,
        "unchanged_below_good": found.unchanged_below_good,
        "not_comparable": found.not_comparable,
    }


def repeats_data(asked: NationalParams) -> Data:
    """The JSON of `/national/repeats.json`; its authorities are named too."""
    found = asked.repeats
    behind = outcomes(found)
    data = provenance(asked)
    del data["which"]
    return {
        **data,
        "existing": len(asked.existing),
        "more_than_one": found.more_than_one,
        **{outcome: len(slugs) for outcome, slugs in behind.items()},
        "authorities": {outcome: list(slugs) for outcome, slugs in behind.items()},
        "denominators": {"more_than_one": found.more_than_one, "existing": len(asked.existing)},
        "note": _repeats_note(asked, found),
    }


def _repeats_note(asked: NationalParams, found: Repeats) -> str | None:
    if not found.more_than_one:
        return (
            f"Nothing to compare: no {councils(asked.part, asked.type, 1)} had by then been graded "
            f"twice for {asked.area.in_a_sentence} in the inspections asked for."
        )
    if asked.counted.which is not CountBasis.LATEST:
        return "Repeats set the latest grade against the first: which= changes nothing here."
    return None

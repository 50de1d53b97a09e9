"""What is wrong with an inspection: one sentence a fault, whoever asks (no database)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from ratings.rules.dates import PartialDate, Period
from ratings.rules.types import Rating
from ratings.rules.validation import (
    VISIT_WITH_GRADES,
    citation_problems,
    date_problems,
    direction_problems,
    existence_problems,
    framework_for,
    framework_problems,
    grade_problems,
    period_of,
)
from tests import small_world

TODAY = date(2026, 9, 1)
URL = "https://example.org/1"
MAY, JUNE, JULY = date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 1)


def test_a_period_is_as_wide_as_what_is_not_known() -> None:
    year, month = PartialDate.parse("2026"), PartialDate.parse("2024-02")
    assert period_of(year, None) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert period_of(month, None) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert period_of(None, None) is None


@pytest.mark.parametrize(
    ("start", "end", "published", "said"),
    [
        ("2026-05-04", JUNE, JULY, []),
        ("", None, None, ["start_date: Give the first day, or at least the day it was published."]),
        ("2026-05-04", date(2026, 5, 3), JUNE,
         ["end_date: The last day (3 May 2026) is before the first day (4 May 2026): correct one"
          " of them."]),
        ("", None, date(2026, 9, 2),
         ["published: The publication, 2 September 2026, is still to come: leave it empty until it"
          " is published."]),
        ("1999", None, None, ["start_date: 1999 is long before any inspection: correct it."]),
    ],
)  # fmt: skip
def test_dates(start: str, end: date | None, published: date | None, said: list[str]) -> None:
    first = PartialDate.parse(start) if start else None
    found = date_problems(first, end, published, TODAY)
    assert [f"{each.field}: {each.message}" for each in found] == said


@pytest.mark.parametrize(
    ("slug", "day", "said"),
    [
        ("kent", MAY, ""),
        ("poole", MAY, "its last day was 31 March 2019. It was followed by Bournemouth,"
                       " Christchurch and Poole: choose that, or correct the first day."),
        ("cumberland", date(2022, 4, 1), "it began on 1 April 2023. Before it there was Cumbria:"
                                         " choose that, or correct the first day."),
    ],
)  # fmt: skip
def test_an_authority_existed_then_or_who_did_is_named(slug: str, day: date, said: str) -> None:
    known = small_world.known()
    names = {each.slug: each.name for each in known.authorities.values()}
    found = existence_problems(known.authorities[slug], Period(day, day), known.successions, names)
    assert "".join(each.message.partition("did not exist then: ")[2] for each in found) == said


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("standard", date(2018, 3, 7), "ilacs-2018"),
        ("re-inspection", date(2018, 3, 7), "sif"),
        ("standard", date(2001, 1, 1), "No framework was in force then"),
    ],
)
def test_the_framework_is_found_by_kind_and_first_day(kind: str, day: date, code: str) -> None:
    known = small_world.known()
    found = framework_for(known.kinds[kind], Period(day, day), known.frameworks.values())
    assert getattr(found, "code", getattr(found, "message", "")).startswith(code)


def test_a_framework_has_the_kind_and_was_in_force() -> None:
    known = small_world.known()
    sif, short = known.frameworks["sif"], known.kinds["short"]
    found = list(framework_problems(sif, short, Period(MAY, MAY), known.frameworks.values()))
    assert [each.field for each in found] == ["kind", "framework"]
    assert "SIF is for inspections begun from 1 November 2013 to" in found[1].message
    assert found[1].message.endswith("choose ILACS 2026, or correct the first day.")


def test_exactly_the_areas_of_the_framework_are_graded_on_its_scale_and_a_visit_has_none() -> None:
    known = small_world.known()
    framework, kinds = known.frameworks["ilacs-2026"], known.kinds
    grades = {grade.key: grade for grade in known.grades}
    good = [Rating(area, grades["good"]) for area in framework.areas]
    standard, visit = kinds["standard"], kinds["focused-visit"]
    assert list(grade_problems(framework, standard, good)) == []
    assert [each.message for each in grade_problems(framework, visit, good[:1])] == [
        VISIT_WITH_GRADES
    ]
    stray = known.frameworks["sif"].areas[0]
    both = Rating(framework.areas[0], grades["good"], "not-graded")
    adequate = Rating(framework.areas[1], grades["adequate"])
    wrong = [both, adequate, *good[3:], Rating(stray, grades["good"])]
    assert [each.message for each in grade_problems(framework, standard, wrong)] == [
        "Leaders: choose the grade, or why there is none.",
        "ILACS 2026 does not give “adequate”: choose outstanding, good, requires improvement or"
        " inadequate.",
        "Children in care: choose the grade, or why there is none.",
        "ILACS 2026 does not judge Overall: leave it out.",
    ]


@pytest.mark.parametrize(
    ("kind", "direction", "read", "address", "refused"),
    [
        ("focused-visit", "", "", "", []), ("focused-visit", "mixed", "", URL, []),
        ("focused-visit", "", "letter", URL, []), ("focused-visit", "", "", URL, ["direction"]),
        ("focused-visit", "mixed", "", "", ["direction_source_url"]),
        ("focused-visit", "mixed", "letter", URL, ["direction_read"]),
        ("jtai", "", "", "", []), ("jtai", "mixed", "", URL, ["direction"]),
        ("standard", "improved", "", URL, ["direction"]),
    ],
)  # fmt: skip
def test_what_was_read_of_a_visit_names_its_address_and_is_said_of_kinds_that_are_asked(
    kind: str, direction: str, read: str, address: str, refused: list[str]
) -> None:
    found = direction_problems(small_world.known().kinds[kind], direction, read, address)
    assert [each.field for each in found] == refused


def test_what_a_published_inspection_cites() -> None:
    report, news, release = (
        SimpleNamespace(key=key, title=key, address_with_fact=key == "news")
        for key in ("report-pdf", "news", "official-2025")
    )
    cited = ([], [report], [news], [release])
    missing = [[each.field for each in citation_problems(of, "", "")] for of in cited]
    assert missing == [["sources"], ["report_url"], ["source_url"], []]
    assert list(citation_problems([report, news], URL, URL)) == []

"""The four releases, the oldest first, loaded into authorities and frameworks only: every
inspection and rating that a release tells of is there. What then differs from the record is
listed here in full, each kind with the evidence that the files do not have."""

from __future__ import annotations

from collections import Counter

import pytest

from ratings.importing.record_index import GRADE, Held, Known
from tests.importing.official.differences import Difference, differences, pairs, releases
from tests.importing.official.loads import FILES, Loaded, Outcome
from tests.importing.official.test_shipped import NONE

pytestmark = pytest.mark.django_db

FIRST = {
    2022: {"new": 763, "same": 28, "contradicts": 5, "refused": 2},
    2023: {"new": 168, "same": 148, "details": 514, "contradicts": 80},
    2024: {"new": 149, "same": 155, "details": 177},
    2025: {"new": 112, "same": 202, "details": 222, "contradicts": 8},
}
SECOND = {
    2022: {"same": 716, "details": 3, "contradicts": 1, "known": 77},
    2023: {"same": 826, "known": 4},
    2024: {"same": 474, "known": 7},
    2025: {"same": 536},
}

ONLY_IN_REPORTS = {
    "end_date": 449,  # no release gives last days
    "report_url": 443,  # nor addresses of reports,
    "note": 240,  # the record's own words,
    "direction": 84,  # what a visit found,
    "direction_source_url": 94,  # where it was read, ten times that it states none,
    "priority_action": 6,
    "verified": 468,  # so that its evidence is as strong as the releases alone make it;
    "start_date": 243,  # before 2018 they give publication only (2022: starts of some SIF),
    "key": 158,  # and an id names the day that was known first
}
IDS = {"sif": 146, "ilacs-2018": 5, "tlac": 4, "slac": 1, "cpi": 1, "ilacs-2023": 1}
STARTS = {"sif": 142, "tlac": 4, "slac": 66, "cpi": 31}

TLAC = ("capacity-to-improve", "leadership-and-management", "outcomes", "quality-of-provision")
OTHERWISE = {
    # Reports give another start than the release of 2022, which no later release repeats.
    ("sefton-sif-2016-04-11", "start_date", "2016-04-11", "2016-02-22"),
    ("merton-sif-2017-06-12", "start_date", "2017-06-12", "2017-07-06"),
    ("stockport-sif-2017-06-12", "start_date", "2017-06-12", "2017-07-06"),
    ("lambeth-sif-2018-01-29", "start_date", "2018-01-29", "2018-02-13"),
    # A report prints another day of publication than both releases.
    ("west-berkshire-sif-2015-03-03", "published", "2015-05-13", "2015-05-18"),
    # Visits: before 2025 releases do not say when a letter was published; councils and press do.
    *((key, "published", day, "") for key, day in {
        "blackpool-ilacs-2018-2022-01-11": "2022-02-15",
        "bradford-ilacs-2023-2023-11-08": "2023-12-13",
        "bromley-ilacs-2018-2021-09-14": "2021-10-19",
        "essex-ilacs-2018-2021-10-18": "2021-11-22",
        "isle-of-wight-ilacs-2018-2021-07-28": "2021-09-07",
        "kingston-upon-hull-ilacs-2018-2022-07-20": "2022-08-24",
        "north-northamptonshire-ilacs-2018-2021-07-28": "2021-09-09",
        "north-northamptonshire-ilacs-2018-2021-11-02": "2021-12-10",
        "sheffield-ilacs-2018-2022-09-21": "2022-10-26",
        "west-northamptonshire-ilacs-2018-2021-07-28": "2021-09-09",
        "west-northamptonshire-ilacs-2018-2021-11-02": "2021-12-10",
    }.items()),
    # Releases leave the cell empty or put a dash; the report says that no grade could be given.
    ("isles-of-scilly-sif-2016-04-11", "grade:sif-adoption", "not-graded", "not-recorded"),
    ("isles-of-scilly-sif-2016-04-11", "grade:sif-care-leavers", "not-graded", "not-recorded"),
    ("isles-of-scilly-sif-2016-04-11", "grade:sif-looked-after-and-permanence", "not-graded",
     "not-recorded"),
    ("isles-of-scilly-slac-2012-07-03", "grade:slac-looked-after", "not-graded", "not-recorded"),
    ("city-of-london-sif-2016-09-20", "grade:sif-adoption", "not-graded", "not-recorded"),
    # The board was reviewed on its own eight months later; releases show that grade here.
    ("surrey-sif-2014-10-21", "grade:lscb", "reviewed-separately", "requires-improvement"),
    # The board was reviewed again with this re-inspection: only the report says so.
    ("slough-sif-2015-11-24", "grade:lscb", "inadequate", "not-part-of-this-inspection"),
    # Releases give one grade of the targeted inspections, reports five.
    *((key, f"grade:tlac-{area}", grade, "not-recorded")
      for key, grades in {
          "sandwell-tlac-2013-06-24": "adequate inadequate adequate inadequate",
          "norfolk-tlac-2013-07-08": "inadequate inadequate inadequate inadequate",
          "kent-tlac-2013-07-15": "good adequate adequate adequate",
          "medway-tlac-2013-07-15": "adequate inadequate inadequate inadequate",
      }.items()
      for area, grade in zip(TLAC, grades.split(), strict=True)),
}  # fmt: skip


@pytest.fixture(scope="module")
def matched(
    rebuilt: Loaded, shipped_record: Known
) -> tuple[list[tuple[Held, Held]], list[Held], list[Held]]:
    assert rebuilt.after is not None
    return pairs(shipped_record, rebuilt.after)


@pytest.fixture(scope="module")
def differing(matched: tuple[list[tuple[Held, Held]], list[Held], list[Held]]) -> list[Difference]:
    found = list(differences(matched[0]))
    for each in found:
        print(*each.told, sep=" | ")
    return found


def test_it_began_with_authorities_and_frameworks_only(rebuilt: Loaded) -> None:
    assert (rebuilt.inspections_before, rebuilt.discrepancies_before) == (0, 0)
    assert (rebuilt.before.by_key, rebuilt.before.disputes) == ({}, {})
    assert len(rebuilt.before.authorities) == 158
    assert len(rebuilt.before.frameworks) == 8


@pytest.mark.parametrize("year", FILES)
def test_counts_of_the_first_load(rebuilt: Loaded, year: int) -> None:
    assert rebuilt.first[year].counts == NONE | FIRST[year]


def test_what_is_refused_on_the_way(rebuilt: Loaded) -> None:
    refused = {
        (item.where.sheet, item.where.row, item.inspection or item.authority)
        for plan in rebuilt.first.values()
        for item in plan.items
        if item.outcome == Outcome.REFUSED
    }
    assert refused == {
        # The history of 2022 leaves this inspection out, and "as at" says no kind.
        ("LA_level_at_31_Mar_2022", 120, "Southend on Sea"),
        # "3" is no grade of SLAC.
        ("LA_inspections_2009-2022", 145, "warrington-slac-2011-02-25"),
    }


def test_every_inspection_that_a_release_tells_of_is_there_and_no_other(
    matched: tuple[list[tuple[Held, Held]], list[Held], list[Held]],
) -> None:
    found, only_in_record, only_rebuilt = matched
    assert len(found) == 952
    # Releases show the review of the board as a grade of the SIF inspection before it.
    assert [held.key for held in only_in_record] == ["surrey-lscb-review-2015-06-15"]
    assert only_rebuilt == []


def test_what_only_reports_and_the_press_know_is_not_there(differing: list[Difference]) -> None:
    lacking = Counter(each.field for each in differing if each.field in ONLY_IN_REPORTS)
    both_given = {field for _, field, _, new in OTHERWISE if new}
    expected = {
        name: number + sum(name == field for _, field, _, _ in OTHERWISE)
        for name, number in ONLY_IN_REPORTS.items()
    }
    assert lacking == expected
    assert both_given & set(ONLY_IN_REPORTS) == {"start_date"}


def test_and_nothing_else_differs(differing: list[Difference]) -> None:
    told = {each.told for each in differing}
    rest = {one for one in told if one[1] not in ONLY_IN_REPORTS} | (told & OTHERWISE)
    assert rest == OTHERWISE


def test_what_they_do_not_have_the_record_has_from_elsewhere(differing: list[Difference]) -> None:
    """Evidence of another kind is cited wherever a date, an id or an address differs."""
    for each in differing:
        if each.field in ("start_date", "end_date", "report_url", "key"):
            others = each.record.sources - releases(each.record.sources)
            is_disputed = each.record.key in {
                "cumbria-ilacs-2018-2022-09-20", "york-ilacs-2018-2022-03-07",
            }  # fmt: skip
            assert others or is_disputed or is_recalled(each) or is_read(each), each.told


def is_recalled(each: Difference) -> bool:
    """The month of the fieldwork, which a later report of the same authority recalls."""
    return each.field == "start_date" and len(each.old) == len("2012-06") and each.new == ""


def is_read(each: Difference) -> bool:
    """The last day of a visit, from the letter or the account that its direction was read in."""
    # The CSVs do not say where the last day of Peterborough's visit was read.
    is_known = each.record.key == "peterborough-ilacs-2018-2021-06-22"
    return each.field == "end_date" and (
        is_known or each.record.value("direction_source_url") != ""
    )


def test_ids_and_starts_by_framework(differing: list[Difference]) -> None:
    ids = Counter(each.record.framework for each in differing if each.field == "key")
    starts = Counter(
        each.record.framework for each in differing if each.field == "start_date" and not each.new
    )
    assert (dict(ids), dict(starts)) == (IDS, STARTS)


def test_every_rating_of_a_release_is_the_records(differing: list[Difference]) -> None:
    graded = {each.told for each in differing if each.field.startswith(GRADE)}
    assert graded == {told for told in OTHERWISE if told[1].startswith(GRADE)}
    # No grade that the record has from a release is another, or lacking:
    assert {told[0] for told in graded if told[3] != "not-recorded"} == {
        "surrey-sif-2014-10-21", "slough-sif-2015-11-24",
    }  # fmt: skip


def test_evidence_is_as_strong_as_releases_make_it(rebuilt: Loaded) -> None:
    assert rebuilt.after is not None
    assert {held.verified for held in rebuilt.after.by_key.values()} == {"official"}

"""The four releases, the oldest first, loaded into authorities and frameworks only: every
inspection and rating that a release tells of is there. What then differs from the record is
listed here in full, each kind with the evidence that the files do not have; then who is cited,
what disagreed, what a second load finds, and undoing it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from ratings.importing.record_index import GRADE, IndexedInspection, RecordIndex
from tests.importing.official.loads import FILES, Loaded, Outcome
from tests.importing.official.test_shipped import NONE

RELEASE = "official-"
FIELDS = (
    "key", "framework", "kind", "start_date", "end_date", "published", "theme", "direction",
    "direction_source_url", "priority_action", "report_url", "source_url", "verified", "note",
)  # fmt: skip
MOST_APART = timedelta(days=70)
"""Between the start in a report and the publication in a release."""


Matched = tuple[
    list[tuple[IndexedInspection, IndexedInspection]],
    list[IndexedInspection],
    list[IndexedInspection],
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact: in the record, and as the releases alone tell it; empty: nothing."""

    record: IndexedInspection
    field: str
    old: str
    new: str

    @property
    def told(self) -> tuple[str, str, str, str]:
        return (self.record.key, self.field, self.old, self.new)


def releases(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key.startswith(RELEASE)}


def pairs(record: RecordIndex, rebuilt: RecordIndex) -> Matched:
    """Inspections of both that are one, those of the record only, those of the rebuilt only."""
    left = {held.key: held for held in rebuilt.by_key.values()}
    found, only = [], []
    official = [held for held in record.by_key.values() if releases(held.sources)]
    for is_near in (_same_day, _near):
        rest = official if is_near is _same_day else only
        only = []
        for held in rest:
            able = [other for other in left.values() if is_near(held, other)]
            if len(able) == 1:
                found.append((held, left.pop(able[0].key)))
            else:
                only.append(held)
    return found, only, list(left.values())


def _same_day(one: IndexedInspection, other: IndexedInspection) -> bool:
    same_start = one.start is not None and one.start == other.start
    same_published = one.published is not None and one.published == other.published
    return _alike(one, other) and (same_start or same_published)


def _near(one: IndexedInspection, other: IndexedInspection) -> bool:
    days = [(one.first_day, other.first_day), (one.published, other.published)]
    gaps = [abs(a - b) for a, b in days if a and b]
    return _alike(one, other) and min(gaps) <= MOST_APART


def _alike(one: IndexedInspection, other: IndexedInspection) -> bool:
    mine = (one.authority, one.framework, one.is_graded)
    return mine == (other.authority, other.framework, other.is_graded)


def _areas(held: IndexedInspection) -> set[str]:
    return {GRADE + area for area in (*held.grades, *held.missing)}


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
def matched(rebuilt: Loaded, base: RecordIndex) -> Matched:
    assert rebuilt.after is not None
    return pairs(base, rebuilt.after)


@pytest.fixture(scope="module")
def differing(matched: Matched) -> list[Difference]:
    """Where an inspection of both differs, fact by fact."""
    found = [
        Difference(record, field, record.value(field), rebuilt.value(field))
        for record, rebuilt in matched[0]
        for field in (*FIELDS, *sorted(_areas(record) | _areas(rebuilt)))
        if record.value(field) != rebuilt.value(field)
    ]
    for each in found:
        print(*each.told, sep=" | ")
    return found


def test_it_began_with_authorities_and_frameworks_only(rebuilt: Loaded) -> None:
    assert (rebuilt.inspections_before, rebuilt.discrepancies_before) == (0, 0)
    assert (rebuilt.before.by_key, rebuilt.before.disputes) == ({}, {})
    assert len(rebuilt.before.authorities) == 158
    assert len(rebuilt.before.frameworks) == 8


@pytest.mark.parametrize("year", FILES)
def test_counts_of_the_first_and_the_second_load(rebuilt: Loaded, year: int) -> None:
    assert rebuilt.first[year].counts == NONE | FIRST[year]
    assert rebuilt.second[year].counts == NONE | SECOND[year]


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
    rebuilt: Loaded, matched: Matched
) -> None:
    found, only_in_record, only_rebuilt = matched
    assert len(found) == 952
    # Releases show the review of the board as a grade of the SIF inspection before it.
    assert [held.key for held in only_in_record] == ["surrey-lscb-review-2015-06-15"]
    assert only_rebuilt == []
    assert rebuilt.after is not None
    # The evidence is as strong as releases make it.
    assert {held.verified for held in rebuilt.after.by_key.values()} == {"official"}


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
    """No grade that the record has from a release is another, or lacking, but Surrey's and
    Slough's of the board."""
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


SOUTHEND = "southend-on-sea-ilacs-2018-2019-07-15"
"""Its row "as at 2022" could not be placed before the release of 2023 was loaded."""


def test_inspections_cite_the_releases_that_the_record_cites(matched: Matched) -> None:
    differing = {
        record.key: releases(record.sources) ^ rebuilt.sources
        for record, rebuilt in matched[0]
        if releases(record.sources) != rebuilt.sources
    }
    assert differing == {SOUTHEND: {"official-2022"}}


def test_grades_cite_the_releases_that_the_record_cites(matched: Matched) -> None:
    differing = {
        (record.key, area, *sorted(releases(record.rating_sources[area])))
        for record, rebuilt in matched[0]
        for area in record.grades.keys() & rebuilt.grades.keys()
        if releases(record.rating_sources[area]) != rebuilt.rating_sources[area]
    }
    since_2022 = ("official-2022", "official-2023", "official-2024")
    assert {(key, area) for key, area, *_ in differing} == {
        # "3" in 2022 is no grade: the record reads it as the third.
        ("warrington-slac-2011-02-25", "slac-looked-after"),
        # Two sheets of 2022 disagree; the one that was read second is on record as disputed.
        ("bury-ilacs-2018-2021-10-25", "help-and-protection"),
        ("bury-ilacs-2018-2021-10-25", "children-in-care-and-care-leavers"),
        ("central-bedfordshire-ilacs-2018-2022-01-17", "help-and-protection"),
        *((SOUTHEND, area) for area in (
            "overall-effectiveness", "leaders", "help-and-protection",
            "children-in-care-and-care-leavers",
        )),
    }  # fmt: skip
    assert all(set(cited) <= {*since_2022, "official-2025"} for _, _, *cited in differing)


def test_a_second_load_plans_only_what_the_first_could_not_know(rebuilt: Loaded) -> None:
    told = {
        (year, str(item.outcome), item.inspection, item.field, item.new, item.areas)
        for year, plan in rebuilt.second.items()
        for item in plan.items
        if item.outcome not in (Outcome.SAME, Outcome.KNOWN)
    }
    assert told == {
        # Two sheets of 2022 disagree: what won later is what one of them said.
        (2022, "details", "bury-ilacs-2018-2021-10-25", "sources", "official-2022",
         ("help-and-protection", "children-in-care-and-care-leavers")),
        (2022, "details", "central-bedfordshire-ilacs-2018-2022-01-17", "sources",
         "official-2022", ("help-and-protection",)),
        # The inspection came with the release of 2023.
        (2022, "details", SOUTHEND, "sources", "official-2022",
         ("overall-effectiveness", "leaders", "help-and-protection",
          "children-in-care-and-care-leavers")),
        # "3" now stands against the grade of 2023.
        (2022, "contradicts", "warrington-slac-2011-02-25", "grade:slac-looked-after", "3", ()),
    }  # fmt: skip


def test_conflicts_between_releases_are_settled_for_the_later_but_of_one_file(
    rebuilt: Loaded,
) -> None:
    still_open = [row for row in rebuilt.discrepancies if row[6] == "open"]
    assert {(key.split("-ilacs")[0], field, a, b) for key, field, _, a, _, b, _ in still_open} == {
        ("bury", "grade:children-in-care-and-care-leavers", "official-2022", "official-2022"),
        ("bury", "grade:help-and-protection", "official-2022", "official-2022"),
        ("central-bedfordshire", "grade:help-and-protection", "official-2022", "official-2022"),
        ("cumbria", "start_date", "official-2023", "official-2023"),
    }
    settled = [row for row in rebuilt.discrepancies if row[6] == "settled"]
    assert all(row[3] > row[5] for row in settled)
    assert len(settled) == 81


def test_the_first_is_not_undone_while_others_stand_on_it_and_all_are_in_reverse(
    rebuilt: Loaded,
) -> None:
    said = rebuilt.undoing_the_first
    assert said.startswith("It cannot be undone. ")
    assert "has been changed since (import" in said
    assert said.count("has been changed since") == 10
    assert said.endswith(" more.")
    assert not rebuilt.is_changed_by_that
    # Byte for byte.
    assert rebuilt.changed_by_undoing_all == []

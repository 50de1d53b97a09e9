"""What the record lacks, by authority and framework, and what its sources dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.coverage import (
    LACK_WORDS,
    STATE_OF,
    STATE_WORDS,
    AuthorityCoverage,
    CoverageState,
    Lack,
    OpenDiscrepancy,
    columns,
    coverage_table,
    gaps_of,
    letters_by,
)
from ratings.rules.coverage import EvidencedInspection as Evidenced
from ratings.rules.dates import PartialDate
from ratings.rules.discrepancies import (
    ABOUT_WORDS,
    SETTLES,
    DiscrepancySubject,
    about,
    followed,
    named_source,
)
from ratings.rules.types import Authority, Inspection, NoGradeReason, Rating
from tests.rules.builders import GOOD, KENT, NEW, OLD, graded, visit

TODAY = date(2026, 9, 1)
DISPUTE = OpenDiscrepancy("grade for Leaders", "/changes/discrepancies/a/b/")


def whole(day: str = "2019-05-13", **changes: object) -> Inspection:
    """A graded inspection that lacks nothing, but for these changes."""
    one = graded(day, NEW, "2019-07-01", overall=GOOD, leaders=GOOD, care=GOOD)
    return replace(one, report_url="https://files.ofsted.gov.uk/1", **changes)  # type: ignore[arg-type]


def without(area: str, missing: str) -> Inspection:
    """The same with one area that has no grade; no reason: no rating at all."""
    ratings = tuple(
        Rating(rating.area, None, missing) if rating.area.key == area else rating
        for rating in whole().ratings
    )
    return replace(whole(), ratings=tuple(r for r in ratings if r.grade or r.missing))


NOT_PUBLISHED = replace(whole(), published=None)
IN_PART = replace(whole(), start=PartialDate.parse("2019-05"))
WITHOUT_START = replace(whole(), start=None)
WHOLE_VISIT = replace(
    visit("2019-05-13"), published=date(2019, 6, 1), report_url="https://files.ofsted.gov.uk/2"
)


LACKING: dict[str, tuple[Evidenced, list[Lack]]] = {
    "nothing": (Evidenced(whole()), []),
    "an area without a rating": (Evidenced(without("care", "")), [Lack.AREA]),
    "not recorded": (Evidenced(without("care", NoGradeReason.NOT_RECORDED)), [Lack.AREA]),
    "not graded: a finding": (Evidenced(without("care", NoGradeReason.NOT_GRADED)), []),
    "not part: a finding": (Evidenced(without("care", NoGradeReason.NOT_PART)), []),
    "separately": (Evidenced(without("care", NoGradeReason.REVIEWED_SEPARATELY)), []),
    "no first day": (Evidenced(WITHOUT_START), [Lack.FIRST_DAY]),
    "a month": (Evidenced(IN_PART), [Lack.FIRST_DAY_IN_PART]),
    "not published": (Evidenced(NOT_PUBLISHED), [Lack.PUBLISHED]),
    "no report": (Evidenced(replace(whole(), report_url="")), [Lack.REPORT]),
    "weak": (Evidenced(whole(), weak="news article"), [Lack.EVIDENCE]),
    "areas": (Evidenced(whole(), weak_areas=NEW.areas[:2]), [Lack.AREA_EVIDENCE] * 2),
    "disputed": (Evidenced(whole(), disputes=(DISPUTE,)), [Lack.DISPUTE]),
    "a visit has no areas, and a letter": (
        Evidenced(visit("2019-05-13")), [Lack.LETTER, Lack.PUBLISHED, Lack.REPORT],
    ),
    "a letter not read": (Evidenced(WHOLE_VISIT), [Lack.LETTER]),
    "stated": (Evidenced(replace(WHOLE_VISIT, direction="mixed")), []),
    "none stated": (Evidenced(replace(WHOLE_VISIT, direction_read="letter")), []),
    "not asked": (Evidenced(replace(WHOLE_VISIT, asks_direction=False)), []),
    "everything at once": (
        Evidenced(replace(NOT_PUBLISHED, report_url=""), "registry", disputes=(DISPUTE,)),
        [Lack.DISPUTE, Lack.PUBLISHED, Lack.REPORT, Lack.EVIDENCE],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kept", "expected"), LACKING.values(), ids=LACKING)
def test_what_stands_against_an_inspection(kept: Evidenced, expected: list[Lack]) -> None:
    assert [gap.lack for gap in gaps_of(kept)] == expected


def test_a_gap_says_so_in_a_sentence_that_names_what_is_lacking() -> None:
    (area,) = gaps_of(Evidenced(without("care", "")))
    assert area.sentence == "The grade for Care exists, and the record does not hold it."
    (part,) = gaps_of(Evidenced(IN_PART))
    assert part.sentence == "The first day is known only to the month: May 2019."
    (dispute,) = gaps_of(Evidenced(whole(), disputes=(DISPUTE,)))
    assert "grade for Leaders" in dispute.sentence
    assert dispute.address == DISPUTE.address


def only(*kept: Evidenced) -> AuthorityCoverage:
    (row,) = coverage_table([KENT], [NEW, OLD], kept, TODAY)
    return row


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        ([Evidenced(whole())], CoverageState.COMPLETE),
        ([Evidenced(whole(), weak="news article")], CoverageState.WEAK),
        ([Evidenced(NOT_PUBLISHED, weak="news article")], CoverageState.MISSING),
        ([Evidenced(NOT_PUBLISHED, disputes=(DISPUTE,))], CoverageState.DISPUTED),
        ([Evidenced(whole()), Evidenced(NOT_PUBLISHED)], CoverageState.MISSING),
        ([], CoverageState.NOT_INSPECTED),
    ],
)
def test_the_state_of_a_cell_is_what_needs_attention_first(
    kept: list[Evidenced], state: CoverageState
) -> None:
    assert only(*kept).cells[1].state is state


def test_a_cell_counts_its_gaps_by_state_and_frameworks_stand_in_time() -> None:
    old, new = only(Evidenced(replace(NOT_PUBLISHED, report_url=""), disputes=(DISPUTE,))).cells
    assert [
        new.count(s) for s in (CoverageState.DISPUTED, CoverageState.MISSING, CoverageState.WEAK)
    ] == [1, 2, 0]
    assert [old.framework.code, new.framework.code] == ["old", "new"]
    # Only those that have begun, of authorities that have.
    (row,) = coverage_table([KENT], [NEW, OLD], [], date(2017, 12, 31))
    assert [cell.framework.code for cell in row.cells] == ["old"]
    assert coverage_table([Authority("later", "Later", date(2027, 4, 1))], [NEW], [], TODAY) == ()


ENDED = date(2013, 8, 31)


@pytest.mark.parametrize(
    ("begins", "ends", "state"),
    [
        (None, None, CoverageState.NOT_INSPECTED),
        ("2013-08-31", None, CoverageState.NOT_INSPECTED),
        ("2013-09-01", None, CoverageState.NOT_THEN),
        (None, "2009-04-01", CoverageState.NOT_INSPECTED),
        (None, "2009-03-31", CoverageState.NOT_THEN),
    ],
)
def test_an_authority_existed_on_some_day_of_the_framework_or_not(
    begins: str | None, ends: str | None, state: CoverageState
) -> None:
    days = [day and date.fromisoformat(day) for day in (begins, ends)]
    (row,) = coverage_table([Authority("a", "A", *days)], [replace(OLD, last_day=ENDED)], [], TODAY)
    assert row.cells[0].state is state


def test_the_columns_sum_up_the_board() -> None:
    rows = coverage_table(
        [KENT, Authority("essex", "Essex")], [OLD, NEW], [Evidenced(NOT_PUBLISHED)], TODAY
    )
    old, new = columns(rows)
    assert (old.inspections, new.inspections) == (0, 1)
    assert new.states[CoverageState.MISSING] == new.states[CoverageState.NOT_INSPECTED] == 1
    assert (new.lacks[Lack.PUBLISHED], new.gaps, old.gaps) == (1, 1, 0)
    assert columns([]) == ()


def test_letters_are_counted_by_what_is_asked_of_those_that_are_asked() -> None:
    visits = [
        visit("2018-01-15"),
        visit("2019-05-13"),
        visit("2019-06-13", "improved"),
        replace(visit("2019-07-13"), direction_read="account"),
        replace(visit("2019-08-13"), asks_direction=False),
        whole(),
    ]
    found = letters_by(visits, lambda each: str(each.first_day.year))
    assert [(one.of, one.visits, one.read, one.not_read) for one in found] == [
        ("2018", 1, 0, 1), ("2019", 3, 2, 1),
    ]  # fmt: skip


KEYS = {"report-pdf", "official-2022", "official-2023", "news", "listing"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("published", DiscrepancySubject.PUBLISHED), ("start_date", DiscrepancySubject.FIRST_DAY),
        ("end_date", DiscrepancySubject.LAST_DAY), ("kind", DiscrepancySubject.KIND),
        ("grade:leaders", DiscrepancySubject.GRADE),
        ("event:trust start", DiscrepancySubject.EVENT), ("theme", DiscrepancySubject.OTHER),
    ],
)  # fmt: skip
def test_the_field_says_what_it_is_about(field: str, expected: DiscrepancySubject) -> None:
    assert about(field) is expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("official-2022", "official-2022"),
        ("report PDF", "report-pdf"),
        ("same report PDF", "report-pdf"),
        ("report PDF (SIF Nov 2015)", "report-pdf"),
        ("official-2023 (requires improvement, recoded)", "official-2023"),
        ("news (CYP Now, Nov 2018)", "news"),
        ("official release", ""),
        ("later report PDF", ""),
        ("later SIF report 80448-2015-11-24 (recalling it)", ""),
        ("news and report PDF", ""),
        ("ministerial answer 2016", ""),
        ("", ""),
    ],
)
def test_a_text_names_a_source_or_none(text: str, key: str) -> None:
    assert named_source(text, KEYS) == key


@pytest.mark.parametrize(
    ("chosen", "trust_a", "trust_b", "words"),
    [
        ("a", 1, 5, "follows the order"),
        ("b", 5, 1, "follows the order"),
        ("a", 5, 1, "departs"),
        ("c", 1, 5, "departs"),
        ("a", None, 1, "no place of its own"),
        ("a", 7, 7, "same place"),
        ("", 1, 5, "Nothing has been chosen"),
    ],
)
def test_the_choice_is_held_against_the_order_of_trust(
    chosen: str, trust_a: int | None, trust_b: int | None, words: str
) -> None:
    assert words in followed(chosen, "a", "b", trust_a, trust_b)


def test_everything_has_words_and_says_what_would_settle_it() -> None:
    assert set(ABOUT_WORDS) == set(SETTLES) == set(DiscrepancySubject)
    assert set(STATE_WORDS) == set(CoverageState)
    assert set(LACK_WORDS) == set(STATE_OF) == set(Lack)

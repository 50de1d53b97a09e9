"""National shares, repeats, transitions and recoveries (domain §3 and §4), and their series; what
the record lacks, by authority and framework, and what its sources dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.coverage import (
    LACK_WORDS,
    STATE_OF,
    STATE_WORDS,
    CoverageCell,
    CoverageGap,
    CoverageState,
    Lack,
    coverage_table,
    gaps_of,
    letters_by,
)
from ratings.rules.dates import PartialDate
from ratings.rules.discrepancies import (
    ABOUT_WORDS,
    SETTLES,
    DiscrepancySubject,
    about,
    followed,
    named_source,
)
from ratings.rules.national import (
    CountBasis,
    CountCriteria,
    Country,
    counted_as_one,
    frameworks_that_count,
    recoveries,
    repeats,
    shares,
    transitions,
    whole_percent,
)
from ratings.rules.spells import headline_spells
from ratings.rules.time_series import days_of, points, year_ends
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection, NoGradeReason, Rating
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    SLAC,
    graded,
    inspected,
    visit,
)

NATIONAL = CountCriteria(frozenset({"new", "last"}))
OVERALL = {"overall"}


def test_each_existing_authority_counts_once_by_its_latest_graded_inspection() -> None:
    begun = [
        *inspected("2018-02-01 inadequate", "2021-02-01 good", authority="a"),
        *inspected("2019-02-01 outstanding", authority="b"),
        *inspected("2026-05-01 good last", authority="c"),
        *inspected("2012-01-01 adequate old", authority="d"),
        *inspected("2019-02-01 outstanding", authority="gone"),
        visit("2022-01-01", "improved", authority="a"),
    ]
    found = shares({"a", "b", "c", "d"}, begun, OVERALL, NATIONAL)
    assert (found.existing, found.inspected, found.with_grade) == (4, 3, 2)
    held = {grade.key: len(holders) for grade, holders in found.holders.items()}
    assert list(held.items()) == [("outstanding", 1), ("good", 1)]
    assert [i.authority for i in found.without] == ["c"]
    assert found.of_graded(found.count(GOOD)) == 0.5
    assert found.of_existing(found.count(GOOD)) == 0.25
    assert found.count(INADEQUATE) == 0
    # Before anything was inspected there is nothing to divide by.
    none = shares({"a"}, [], OVERALL, NATIONAL)
    assert (none.with_grade, none.of_graded(0), none.of_existing(0)) == (0, None, 0.0)
    assert shares(set(), [], OVERALL, NATIONAL).of_existing(0) is None


def test_areas_that_are_counted_as_one_share_a_count() -> None:
    begun = [
        graded("2018-02-01", authority="a", leaders=GOOD),
        graded("2018-02-01", authority="b", care=GOOD),
    ]
    assert shares({"a", "b"}, begun, {"leaders", "care"}, NATIONAL).count(GOOD) == 2
    pairs = [("a", "b"), ("b", "c"), ("x", "y")]
    assert counted_as_one("a", pairs) == counted_as_one("c", pairs) == {"a", "b", "c"}
    assert counted_as_one("z", pairs) == {"z"}


@pytest.mark.parametrize(
    ("framework", "narrowed", "days"),
    [
        ("new", {}, ["2021-02-01"]),
        ("new", {"which": CountBasis.FIRST}, ["2018-02-01"]),
        ("new", {"which": CountBasis.ALL}, ["2018-02-01", "2021-02-01"]),
        ("new", {"which": CountBasis.ALL, "begun_from": date(2018, 2, 2)}, ["2021-02-01"]),
        ("new", {"which": CountBasis.ALL, "begun_to": date(2018, 2, 1)}, ["2018-02-01"]),
        ("old", {}, ["2012-01-01"]),
    ],
)
def test_what_counts_can_be_narrowed(framework: str, narrowed: dict, days: list[str]) -> None:
    counted = CountCriteria(frozenset({framework}), **narrowed)
    story = inspected("2021-02-01 good", "2018-02-01 inadequate", "2012-01-01 adequate old")
    assert [i.first_day.isoformat() for i in counted.of(story)] == days


def test_repeats_set_the_latest_grade_against_the_first() -> None:
    story = [
        *inspected("2018-01-01 inadequate", "2020-01-01 outstanding", "2022-01-01 good",
                   authority="up"),
        *inspected("2018-01-01 good", "2022-01-01 inadequate", authority="down"),
        *inspected("2018-01-01 good", "2022-01-01 good", authority="kept"),
        *inspected("2018-01-01 requires-improvement", "2022-01-01 requires-improvement",
                   authority="stuck"),
        *inspected("2018-01-01 good", authority="once"),
        *inspected("2018-01-01 good", "2019-01-01 good", authority="gone"),
    ]  # fmt: skip
    found = repeats({"up", "down", "kept", "stuck", "once"}, story, OVERALL, NATIONAL)
    assert (found.improved, found.declined) == (("up",), ("down",))
    assert (found.kept_good_plus, found.unchanged_below_good) == (("kept",), ("stuck",))
    assert found.more_than_one == 4


def test_transitions_are_the_steps_between_graded_nodes() -> None:
    nodes = inspected(
        "2012-01-01 adequate old", "2018-01-01 requires-improvement", "2021-01-01 good",
        "2026-05-01 good last",
    )  # fmt: skip
    found = transitions([nodes, nodes[:1]], COMPARABILITY)
    assert [t.trend.change for t in found] == [
        Change.NOT_COMPARABLE, Change.IMPROVED, Change.NOT_COMPARABLE,
    ]  # fmt: skip
    assert (found[1].before, found[1].now) == (nodes[1], nodes[2])


COMPLETE = date(2026, 8, 20)
TWICE_INADEQUATE = inspected(
    "2018-01-01 inadequate", "2019-01-01 inadequate", "2020-01-01 requires-improvement",
    "2021-01-01 good",
)  # fmt: skip


RI = "requires-improvement"


@pytest.mark.parametrize(
    ("nodes", "goal", "found"),
    [
        pytest.param(TWICE_INADEQUATE, RI, [(730, True)], id="the first better one"),
        pytest.param(TWICE_INADEQUATE, "good", [(1096, True)], id="the first good one"),
        pytest.param(inspected("2024-01-01 inadequate", "2026-05-01 good last"), RI, [(851, False)],
                     id="no overall grade censors"),
        pytest.param(inspected("2026-08-10 inadequate"), RI, [(10, False)],
                     id="not ended on the day that the record reaches"),
        pytest.param(inspected("2014-01-01 inadequate", "2015-01-01 good", "2018-01-01 inadequate",
                               "2019-01-01 good"), RI, [(365, True), (365, True)], id="two falls"),
    ],
)  # fmt: skip
def test_recovery_runs_from_the_first_inadequate_day(
    nodes: tuple[Inspection, ...], goal: str, found: list[tuple[int, bool]]
) -> None:
    """In days, and whether it has ended."""
    episodes = recoveries(headline_spells(nodes, KENT, COMPLETE), goal=goal)
    assert [(each.duration.days, each.duration.ended) for each in episodes] == found


@pytest.mark.parametrize(
    ("count", "of", "percent"), [(1, 8, 13), (1, 200, 1), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_a_whole_percentage_is_rounded_half_up(count: int, of: int, percent: int | None) -> None:
    assert whole_percent(count, of) == percent


def test_the_frameworks_that_count_follow_from_the_area_or_the_group() -> None:
    national = [replace(f, in_national=f in (NEW, LAST)) for f in (SLAC, OLD, NEW, LAST)]
    codes = [f.code for f in frameworks_that_count(national, {"leaders"})]
    assert codes == ["new", "last"]
    assert [f.code for f in frameworks_that_count(national, {"safeguarding"})] == ["slac"]
    assert [f.code for f in frameworks_that_count(national, {"leaders"}, "old")] == ["old"]
    assert frameworks_that_count(national, {"nothing"}) == ()


NORTH = Authority("north", "North", region="North East", type="county council")
SOUTH = Authority("south", "South", None, date(2020, 3, 31), region="London", type="unitary")
LATER = Authority("new", "New", date(2020, 4, 1), region="London", type="unitary")
BEGUN = (
    *inspected("2015-01-01 good", authority="north"),
    *inspected("2016-01-01 good", authority="south"),
    graded("2016-02-01", SLAC, authority="south", safeguarding=GOOD),
    *inspected("2021-01-01 good", authority="new"),
)
COUNTRY = Country((NORTH, SOUTH, LATER), BEGUN)


def test_a_part_holds_its_authorities_and_their_inspections() -> None:
    london = COUNTRY.within(["London"])
    assert [c.slug for c in london.councils] == ["south", "new"]
    assert {i.authority for i in london.inspections} == {"south", "new"}
    assert COUNTRY.within(["London"], "county council").councils == ()
    assert COUNTRY.within() == COUNTRY


def test_authorities_exist_between_two_days_and_have_lines_of_graded_nodes_only() -> None:
    assert COUNTRY.existing_on(date(2020, 3, 31)) == {"north", "south"}
    assert COUNTRY.existing_on(date(2020, 4, 1)) == {"north", "new"}
    lines = COUNTRY.lines
    assert {slug: len(nodes) for slug, nodes in lines.items()} == {"north": 1, "south": 1, "new": 1}


A, B = Authority("a", "A"), Authority("b", "B", date(2019, 4, 1))
INSPECTIONS = (
    *inspected("2018-03-31 inadequate", authority="a"),
    *inspected("2019-06-01 good", authority="b"),
    *inspected("2020-01-01 good", authority="a"),
)


def test_each_day_counts_who_existed_by_what_had_begun() -> None:
    days = [date(2018, 3, 30), date(2018, 3, 31), date(2019, 6, 1), date(2020, 1, 1)]
    found = points(
        Country((A, B), INSPECTIONS), {"overall"}, CountCriteria(frozenset({"new"})), days
    )
    counts = [(s.existing, s.count(INADEQUATE), s.count(GOOD)) for s in found.values()]
    assert counts == [(1, 0, 0), (1, 1, 0), (2, 1, 1), (2, 0, 2)]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2018-03-31", "2020-03-31", [2018, 2019, 2020]),
        ("2018-04-01", "2020-03-30", [2019]),
        ("2019-04-01", "2019-09-01", []),
    ],
)
def test_a_year_ends_on_31_march(first: str, last: str, years: list[int]) -> None:
    found = year_ends(date.fromisoformat(first), date.fromisoformat(last))
    assert found == [date(year, 3, 31) for year in years]


def test_a_series_runs_from_the_first_inspection_to_the_day() -> None:
    found = days_of(INSPECTIONS, [NEW], date(2020, 6, 1))
    assert found == [*year_ends(date(2018, 3, 31), date(2020, 3, 31)), date(2020, 6, 1)]
    ends = [date(2018, 3, 31), date(2019, 3, 31)]
    assert days_of(INSPECTIONS, [NEW], date(2019, 3, 31))[-2:] == ends
    assert days_of((), [NEW], date(2010, 1, 1)) == [date(2010, 1, 1)]


def test_rules_that_ended_are_followed_to_the_end_of_their_year() -> None:
    old = replace(OLD, last_day=date(2013, 8, 31))
    found = days_of([graded("2012-05-01", old, overall=GOOD)], [old], date(2026, 9, 1))
    assert found == [date(2013, 3, 31), date(2014, 3, 31), date(2026, 9, 1)]


TODAY = date(2026, 9, 1)
DISPUTE = ("grade for Leaders", "/changes/discrepancies/a/b/")
WEAK = {"news": "news article", "registry": "registry"}


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


def gaps(one: Inspection, *disputes: tuple[str, str]) -> list[CoverageGap]:
    return list(gaps_of(one, {one.id: disputes}, WEAK))


LACKING: dict[str, tuple[Inspection, list[Lack]]] = {
    "nothing": (whole(), []),
    "an area without a rating": (without("care", ""), [Lack.AREA]),
    "not recorded": (without("care", NoGradeReason.NOT_RECORDED), [Lack.AREA]),
    "not graded: a finding": (without("care", NoGradeReason.NOT_GRADED), []),
    "not part: a finding": (without("care", NoGradeReason.NOT_PART), []),
    "separately": (without("care", NoGradeReason.REVIEWED_SEPARATELY), []),
    "no first day": (WITHOUT_START, [Lack.FIRST_DAY]),
    "a month": (IN_PART, [Lack.FIRST_DAY_IN_PART]),
    "not published": (NOT_PUBLISHED, [Lack.PUBLISHED]),
    "no report": (replace(whole(), report_url=""), [Lack.REPORT]),
    "weak": (whole(verified="news"), [Lack.EVIDENCE]),
    "areas": (
        whole(ratings=tuple(
            replace(rating, verified="" if rating.area.key == "leaders" else "news")
            for rating in whole().ratings
        )),
        [Lack.AREA_EVIDENCE] * 2,
    ),
    "a visit has no areas, and a letter": (
        visit("2019-05-13"), [Lack.LETTER, Lack.PUBLISHED, Lack.REPORT],
    ),
    "a letter not read": (WHOLE_VISIT, [Lack.LETTER]),
    "stated": (replace(WHOLE_VISIT, direction="mixed"), []),
    "none stated": (replace(WHOLE_VISIT, direction_read="letter"), []),
    "not asked": (replace(WHOLE_VISIT, asks_direction=False), []),
    "everything at once": (
        replace(NOT_PUBLISHED, report_url="", verified="registry"),
        [Lack.PUBLISHED, Lack.REPORT, Lack.EVIDENCE],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kept", "expected"), LACKING.values(), ids=LACKING)
def test_what_stands_against_an_inspection(kept: Inspection, expected: list[Lack]) -> None:
    assert [gap.lack for gap in gaps(kept)] == expected
    assert [gap.lack for gap in gaps(kept, DISPUTE)] == [Lack.DISPUTE, *expected]


def test_a_gap_says_so_in_a_sentence_that_names_what_is_lacking() -> None:
    (area,) = gaps(without("care", ""))
    assert area.sentence == "The grade for Care exists, and the record does not hold it."
    (part,) = gaps(IN_PART)
    assert part.sentence == "The first day is known only to the month: May 2019."
    (dispute,) = gaps(whole(), DISPUTE)
    assert "grade for Leaders" in dispute.sentence
    assert dispute.address == DISPUTE[1]


def only(*kept: Inspection, disputed: bool = False, as_at: date = TODAY) -> list[CoverageCell]:
    disputes = {one.id: [DISPUTE] for one in kept if disputed}
    ((_, cells),) = coverage_table([KENT], [NEW, OLD], kept, as_at, disputes, WEAK)
    return cells


@pytest.mark.parametrize(
    ("kept", "state"),
    [
        ([whole()], CoverageState.COMPLETE),
        ([whole(verified="news")], CoverageState.WEAK),
        ([replace(NOT_PUBLISHED, verified="news")], CoverageState.MISSING),
        ([whole(), NOT_PUBLISHED], CoverageState.MISSING),
        ([], CoverageState.NOT_INSPECTED),
    ],
)
def test_the_state_of_a_cell_is_what_needs_attention_first(
    kept: list[Inspection], state: CoverageState
) -> None:
    assert only(*kept)[1].state is state
    assert only(NOT_PUBLISHED, disputed=True)[1].state is CoverageState.DISPUTED


def test_a_cell_counts_its_gaps_by_state_and_frameworks_stand_in_time() -> None:
    old, new = only(replace(NOT_PUBLISHED, report_url=""), disputed=True)
    states = (CoverageState.DISPUTED, CoverageState.MISSING, CoverageState.WEAK)
    assert [new.count(state) for state in states] == [1, 2, 0]
    assert [old.framework.code, new.framework.code] == ["old", "new"]
    # Only those that have begun, of authorities that have.
    assert [cell.framework.code for cell in only(as_at=date(2017, 12, 31))] == ["old"]
    later = Authority("later", "Later", date(2027, 4, 1))
    assert coverage_table([later], [NEW], [], TODAY, {}, {}) == []


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
    authority, old = Authority("a", "A", *days), replace(OLD, last_day=ENDED)
    ((_, (cell,)),) = coverage_table([authority], [old], [], TODAY, {}, {})
    assert cell.state is state


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
    assert found == [
        ("2018", {"visits": 1, "read": 0, "not_read": 1}),
        ("2019", {"visits": 3, "read": 2, "not_read": 1}),
    ]


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
        ("official-2022", "official-2022"), ("report PDF", "report-pdf"),
        ("same report PDF", "report-pdf"), ("report PDF (SIF Nov 2015)", "report-pdf"),
        ("official-2023 (requires improvement, recoded)", "official-2023"),
        ("news (CYP Now, Nov 2018)", "news"), ("official release", ""), ("later report PDF", ""),
        ("later SIF report 80448-2015-11-24 (recalling it)", ""), ("", ""),
        ("news and report PDF", ""), ("ministerial answer 2016", ""),
    ],
)  # fmt: skip
def test_a_text_names_a_source_or_none(text: str, key: str) -> None:
    assert named_source(text, KEYS) == key


@pytest.mark.parametrize(
    ("chosen", "trust_a", "trust_b", "words"),
    [
        ("a", 1, 5, "follows the order"), ("b", 5, 1, "follows the order"),
        ("a", 5, 1, "departs"), ("c", 1, 5, "departs"), ("a", None, 1, "no place of its own"),
        ("a", 7, 7, "same place"), ("", 1, 5, "Nothing has been chosen"),
    ],
)  # fmt: skip
def test_the_choice_is_held_against_the_order_of_trust(
    chosen: str, trust_a: int | None, trust_b: int | None, words: str
) -> None:
    assert words in followed(chosen, "a", "b", trust_a, trust_b)


def test_everything_has_words_and_says_what_would_settle_it() -> None:
    assert set(ABOUT_WORDS) == set(SETTLES) == set(DiscrepancySubject)
    assert set(STATE_WORDS) == set(CoverageState)
    assert set(LACK_WORDS) == set(STATE_OF) == set(Lack)

"""The line: which nodes, in which order and words (domain §3), and where it leaves an authority;
grades in order and in words; trends to the next inspection and in a year; the matrix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.changes import GradeMove, moves, year_before
from ratings.rules.dates import PartialDate
from ratings.rules.grades import (
    NO_GRADE_OF_ALL,
    NO_OVERALL_GRADE,
    best_first,
    is_comparable,
    judgements_summary,
    rating_in_words,
    why_no_headline,
)
from ratings.rules.judgement_table import build_judgement_table, rating_or_reason
from ratings.rules.line import build_line, merge_visits
from ratings.rules.status import AuthorityStatus, get_status
from ratings.rules.trend import (
    NO_AREA_LINK,
    NO_LINK,
    Change,
    Comparability,
    ComparabilityRow,
    Comparable,
    area_trend,
    compare,
    headline_trend,
    one_before,
)
from ratings.rules.types import Authority, Grade, Inspection
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    GRADES,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    SLAC,
    graded,
    inspected,
    visit,
)

END = date(2026, 12, 31)


def line(
    *inspections: Inspection,
    as_at: date = END,
    known_by: date | None = None,
    authority: Authority = KENT,
) -> str:
    return build_line(authority, inspections, COMPARABILITY, as_at, known_by).text


@pytest.mark.parametrize("direction", ["", "mixed", "unchanged"])
def test_other_visits_are_not_in_the_line_and_do_not_part_those_that_are(direction: str) -> None:
    story = (
        graded("2019-01-01", overall=INADEQUATE),
        visit("2020-01-01", "improved"),
        visit("2020-06-01", direction),
        visit("2021-01-01", "improved"),
    )
    assert line(*story) == "inadequate (2019) → improved (2020–2021)"


TWICE_VISITED = [visit("2020-01-01", "improved"), visit("2021-05-05", "improved")]
REPORT = [graded("2022-03-01", published="2022-05-01", overall=GOOD)]


@pytest.mark.parametrize(
    ("story", "text"),
    [
        pytest.param([*inspected("2013-02-20 inadequate old", "2016-02-02 requires-improvement"),
                      visit("2018-10-16", "declined")],
                     "inadequate (2013) → requires improvement (2016) → declined (2018)",
                     id="the headline grades and the visits with a direction"),
        pytest.param([visit("2021-02-01", "improved"), visit("2021-09-01", "improved")],
                     "improved (2021)", id="visits of one year are one node with one year"),
        pytest.param([visit("2020-01-01", "improved"), visit("2020-05-01", "declined"),
                      visit("2020-09-01", "improved")],
                     "improved (2020) → declined (2020) → improved (2020)",
                     id="another node parts visits that found the same"),
        pytest.param(inspected("2019-01-01 good", "2022-01-01 good"),
                     "good (2019) → good (2022)", id="the same grade again is a second node"),
        pytest.param([graded("2018-06-01", overall=GOOD), visit("2018", "improved")],
                     "improved (2018) → good (2018)", id="a partial date counts as its first day"),
        pytest.param([graded("2011-01-01", SLAC, safeguarding=GOOD)], "no overall grade on record",
                     id="a framework outside the line gives no node"),
        pytest.param([graded("2019-01-01", leaders=GOOD)], "no overall grade on record",
                     id="a headline that could not be graded gives no node"),
        pytest.param([visit("2019-01-01", "mixed")], "not yet inspected",
                     id="a visit alone is no inspection"),
        pytest.param([graded("2020-01-01", published="2020-04-01", id="a", overall=GOOD),
                      graded("2020-01-01", published="2020-03-01", id="b", overall=INADEQUATE),
                      graded("2020-01-01", id="d", overall=OUTSTANDING),
                      graded("2020-01-01", id="c", overall=ADEQUATE)],
                     "adequate (2020) → outstanding (2020) → inadequate (2020) → good (2020)",
                     id="one day: in order of publication, blank first, then of id"),
    ],
)  # fmt: skip
def test_a_story_has_its_line(story: list[Inspection], text: str) -> None:
    assert line(*story) == text


def test_a_framework_without_a_headline_gives_no_overall_grade() -> None:
    story = inspected("2022-01-01 good", "2026-05-01 good last")
    found = build_line(KENT, story, COMPARABILITY, END)
    assert found.text == "good (2022) → no overall grade (2026)"
    assert found.headline.grade is None
    assert found.headline.last_overall == story[0]
    assert found.trend is not None
    assert found.trend.change is Change.NOT_COMPARABLE


def test_a_line_is_of_one_authority_while_it_exists_and_kept_in_full_afterwards() -> None:
    begun_2021 = Authority("kent", "Kent", start=date(2021, 4, 1))
    assert line(authority=begun_2021, as_at=date(2021, 3, 31)) == "did not yet exist"
    assert line(authority=begun_2021, as_at=date(2021, 4, 1)) == "not yet inspected"
    ended = Authority("kent", "Kent", end=date(2021, 3, 31))
    assert line(*inspected("2019-01-01 good"), authority=ended) == "good (2019)"
    with pytest.raises(ValueError, match="old-kent in kent's line"):
        line(*inspected("2019-01-01 good", authority="old-kent"))


@pytest.mark.parametrize(
    ("story", "days", "text"),
    [
        (TWICE_VISITED, {"as_at": "2021-05-04"}, "improved (2020)"),
        (TWICE_VISITED, {"as_at": "2021-05-05"}, "improved (2020–2021)"),
        (REPORT, {"known_by": "2022-04-30"}, "not yet inspected"),
        (REPORT, {"known_by": "2022-05-01"}, "good (2022)"),
        # Without a publication date it is known from its first day.
        ([visit("2022-03-01", "improved")], {"known_by": "2022-03-01"}, "improved (2022)"),
        ([visit("2022-03-01", "improved")], {"known_by": "2022-02-28"}, "not yet inspected"),
    ],
)
def test_the_line_holds_what_had_begun_by_a_day_and_was_published_by_another(
    story: list[Inspection], days: dict[str, str], text: str
) -> None:
    assert line(*story, **{name: date.fromisoformat(day) for name, day in days.items()}) == text


def test_a_node_knows_the_inspections_it_was_made_of() -> None:
    visits = (visit("2020-01-01", "improved"), visit("2021-01-01", "improved"))
    (node,) = merge_visits(visits)
    assert (node.inspections, node.grade, node.is_graded) == (visits, None, False)


def stands(*inspections: Inspection) -> AuthorityStatus:
    return get_status(KENT, inspections, COMPARABILITY, END)


def test_the_grade_is_held_since_the_first_day_of_the_latest_graded_inspection() -> None:
    found = stands(*inspected("2019-05 good", "2022-03-07 good"))
    assert (found.grade, found.group, found.words) == (GOOD, "good", "good")
    assert found.since == graded("2022-03-07").start
    # A visit is the last visit and changes no grade.
    seen = visit("2023-06-01", "declined")
    found = stands(*inspected("2019-05-01 good"), seen)
    assert (found.grade, found.last_visit) == (GOOD, seen)
    assert found.last_graded == graded("2019-05-01", overall=GOOD)


def test_without_an_overall_grade_it_keeps_the_profile_and_the_last_overall_one() -> None:
    story = inspected("2022-05-01 requires-improvement")
    found = stands(*story, graded("2026-05-01", LAST, leaders=GOOD, care=INADEQUATE))
    assert (found.group, found.words) == ("no-overall-grade", "no overall grade")
    assert found.last_overall == "requires improvement (2022)"
    assert found.profile == "leaders good · care inadequate"


def test_not_yet_inspected_and_no_grade_on_record_are_two_facts() -> None:
    assert stands().group == "not-yet-inspected"
    assert stands(visit("2020-01-01", "improved")).group == "not-yet-inspected"
    assert stands(graded("2010-01-01", SLAC, safeguarding=GOOD)).group == "no-grade-on-record"


def test_publication_stands_for_a_first_day_that_is_not_known() -> None:
    known = graded("2018-07", published="2018-09-03", overall=GOOD)
    assert known.first_day == date(2018, 7, 1)
    assert known.order_key == (date(2018, 7, 1), date(2018, 9, 3), known.id)
    undated = replace(known, start=None)
    assert undated.first_day == date(2018, 9, 3)
    assert undated.order_key < replace(undated, id="zz").order_key
    with pytest.raises(ValueError, match="neither a start nor a publication date"):
        replace(graded("2018-07"), start=None)


def test_the_headline_is_the_grade_of_the_headline_area() -> None:
    assert graded("2018-07", overall=GOOD, leaders=INADEQUATE).headline == GOOD
    assert graded("2018-07", leaders=INADEQUATE).headline is None
    assert NEW.headline_area == NEW.area("overall")
    assert LAST.headline_area is None


def test_what_follows_from_the_rest_is_worked_out_anew_and_compares_nothing() -> None:
    before = graded("2018-07", overall=GOOD)
    moved = replace(before, start=PartialDate(date(2019, 1, 1)))
    assert moved.first_day == date(2019, 1, 1)
    assert replace(moved, start=before.start) == before
    assert hash(replace(moved, start=before.start)) == hash(before)


def test_the_best_grade_stands_first_and_two_of_a_place_are_not_put_in_order() -> None:
    assert not is_comparable(ADEQUATE, REQUIRES_IMPROVEMENT)
    assert is_comparable(ADEQUATE, ADEQUATE)
    assert is_comparable(ADEQUATE, GOOD)
    assert best_first(reversed(GRADES)) == [
        OUTSTANDING, GOOD, ADEQUATE, REQUIRES_IMPROVEMENT, INADEQUATE,
    ]  # fmt: skip


def test_a_profile_says_the_grade_of_each_area_and_what_is_not_graded_says_so() -> None:
    inspection = graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD)
    assert judgements_summary(inspection) == "leaders outstanding · care good"
    assert rating_in_words(graded("2026-05-01", LAST, care=GOOD).ratings[0]) == "not graded"
    # Where no overall grade is given it says of what: of the line's frameworks none is given any
    # more; one beside it grades a part of the whole.
    assert why_no_headline(inspection) == NO_OVERALL_GRADE
    beside = replace(LAST, in_line=False)
    assert why_no_headline(graded("2013-07-01", beside, care=GOOD)) == NO_GRADE_OF_ALL


SERIES = [
    graded("2011", SLAC, safeguarding=GOOD),
    graded("2012", OLD, overall=ADEQUATE),
    graded("2019", NEW, overall=INADEQUATE, leaders=GOOD, care=GOOD),
    visit("2020", "improved"),
    graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD),
]
COLUMNS, ROWS = build_judgement_table(SERIES, COMPARABILITY)


def test_comparable_areas_share_a_row_and_others_do_not() -> None:
    """Columns are the graded inspections in order; the headline comes first although the newest
    framework has none."""
    none = "not a judgement then"
    table = {(row.name, row.frameworks): [c.words for c in row.cells] for row in ROWS}
    assert [i.framework.code for i in COLUMNS] == ["slac", "old", "new", "last"]
    assert table == {
        ("Overall", ("old", "new")): [none, "adequate", "inadequate", none],
        ("Leaders", ("new", "last")): [none, none, "good", "outstanding"],
        ("Care", ("last",)): [none, none, none, "good"],
        ("Care", ("new",)): [none, none, "good", none],
        ("Safeguarding", ("slac",)): ["good", none, none, none],
    }
    assert [row.is_headline for row in ROWS] == [True, False, False, False, False]
    assert [row.name for row in ROWS if row.across_frameworks] == ["Overall"]
    for row in ROWS:
        assert len(row.cells) == len(COLUMNS) == sum(span for _, span in row.runs)
        assert all((cell.grade is None) == bool(cell.missing) for cell in row.cells)
        assert all(cell.words for cell in row.cells)


def test_neighbouring_cells_that_were_no_judgement_are_one_run() -> None:
    care = next(row for row in ROWS if row.frameworks == ("new",))
    assert [(cell.words, span) for cell, span in care.runs] == [
        ("not a judgement then", 2), ("good", 1), ("not a judgement then", 1),
    ]  # fmt: skip


def test_an_area_that_is_asked_and_of_which_nothing_is_known_is_not_recorded() -> None:
    bare = replace(graded("2019", NEW, overall=GOOD), ratings=())
    assert rating_or_reason(bare, NEW.areas[1]).missing == "not-recorded"
    _, rows = build_judgement_table([bare], COMPARABILITY)
    assert {cell.words for row in rows for cell in row.cells} == {"not recorded"}
    assert build_judgement_table([visit("2020")], COMPARABILITY) == build_judgement_table(
        [], COMPARABILITY
    )


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (GOOD, OUTSTANDING, Change.IMPROVED), (ADEQUATE, GOOD, Change.IMPROVED),
        (GOOD, INADEQUATE, Change.DECLINED), (ADEQUATE, INADEQUATE, Change.DECLINED),
        (GOOD, GOOD, Change.UNCHANGED), (ADEQUATE, ADEQUATE, Change.UNCHANGED),
        (ADEQUATE, REQUIRES_IMPROVEMENT, Change.NOT_COMPARABLE),
        (REQUIRES_IMPROVEMENT, ADEQUATE, Change.NOT_COMPARABLE),
        (None, GOOD, Change.NOT_COMPARABLE), (GOOD, None, Change.NOT_COMPARABLE),
    ],
)  # fmt: skip
def test_two_grades_compare_by_their_place_on_the_scale(
    before: Grade | None, now: Grade | None, change: Change
) -> None:
    assert compare(before, now) is change


def test_the_one_before_is_the_nearest_earlier_graded_node() -> None:
    old, first = inspected("2011-01-01 good old", "2015-01-01 good")
    story = [
        old,
        first,
        graded("2016-01-01", SLAC, safeguarding=GOOD),
        visit("2017-01-01", "improved"),
        graded("2017-06-01", leaders=GOOD),
    ]
    now = graded("2018-01-01", overall=GOOD)
    assert one_before(now, [now, *story]) == first
    assert one_before(story[0], [now, *story]) is None
    # Never a predecessor's.
    assert one_before(now, inspected("2015-01-01 good", authority="old-kent")) is None


def test_a_headline_trend_across_frameworks_says_so_where_it_can_be_compared() -> None:
    (before,) = inspected("2012-06-01 adequate old")
    good, other = inspected("2018-06-01 good", "2018-06-01 requires-improvement")
    trend = headline_trend(good, before, COMPARABILITY)
    assert (trend.change, trend.across_frameworks) == (Change.IMPROVED, True)
    assert trend.words == "improved across frameworks"
    trend = headline_trend(other, before, COMPARABILITY)
    assert (trend.change, trend.across_frameworks) == (Change.NOT_COMPARABLE, False)


def test_areas_compare_as_the_links_say() -> None:
    before = graded("2020-01-01", overall=GOOD, leaders=GOOD, care=GOOD)
    now = graded("2026-05-01", LAST, leaders=OUTSTANDING, care=OUTSTANDING)
    leaders, care = LAST.areas
    assert area_trend(leaders, now, before, COMPARABILITY).words == "improved"
    apart = area_trend(care, now, before, COMPARABILITY)
    assert (apart.change, apart.why) == (Change.NOT_COMPARABLE, "split")
    # Nor where it was not graded; and the first of all with nothing.
    bare, again = graded("2020-01-01", overall=GOOD), graded("2021-01-01", leaders=GOOD)
    assert area_trend(NEW.areas[1], again, bare, COMPARABILITY).change is Change.NOT_COMPARABLE
    assert area_trend(NEW.areas[1], again, None, COMPARABILITY).change is Change.FIRST
    assert headline_trend(bare, None, COMPARABILITY).change is Change.FIRST


def test_frameworks_that_no_link_joins_say_so_and_others_name_the_areas() -> None:
    before, now = inspected("2015-01-01 good", "2012-01-01 good old")
    assert headline_trend(now, before, Comparability()).why == NO_LINK
    assert area_trend(OLD.areas[0], now, before, Comparability()).why == NO_LINK
    elsewhere = ComparabilityRow((OLD.code, "x"), (NEW.code, "y"), Comparable.NO, "apart")
    assert headline_trend(now, before, Comparability((elsewhere,))).why == NO_AREA_LINK
    linked = ComparabilityRow(
        (OLD.code, OLD.areas[0].key), (NEW.code, NEW.areas[0].key), Comparable.NO, "so"
    )
    assert headline_trend(now, before, Comparability((linked,))).why == "so"


def test_links_chain_and_one_caveat_marks_the_whole_chain() -> None:
    a, b, c, d = ("f", "a"), ("g", "b"), ("h", "c"), ("i", "d")
    chain = Comparability(
        (
            ComparabilityRow(a, b, Comparable.ACROSS_FRAMEWORKS),
            ComparabilityRow(b, c, Comparable.YES),
            ComparabilityRow(c, d, Comparable.NO, "redefined"),
        )
    )
    assert chain.between(a, a) is Comparable.YES
    assert chain.between(b, c) is Comparable.YES
    assert chain.between(c, a) is Comparable.ACROSS_FRAMEWORKS
    assert chain.between(a, d) is Comparable.NO
    assert chain.between(a, ("z", "z")) is Comparable.NO
    assert chain.why(d, c) == "redefined"
    assert chain.why(d, a) == "redefined"
    assert chain.why(a, ("z", "z")) == ""


SINCE = date(2021, 3, 31)


Moves = dict[Change, list[GradeMove]]


def moved(*inspections: Inspection, areas: tuple[str, ...] = ("overall",)) -> Moves:
    return moves(inspections, {"kent"}, areas, COMPARABILITY, SINCE)


def groups(found: Moves) -> dict[str, int]:
    return {str(change): len(made) for change, made in found.items() if made}


@pytest.mark.parametrize(
    ("story", "found"),
    [
        pytest.param(inspected("2018-01-01 inadequate", "2021-06-01 good"), {"improved": 1},
                     id="rose"),
        pytest.param(inspected("2018-01-01 good", "2021-06-01 good"), {"unchanged": 1}, id="kept"),
        pytest.param(inspected("2018-01-01 inadequate", "2021-03-31 outstanding"), {},
                     id="only what has begun after the day counts"),
        pytest.param(inspected("2018-01-01 inadequate", "2021-05-01 good",
                               "2022-02-01 requires-improvement"), {"declined": 1},
                     id="two in one year count once, by the latest"),
        pytest.param(inspected("2021-06-01 good"), {"first": 1}, id="a first inspection"),
        pytest.param(inspected("2012-01-01 adequate old", "2021-06-01 requires-improvement"),
                     {"not comparable": 1}, id="adequate and requires improvement"),
        pytest.param(inspected("2021-06-01 good", authority="gone"), {},
                     id="only authorities that exist count"),
    ],
)  # fmt: skip
def test_the_latest_graded_inspection_is_set_against_the_one_before(
    story: list[Inspection], found: dict[str, int]
) -> None:
    assert groups(moved(*story)) == found


def test_the_grades_and_both_inspections_are_named() -> None:
    before, now = inspected("2018-01-01 good", "2021-06-01 outstanding")
    (move,) = moved(now, before, visit("2021-07-01", "improved"))[Change.IMPROVED]
    assert (move.before, move.now) == (before, now)
    assert (move.grade_before, move.grade) == (GOOD, OUTSTANDING)
    assert move.authority == "kent"
    (move,) = moved(*inspected("2012-01-01 adequate old", "2021-06-01 good"))[Change.IMPROVED]
    assert move.trend.across_frameworks


def test_without_an_overall_grade_nobody_rises_or_falls() -> None:
    story = [
        graded("2018-01-01", overall=INADEQUATE, leaders=INADEQUATE),
        graded("2021-06-01", LAST, leaders=GOOD),
    ]
    (move,) = moved(*story)[Change.NOT_COMPARABLE]
    assert (move.grade, move.grade_before) == (None, INADEQUATE)
    assert groups(moved(*story, areas=("leaders",))) == {"improved": 1}


def test_the_overall_grade_is_compared_whatever_its_area_is_called() -> None:
    story = [
        *inspected("2012-06-01 inadequate old", "2021-06-01 good"),
        *inspected("2021-06-01 good old", authority="first"),
        *inspected("2020-06-01 good", "2021-06-01 good last", authority="none"),
    ]
    found = moves(story, {"kent", "first", "none"}, None, COMPARABILITY, SINCE)
    assert groups(found) == {"improved": 1, "first": 1, "not comparable": 1}
    (rose,) = found[Change.IMPROVED]
    assert (rose.grade_before, rose.grade) == (INADEQUATE, GOOD)


def test_the_newest_comes_first() -> None:
    days = ["2021-06-01", "2021-08-01", "2021-07-01"]
    story = [graded(day, authority=f"a{i}", overall=GOOD) for i, day in enumerate(days)]
    found = moves(story, {"a0", "a1", "a2"}, {"overall"}, COMPARABILITY, SINCE)
    assert [move.authority for move in found[Change.FIRST]] == ["a1", "a2", "a0"]


@pytest.mark.parametrize(
    ("day", "before"),
    [("2024-03-31", "2023-03-31"), ("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-28")],
)
def test_a_year_before_is_the_same_day(day: str, before: str) -> None:
    assert year_before(date.fromisoformat(day)) == date.fromisoformat(before)

"""The line: which nodes, in which order and words (domain §3), and where it leaves an authority."""

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.dates import PartialDate
from ratings.rules.line import build_line, merge_visits
from ratings.rules.status import count_by_grade, get_status, get_statuses
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OUTSTANDING,
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


DAY = date(2026, 9, 1)


def stands(*inspections, as_at=DAY, known_by=None):
    return get_status(KENT, inspections, COMPARABILITY, as_at, known_by)


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
    others = inspected("2020-01-01 inadequate", authority="surrey")
    (found,) = get_statuses([KENT], others, COMPARABILITY, DAY)
    assert count_by_grade([found]) == {"not-yet-inspected": 1}


def test_only_what_had_begun_and_was_known_counts() -> None:
    found = (
        *inspected("2019-05-01 good"),
        graded("2022-03-07", published="2022-05-01", overall=INADEQUATE),
    )
    april = date(2022, 4, 1)
    assert stands(*found, as_at=date(2022, 3, 6)).grade == GOOD
    assert stands(*found, as_at=april).grade == INADEQUATE
    assert stands(*found, as_at=april, known_by=date(2022, 4, 30)).grade == GOOD


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

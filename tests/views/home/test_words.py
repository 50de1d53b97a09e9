"""The words of the first page: its sentences, its areas, the stops of its slider."""

from datetime import date

import pytest
from django.test import Client

from ratings.forms import QueryDates
from ratings.models import Framework
from ratings.models.framework import pairs_counted_as_one
from ratings.models.record import Record
from ratings.views.home.page import slider_stops
from ratings.views.home.selectors import (
    PAST,
    Count,
    area_choices,
    change_in_words,
    chosen_area,
    in_words,
    moves_in_words,
)
from tests.rules.builders import GOOD, OUTSTANDING

pytestmark = pytest.mark.usefixtures("record")


def test_the_sentence_keeps_its_grammar_for_one() -> None:
    found = [
        Count("outstanding", "outstanding", 1, OUTSTANDING),
        Count("good", "good", 2, GOOD),
        Count("no-overall-grade", "no overall grade", 1),
        Count("not-yet-inspected", "not yet inspected", 3),
    ]
    assert in_words(found) == (
        "1 is rated outstanding, 2 good, 1 has no overall grade and 3 have not yet been inspected"
    )
    assert in_words(found[2:3]) == "1 has no overall grade"
    assert in_words(found[:2], PAST) == "1 was rated outstanding and 2 good"


def test_the_change_is_said_in_words() -> None:
    found = [
        Count("outstanding", "outstanding", 4, OUTSTANDING, before=3),
        Count("good", "good", 2, GOOD, before=5),
        Count("no-overall-grade", "no overall grade", 2, before=0),
        Count("not-yet-inspected", "not yet inspected", 3, before=3),
    ]
    assert [count.change for count in found] == ["+1", "−3", "+2", "0"]
    assert change_in_words(found) == (
        "1 more is outstanding, 3 fewer good and 2 more have no overall grade"
    )
    assert change_in_words(found[3:]) == "the counts are the same"
    assert change_in_words([]) == "the counts are the same"


def test_nobody_who_moved_is_said_as_well() -> None:
    assert moves_in_words({}) == "none rose, none fell and none kept their grade"


def test_an_area_is_named_with_its_rules_where_nothing_asks_it_now(client: Client) -> None:
    frameworks = Record.current().frameworks.values()
    areas = area_choices(frameworks, pairs_counted_as_one(), Record.current().framework_names)
    words = {area.key: area.words for area in areas}
    assert words["overall-effectiveness"] == "Overall effectiveness"
    assert words["leaders"] == "Leaders"
    assert words["sif-care-leavers"] == "Care leavers (SIF)"
    assert len(set(words.values())) == len(words)
    assert chosen_area("", areas).is_headline


def test_the_slider_stops_at_each_year_each_new_framework_and_the_day_shown() -> None:
    frameworks = list(Record.current().frameworks.values())
    names = dict(Framework.objects.values_list("code", "short_name"))
    found = slider_stops(QueryDates(date(2019, 7, 1), None, True), frameworks, names)
    days = [stop["as_at"] for stop in found]
    assert days[:4] == ["2010-03-31", "2011-03-31", "2012-03-31", "2012-04-30"]
    assert days[-2:] == ["2026-03-31", ""]
    assert {"2013-10-31", "2017-12-31", "2022-12-31", "2019-07-01"} <= set(days)
    assert [stop["words"] for stop in found if stop["is_current"]] == ["1 July 2019"]
    assert found[-1]["words"] == "today, 1 September 2026"

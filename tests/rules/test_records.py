"""Records: what every rule asks of an inspection."""

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.dates import PartialDate
from tests.rules.builders import GOOD, INADEQUATE, LAST, NEW, graded


def test_publication_stands_for_a_first_day_that_is_not_known() -> None:
    known = graded("2018-07", published="2018-09-03", overall=GOOD)
    assert known.first_day == date(2018, 7, 1)
    assert known.order_key == (date(2018, 7, 1), date(2018, 9, 3), known.id)
    undated = replace(known, start=None)
    assert undated.first_day == date(2018, 9, 3)
    assert undated.order_key < replace(undated, id="zz").order_key


def test_without_any_day_it_is_no_inspection() -> None:
    with pytest.raises(ValueError, match="neither a start nor a publication date"):
        replace(graded("2018-07"), start=None)


def test_a_blank_publication_comes_first_on_a_day() -> None:
    blank = graded("2018-07-01", id="b")
    published = graded("2018-07-01", published="2018-07-01", id="a")
    assert blank.order_key < published.order_key


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

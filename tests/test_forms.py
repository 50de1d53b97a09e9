"""The two dates as people type them, and the day that is called today."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import override_settings

from ratings.forms import Moment, MomentForm, today
from tests.rules.builders import LAST, NEW


def asked(query: str) -> MomentForm:
    return MomentForm(QueryDict(query))


def test_today_is_what_the_setting_pretends() -> None:
    assert today() == date(2026, 9, 1)


@override_settings(RATINGS_TODAY=None)
def test_without_the_setting_today_is_a_day_in_london() -> None:
    assert isinstance(today(), date)


def test_blank_dates_mean_today_and_everything_known() -> None:
    form = asked("as_at=&known_by=")
    assert form.is_valid()
    assert form.moment() == Moment(date(2026, 9, 1), None, False)
    assert form.moment().query() == form.moment().suffix() == ""


def test_a_moment_says_both_dates_in_words_and_carries_them_on() -> None:
    form = asked("as_at=2024-03-31&known_by=2024-06-30")
    assert form.is_valid()
    moment = form.moment()
    assert moment.in_words() == "as at 31 March 2024, as published by 30 June 2024"
    assert moment.suffix() == "?as_at=2024-03-31&known_by=2024-06-30"
    assert not moment.is_now()


def test_only_what_was_given_is_carried_on() -> None:
    form = asked("known_by=2024-06-30")
    assert form.is_valid()
    assert form.moment().query() == "known_by=2024-06-30"


@pytest.mark.parametrize(
    "text",
    ["2024-3-31", "20240331", "2024-W13-7", "31/03/2024", "2024-02-30", "1899-12-31",
     "2101-01-01", "today", "2024-03-31T00:00", "２０２４-03-31", "2024-03-31\x00"],
)  # fmt: skip
def test_a_date_is_written_in_one_way_only(text: str) -> None:
    form = MomentForm({"as_at": text})
    assert not form.is_valid()
    assert "2024-03-31" in str(form.errors["as_at"])


@pytest.mark.parametrize("text", ["1900-01-01", "2100-12-31", " 2024-02-29 "])
def test_the_first_and_the_last_day_are_allowed(text: str) -> None:
    assert MomentForm({"as_at": text}).is_valid()


def test_the_presets_are_today_the_last_years_ends_and_the_eve_of_a_new_framework() -> None:
    moment = Moment(date(2025, 3, 31), None, True)
    presets = moment.presets([NEW, LAST])
    assert [preset.as_at for preset in presets] == [
        "", "2026-03-31", "2025-03-31", "2024-03-31", "2023-03-31", "2022-03-31",
    ]  # fmt: skip
    assert presets[1].words == "31 March 2026 (eve of the latest framework)"
    assert [preset.as_at for preset in presets if preset.is_current] == ["2025-03-31"]

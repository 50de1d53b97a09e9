"""The two dates as people type them, the day that is called today, and what narrows a count."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import override_settings

from ratings.forms import MomentForm, QueryDates, today
from ratings.parameters import (
    PARTS,
    AreaForm,
    CountForm,
    CountryPart,
    DrillDownForm,
    PartField,
    PlaceForm,
)
from tests.rules.builders import LAST, NEW

AREAS = [("New rules", [("overall", "Overall"), ("leaders", "Leaders")])]


def asked(query: str) -> QueryDates:
    form = MomentForm(QueryDict(query))
    assert form.is_valid()
    return form.moment()


def test_today_is_what_the_setting_pretends_and_without_it_a_day_in_london() -> None:
    assert today() == date(2026, 9, 1)
    with override_settings(RATINGS_TODAY=None):
        assert isinstance(today(), date)


def test_a_moment_says_both_dates_in_words_and_carries_on_what_was_given() -> None:
    moment = asked("as_at=2024-03-31&known_by=2024-06-30")
    assert moment.in_words() == "as at 31 March 2024, as published by 30 June 2024"
    assert moment.suffix() == "?as_at=2024-03-31&known_by=2024-06-30"
    assert not moment.is_now()
    assert asked("known_by=2024-06-30").query() == "known_by=2024-06-30"
    blank = asked("as_at=&known_by=")
    assert blank == QueryDates(date(2026, 9, 1), None, False)
    assert blank.query() == blank.suffix() == ""


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
    moment = QueryDates(date(2025, 3, 31), None, True)
    presets = moment.presets([NEW, LAST])
    assert [preset.as_at for preset in presets] == [
        "", "2026-03-31", "2025-03-31", "2024-03-31", "2023-03-31", "2022-03-31",
    ]  # fmt: skip
    assert presets[1].words == "31 March 2026 (eve of the latest framework)"
    assert [preset.as_at for preset in presets if preset.is_current] == ["2025-03-31"]


# What narrows a national count, read from a URL.


@pytest.mark.parametrize(
    ("text", "name", "regions"),
    [
        ("", "England", 0),
        ("England", "England", 0),
        ("London", "London", 1),
        ("london", "London", 1),
        (" south-west ", "South West", 1),
        ("Yorkshire and the Humber", "Yorkshire and The Humber", 1),
        ("North East, Yorkshire and the Humber", "North East, Yorkshire and the Humber", 2),
        ("north-east-yorkshire-and-the-humber", "North East, Yorkshire and the Humber", 2),
    ],
)
def test_a_region_is_known_by_name_and_slug(text: str, name: str, regions: int) -> None:
    form = PlaceForm({"region": text})
    assert form.is_valid()
    part = form.cleaned_data["region"]
    assert (part.name, len(part.regions)) == (name, regions)


def test_an_unknown_region_is_refused_with_what_is_allowed() -> None:
    form = PlaceForm({"region": "Wales"})
    assert set(form.errors) == {"region"}
    field = form.fields["region"]
    assert isinstance(field, PartField)
    assert field.allowed == [part.name for part in PARTS]
    assert len(field.allowed) == 11
    assert '<option value="South West" selected>' in str(PlaceForm({"region": "south-west"}))


def test_a_part_says_where_it_is() -> None:
    assert [part.in_words for part in PARTS[:5]] == [
        "in England", "in the East Midlands", "in the East of England", "in London",
        "in the North East",
    ]  # fmt: skip
    assert (CountryPart().slug, PARTS[1].slug) == ("", "east-midlands")


def test_an_area_is_one_of_those_offered_in_groups() -> None:
    assert AreaForm({"area": "leaders"}, AREAS).is_valid()
    form = AreaForm({"area": "happiness"}, AREAS)
    assert set(form.errors) == {"area"}
    assert form.chosen("area").allowed == ["overall", "leaders"]


def test_a_blank_means_left_out_and_a_time_that_ends_before_it_begins_is_noticed() -> None:
    form = CountForm({"programme": "", "which": "", "begun_from": ""}, AREAS, ["sif"])
    assert form.is_valid()
    assert form.cleaned_data["begun_from"] is None
    assert not form.begins_after_it_ends()
    form = CountForm({"begun_from": "2020-01-02", "begun_to": "2020-01-01"}, AREAS, [])
    assert form.is_valid()
    assert form.begins_after_it_ends()


def test_what_lies_behind_a_number_is_chosen_by_any_name() -> None:
    form = DrillDownForm({"from": "good"}, {"from": ["good"], "to": ["good"]})
    assert form.is_valid()
    assert (form.cleaned_data["from"], form.cleaned_data["to"]) == ("good", "")
    assert not DrillDownForm({"from": "bad"}, {"from": ["good"]}).is_valid()

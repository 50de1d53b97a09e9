"""What narrows a national count, read from an address."""

from __future__ import annotations

import pytest

from ratings.parameters import (
    PARTS,
    AreaForm,
    BehindForm,
    CountForm,
    Part,
    PartField,
    PlaceForm,
)

AREAS = [("New rules", [("overall", "Overall"), ("leaders", "Leaders")])]


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


def test_a_part_says_where_it_is() -> None:
    assert [part.in_words for part in PARTS[:5]] == [
        "in England", "in the East Midlands", "in the East of England", "in London",
        "in the North East",
    ]  # fmt: skip
    assert (Part().slug, PARTS[1].slug) == ("", "east-midlands")


def test_an_area_is_one_of_those_offered_in_groups() -> None:
    assert AreaForm({"area": "leaders"}, AREAS).is_valid()
    form = AreaForm({"area": "happiness"}, AREAS)
    assert set(form.errors) == {"area"}
    assert form.chosen("area").allowed == ["overall", "leaders"]


def test_a_blank_means_left_out() -> None:
    form = CountForm({"programme": "", "which": "", "begun_from": ""}, AREAS, ["sif"])
    assert form.is_valid()
    assert form.cleaned_data["begun_from"] is None
    assert not form.begins_after_it_ends()


def test_a_time_that_ends_before_it_begins_is_noticed() -> None:
    form = CountForm({"begun_from": "2020-01-02", "begun_to": "2020-01-01"}, AREAS, [])
    assert form.is_valid()
    assert form.begins_after_it_ends()


def test_what_lies_behind_a_number_is_chosen_by_any_name() -> None:
    form = BehindForm({"from": "good"}, {"from": ["good"], "to": ["good"]})
    assert form.is_valid()
    assert (form.cleaned_data["from"], form.cleaned_data["to"]) == ("good", "")
    assert not BehindForm({"from": "bad"}, {"from": ["good"]}).is_valid()


def test_the_form_shows_the_region_that_a_slug_asked_for() -> None:
    assert '<option value="South West" selected>' in str(PlaceForm({"region": "south-west"}))

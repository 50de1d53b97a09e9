"""Filters: what the record offers, and both sides of each."""

import pytest
from django.http import QueryDict

from ratings.filters import AuthorityFilter, InspectionFilter
from ratings.models import Authority, Inspection
from ratings.models.authority_search import Names
from ratings.models.reference import Reference

pytestmark = pytest.mark.usefixtures("record")


def authorities(query: str) -> AuthorityFilter:
    sorts = [("name", "name")]
    return AuthorityFilter(
        QueryDict(query), Authority.objects.all(), Names.current(), Reference.current(), sorts
    )


def inspections(query: str) -> InspectionFilter:
    sorts = [("date", "date")]
    return InspectionFilter(
        QueryDict(query), Inspection.objects.all(), Names.current(), Reference.current(), sorts
    )


def test_the_grades_on_offer_are_those_of_the_record() -> None:
    offered = [value for value, _ in authorities("").form.fields["grade"].choices if value]
    assert offered[:3] == ["outstanding", "good", "adequate"]
    assert offered[-3:] == ["no-overall-grade", "not-yet-inspected", "no-grade-on-record"]


def test_a_filter_left_blank_asks_for_nothing() -> None:
    found = authorities("q=&region=&grade=&sort=")
    assert found.form.is_valid()
    assert found.asked == {}
    assert not found.narrows
    assert found.qs.count() == Authority.objects.count()


def test_abolished_authorities_do_not_narrow_the_list() -> None:
    found = authorities("abolished=yes")
    assert found.form.is_valid()
    assert found.asked == {"abolished": "yes"}
    assert not found.narrows


@pytest.mark.parametrize("text", ["hull", "HULL", "Kingston-upon-Hull", "kingston  upon hull"])
def test_names_are_found_the_same_on_every_database(text: str) -> None:
    found = authorities(f"q={text}")
    assert [a.name for a in found.qs] == ["Kingston upon Hull"]


def test_a_former_code_finds_its_authority() -> None:
    found = authorities("q=E08000016")  # Barnsley until 2025
    assert [authority.slug for authority in found.qs] == ["barnsley"]


def test_without_an_overall_grade_is_every_graded_inspection_that_gave_none() -> None:
    graded = Inspection.objects.filter(kind__is_graded=True).count()
    keys = [g.key for g in Reference.current().grades.values()]
    with_grade = sum(inspections(f"grade={key}").qs.count() for key in keys)
    assert inspections("grade=no-overall-grade").qs.count() == graded - with_grade


def test_the_period_includes_both_its_days() -> None:
    day = Inspection.objects.latest("first_day").first_day.isoformat()
    assert inspections(f"begun_from={day}&begun_to={day}").qs.count() >= 1

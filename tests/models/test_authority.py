"""Authorities begin, may end and are found by any name or code."""

from datetime import date

import pytest

from ratings.models import Authority

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2018, 12, 31), 152),
        (date(2019, 3, 31), 152),
        (date(2019, 4, 1), 151),
        (date(2021, 4, 1), 152),
        (date(2023, 3, 31), 152),
        (date(2023, 4, 1), 153),
        (date(2026, 8, 20), 153),
    ],
)
def test_an_authority_exists_from_its_first_day_to_its_last(day: date, count: int) -> None:
    assert Authority.objects.existing_on(day).count() == count
    by_rule = [a for a in Authority.objects.all() if a.record().exists_on(day)]
    assert len(by_rule) == count


@pytest.mark.parametrize(
    "text", ["Kent County Council", "kent", "E10000016", "e10000016", "886", "Kent"]
)
def test_an_authority_is_found_by_any_alias_or_code(text: str) -> None:
    assert "kent" in Authority.objects.named(text).values_list("slug", flat=True)


def test_a_former_code_finds_its_authority() -> None:
    assert list(Authority.objects.named("E08000016")) == [Authority.objects.get(slug="barnsley")]

"""Which inspections are seen as at a day, and what the rules are given of them."""

from datetime import date
from pathlib import Path

import pytest

from ratings.models import Authority, Inspection
from ratings.models.reference import Reference
from ratings.rules import types
from ratings.rules.line import line_of
from tests import csv_files

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[1] / "golden"


def test_the_public_never_sees_a_draft() -> None:
    draft = Inspection.objects.first()
    draft.status = Inspection.Status.DRAFT
    draft.save()
    assert draft not in Inspection.objects.public()
    assert draft not in Inspection.objects.as_at(date(2026, 9, 1))


def test_as_at_takes_what_had_begun_and_known_by_what_had_been_published() -> None:
    report = Inspection.objects.get(key="kent-ilacs-2018-2022-05-09")
    assert (report.first_day, report.published) == (date(2022, 5, 9), date(2022, 7, 5))

    def seen(as_at: date, known_by: date | None = None) -> bool:
        return report in Inspection.objects.as_at(as_at, known_by)

    assert not seen(date(2022, 5, 8))
    assert seen(date(2022, 5, 9))
    assert not seen(date(2026, 1, 1), known_by=date(2022, 7, 4))
    assert seen(date(2026, 1, 1), known_by=date(2022, 7, 5))


def test_without_a_publication_date_a_visit_is_known_from_its_first_day() -> None:
    visit = Inspection.objects.filter(published__isnull=True).first()
    day = visit.first_day
    assert visit in Inspection.objects.as_at(day, known_by=day)
    assert visit not in Inspection.objects.as_at(day, known_by=date(day.year - 1, 1, 1))


def test_in_sql_as_in_the_rules_the_same_inspections_are_on_record() -> None:
    reference = Reference.current()
    everything = Inspection.objects.public().records(reference)
    for as_at, known_by in [
        (date(2014, 1, 1), None),
        (date(2019, 3, 31), date(2019, 4, 30)),
        (date(2025, 3, 31), date(2025, 6, 30)),
    ]:
        found = Inspection.objects.as_at(as_at, known_by).records(reference)
        assert found == types.on_record(everything, as_at, known_by)


def test_records_are_read_in_one_query(django_assert_num_queries) -> None:
    reference = Reference.current()
    with django_assert_num_queries(1):
        found = Inspection.objects.public().records(reference)
    assert len(found) == 1263
    assert sum(len(inspection.ratings) for inspection in found) == 3014 + 37


def test_a_line_needs_only_a_part_of_the_ratings() -> None:
    reference = Reference.current()
    found = Inspection.objects.public().line_records(reference)
    assert len(found) == 1263
    assert sum(len(inspection.ratings) for inspection in found) < 1200


@pytest.mark.parametrize("name", ["lines.csv", "by_hand.csv"])
def test_every_line_headline_and_trend_is_that_of_the_golden_file(name: str) -> None:
    reference = Reference.current()
    lines = Inspection.objects.public().line_records(reference)
    by_slug: dict[str, list[types.Inspection]] = {}
    for inspection in lines:
        by_slug.setdefault(inspection.authority, []).append(inspection)
    authorities = {a.slug: a.record() for a in Authority.objects.all()}
    golden = csv_files.lines(GOLDEN / name)
    for row in golden:
        line = line_of(
            authorities[row["slug"]],
            by_slug.get(row["slug"], []),
            reference.comparability,
            date.fromisoformat(row["as_at"]),
        )
        latest, last = line.headline.inspection, line.headline.last_overall
        assert line.text == row["line"]
        assert (line.headline.grade.key if line.headline.grade else "") == row["headline"]
        assert (latest.id if latest else "") == row["headline_inspection"]
        assert (last.headline.key if last and last.headline else "") == row["last_overall"]
        assert (last.id if last else "") == row["last_overall_inspection"]
        assert (line.trend.change if line.trend else "") == row["trend"]
    assert len(golden) == {"lines.csv": 158 * 7, "by_hand.csv": 83}[name]

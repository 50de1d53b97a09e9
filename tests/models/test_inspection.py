"""Which inspections are seen as at a day, what the rules are given of them; runs of an import;
what the migration to the second edition says of rows that a site already has."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from ratings.models import (
    Authority,
    Completeness,
    ImportFile,
    ImportRun,
    Inspection,
    InspectionKind,
    Source,
)
from ratings.models.reference import Reference
from ratings.rules import types
from ratings.rules.line import build_line
from tests import csv_files
from tests.admin.imports.runs import a_plan, a_run

pytestmark = pytest.mark.usefixtures("record")

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


def test_records_are_read_in_one_query_and_a_line_needs_a_part(django_assert_num_queries) -> None:
    reference, public = Reference.current(), Inspection.objects.public()
    with django_assert_num_queries(1):
        found = public.records(reference)
    lines = public.line_records(reference)
    assert len(found) == len(lines) == 1263
    assert sum(len(inspection.ratings) for inspection in found) == 3014 + 37
    assert sum(len(inspection.ratings) for inspection in lines) < 1200


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
        line = build_line(
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


def test_runs_that_hold_files_are_those_that_are_not_decided() -> None:
    kept, gone = a_run(), a_run()
    for run in (kept, gone):
        ImportFile.objects.create(run=run, content=b"x")
    gone.file.delete()
    assert list(ImportRun.objects.holding_files()) == [kept]


def test_the_latest_run_comes_first() -> None:
    first, second = a_run(), a_run()
    assert list(ImportRun.objects.all()) == [second, first]
    assert str(first) == f"import {first.pk}: outcomes.ods"


def test_a_plan_is_chosen_from_grouped_counted_and_in_the_order_of_the_file() -> None:
    items = a_plan().items
    assert {item.outcome for item in items.choosable()} == {"new", "details", "contradicts"}
    groups = items.groups()
    told = {(g["outcome"], g["sheet"], g["field"]): (g["items"], g["taken"]) for g in groups}
    assert told[("new", "As_at", "")] == (1, 1)
    assert told[("contradicts", "In_year", "published")] == (1, 0)
    assert told[("same", "As_at", "")] == (3, 0)
    assert sum(count for count, _ in told.values()) == 10
    assert [item.number for item in items.all()] == list(range(1, 11))
    assert str(items.first()) == "new: york-ilacs-2026-2026-06-01 "


def fill() -> None:
    import_module("ratings.migrations.0006_second_edition").fill(apps, None)


def test_the_new_columns_are_filled() -> None:
    """They are made empty."""
    InspectionKind.objects.update(asks_direction=False)
    Source.objects.update(authority_page="")
    Completeness.objects.update(basis="published", first_day=None)
    fill()
    asked = InspectionKind.objects.filter(asks_direction=True).values_list("key", flat=True)
    assert set(asked) == {"focused-visit", "monitoring-visit"}, "no joint inspection"
    rows = Completeness.objects.values_list("kind", "basis", "first_day", "last_day")
    assert set(rows) == {
        ("graded", "published", None, date(2026, 8, 20)),
        ("visits", "begun", date(2021, 4, 1), date(2025, 3, 31)),
    }
    pages = Source.objects.exclude(authority_page="").values_list("key", "authority_page")
    assert list(pages) == [("listing", "https://reports.ofsted.gov.uk/provider/44/{ofsted_urn}")]


def test_a_day_before_the_first_stays_open_at_its_beginning() -> None:
    """A keeper who had moved the day back: no row ends before it begins."""
    Completeness.objects.filter(kind="visits").update(
        basis="published", first_day=None, last_day=date(2020, 12, 31)
    )
    fill()
    row = Completeness.objects.get(kind="visits")
    assert (row.basis, row.first_day) == ("begun", None)

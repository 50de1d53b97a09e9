"""Authorities begin, may end, are found by any name or code, and have a true tile on the map. Which
inspections are seen as at a day, what the rules are given of them; runs of an import; what the
migration to the second edition says of rows that a site already has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from statistics import correlation

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
from ratings.models.record import Record, read_inspections
from ratings.rules import types
from ratings.rules.tile_map import abbreviations, distance, placed
from ratings.rules.types import GridCell
from tests import csv_files
from tests.admin.imports.runs import a_plan, a_run

pytestmark = pytest.mark.usefixtures("record")

DAY = date(2026, 8, 20)
APART = {"isles-of-scilly"}
"""Islands: no neighbour is near them on the map, as on the ground."""


def existing(day: date) -> dict[str, types.Authority]:
    return {a.slug: a.record() for a in Authority.objects.existing_on(day)}


def days_of_change() -> list[date]:
    """Every first day, last day and day after it; and the days at both ends of the record."""
    begun = Authority.objects.filter(start_date__isnull=False).values_list("start_date", flat=True)
    ended = Authority.objects.filter(end_date__isnull=False).values_list("end_date", flat=True)
    days = {*begun, *ended, *(day + timedelta(days=1) for day in ended)}
    return sorted({date(2009, 4, 1), DAY, *days})


def ranks(values: list[float]) -> list[float]:
    """Ranks from 0, equal values sharing the middle of theirs."""
    order = sorted(values)
    return [(order.index(v) + len(order) - 1 - order[::-1].index(v)) / 2 for v in values]


def rank_correlation(one: list[float], other: list[float]) -> float:
    """Spearman's: Pearson's of the ranks."""
    return correlation(ranks(one), ranks(other))


def pieces(cells: set[GridCell]) -> int:
    """How many pieces cells fall into that are joined where they share a side."""
    left, found = set(cells), 0
    while left:
        found += 1
        waiting = [left.pop()]
        while waiting:
            cell = waiting.pop()
            near = {cell.beside(x, y) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))} & left
            left -= near
            waiting += near
    return found


@pytest.mark.parametrize("offset", [0, 1])
def test_every_authority_has_a_tile_of_its_own_on_any_day(offset: int) -> None:
    for day in days_of_change()[offset::2]:
        cells = [p.cell for p in existing(day).values()]
        assert None not in cells
        assert len(set(cells)) == len(cells), f"two share a tile on {day}"


def test_every_region_hangs_together() -> None:
    regions: dict[str, set[GridCell]] = {}
    for slug, where in existing(DAY).items():
        if slug not in APART and where.cell:
            regions.setdefault(where.region, set()).add(where.cell)
    assert len(regions) == 9
    assert {region: pieces(cells) for region, cells in regions.items()} == dict.fromkeys(regions, 1)


def test_west_is_left_and_north_is_up() -> None:
    found = [p for p in existing(DAY).values() if p.cell and p.latitude and p.longitude]
    assert len(found) == 153
    columns, rows = [p.cell.column for p in found], [-p.cell.row for p in found]
    assert rank_correlation(columns, [p.longitude for p in found]) >= 0.97
    assert rank_correlation(rows, [p.latitude for p in found]) >= 0.97


def test_true_neighbours_stay_near() -> None:
    """Of each authority's six nearest, this share lies within three tiles (as a king moves)."""
    found, near = list(existing(DAY).values()), []
    for one in found:
        nearest = sorted((o for o in found if o is not one), key=lambda o: distance(one, o) or 0.0)
        for other in nearest[:6]:
            across = abs(one.cell.column - other.cell.column)
            down = abs(one.cell.row - other.cell.row)
            near.append(max(across, down) <= 3)
    assert sum(near) / len(near) >= 0.97


def test_abolished_authorities_stand_on_their_tiles_when_they_existed() -> None:
    places = existing(date(2019, 3, 31))
    assert {"bournemouth", "poole", "dorset-county", "cumbria", "northamptonshire"} <= set(places)
    cells = placed(list(places.values()), [a.record() for a in Authority.objects.all()])
    assert cells == {slug: p.cell for slug, p in places.items()}


def test_a_keepers_new_authority_finds_a_free_cell_near_its_predecessor() -> None:
    everyone = existing(DAY)
    kent = everyone.pop("kent")
    places = [*everyone.values(), *(replace(kent, slug=f"kent-{n}", cell=None) for n in (1, 2))]
    cells = placed(places, [*places, kent])
    assert len(set(cells.values())) == len(cells)
    assert cells["kent-1"] == kent.cell
    assert abs(cells["kent-2"].column - kent.cell.column) <= 1
    assert abs(cells["kent-2"].row - kent.cell.row) <= 1


def test_every_authority_of_the_record_has_three_letters_of_its_own() -> None:
    found = abbreviations(dict(Authority.objects.values_list("slug", "name")))
    assert len(set(found.values())) == len(found) == 158
    assert {len(short) for short in found.values()} == {3}
    assert (found["kent"], found["north-yorkshire"], found["york"]) == ("Ken", "NYo", "Yor")


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2018, 12, 31), 152), (date(2019, 3, 31), 152), (date(2019, 4, 1), 151),
        (date(2021, 4, 1), 152), (date(2023, 3, 31), 152), (date(2023, 4, 1), 153), (DAY, 153),
    ],
)  # fmt: skip
def test_an_authority_exists_from_its_first_day_to_its_last(day: date, count: int) -> None:
    assert Authority.objects.existing_on(day).count() == count
    by_rule = [a for a in Authority.objects.all() if a.record().exists_on(day)]
    assert len(by_rule) == count


@pytest.mark.parametrize(
    "text", ["Kent County Council", "kent", "E10000016", "e10000016", "886", "Kent", "E08000016"]
)
def test_an_authority_is_found_by_any_alias_or_code_also_a_former_one(text: str) -> None:
    slug = "barnsley" if text == "E08000016" else "kent"
    assert list(Authority.objects.named(text).values_list("slug", flat=True)) == [slug]


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


def test_inspections_are_read_in_three_queries(django_assert_num_queries) -> None:
    record, public = Record.current(), Inspection.objects.public()
    with django_assert_num_queries(3):
        found = read_inspections(public, record)
    assert len(found) == 1263
    assert sum(len(inspection.ratings) for inspection in found) == 3014 + 37


@pytest.mark.parametrize("name", ["lines.csv", "by_hand.csv"])
def test_every_line_headline_and_trend_is_that_of_the_golden_file(name: str) -> None:
    record = Record.current()
    golden = csv_files.lines(GOLDEN / name)
    for row in golden:
        line = record.status(row["slug"], date.fromisoformat(row["as_at"])).line
        latest, last = line.headline.inspection, line.headline.last_overall
        assert line.text == row["line"]
        assert (line.headline.grade.key if line.headline.grade else "") == row["headline"]
        assert (latest.id if latest else "") == row["headline_inspection"]
        assert (last.headline.key if last and last.headline else "") == row["last_overall"]
        assert (last.id if last else "") == row["last_overall_inspection"]
        assert (line.trend.change if line.trend else "") == row["trend"]
    assert len(golden) == {"lines.csv": 158 * 7, "by_hand.csv": 83}[name]


def test_the_latest_run_comes_first_and_those_that_hold_files_are_not_decided() -> None:
    kept, gone = a_run(), a_run()
    assert list(ImportRun.objects.all()) == [gone, kept]
    assert str(kept) == f"import {kept.pk}: outcomes.ods"
    for run in (kept, gone):
        ImportFile.objects.create(run=run, content=b"x")
    gone.file.delete()
    assert list(ImportRun.objects.holding_files()) == [kept]


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

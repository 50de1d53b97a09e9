"""Authorities begin, may end, are found by any name or code, and have a true tile on the map."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import correlation

import pytest

from ratings.models import Authority
from ratings.rules.tile_map import GridCell, TilePlace, abbreviations, distance, placed
from ratings.views.home.selectors import place

pytestmark = pytest.mark.usefixtures("record")

DAY = date(2026, 8, 20)
APART = {"isles-of-scilly"}
"""Islands: no neighbour is near them on the map, as on the ground."""


def existing(day: date) -> dict[str, TilePlace]:
    return {a.slug: place(a) for a in Authority.objects.existing_on(day)}


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


def test_every_authority_has_a_tile() -> None:
    assert not Authority.objects.filter(tile_column__isnull=True).exists()
    assert not Authority.objects.filter(tile_row__isnull=True).exists()


@pytest.mark.parametrize("offset", [0, 1])
def test_no_two_authorities_share_a_tile_on_any_day(offset: int) -> None:
    for day in days_of_change()[offset::2]:
        cells = [p.cell for p in existing(day).values()]
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
    cells = placed(list(places.values()), [place(a) for a in Authority.objects.all()])
    assert cells == {slug: p.cell for slug, p in places.items()}


def test_a_keepers_new_authority_finds_a_free_cell_near_its_predecessor() -> None:
    kent = Authority.objects.get(slug="kent")
    Authority.objects.filter(slug="kent").update(end_date=date(2028, 3, 31))
    for number in (1, 2):
        Authority.objects.create(
            slug=f"kent-{number}", name=f"Kent {number}", gss_code=f"E9900000{number}",
            la_code=f"99{number}", region=kent.region, authority_type=kent.authority_type,
            start_date=date(2028, 4, 1), latitude=kent.latitude, longitude=kent.longitude,
        )  # fmt: skip
    cells = placed(
        list(existing(date(2028, 4, 1)).values()), [place(a) for a in Authority.objects.all()]
    )
    assert len(set(cells.values())) == len(cells)
    assert cells["kent-1"] == GridCell(kent.tile_column, kent.tile_row)
    assert abs(cells["kent-2"].column - kent.tile_column) <= 1
    assert abs(cells["kent-2"].row - kent.tile_row) <= 1


def test_every_authority_of_the_record_has_three_letters_of_its_own() -> None:
    found = abbreviations(dict(Authority.objects.values_list("slug", "name")))
    assert len(set(found.values())) == len(found) == 158
    assert {len(short) for short in found.values()} == {3}
    assert (found["kent"], found["north-yorkshire"], found["york"]) == ("Ken", "NYo", "Yor")


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

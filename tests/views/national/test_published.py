"""National counts against what was published, and against counts of the source files."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from ratings.models import PublishedFigure
from tests.csv_files import Row, lines
from tests.views.national.answers import data, exists, first_day

pytestmark = pytest.mark.usefixtures("record")


def narrowed(row: Row) -> dict[str, str]:
    """What the words of a denominator ask for, as parameters."""
    words = row["denominator"]
    if words == "first SIF inspections only":
        return {"programme": "sif", "which": "first"}
    if words.startswith("ILACS inspections begun "):
        first, last = words.removeprefix("ILACS inspections begun ").split(" to ")
        return {"programme": "ilacs", "which": "all", "begun_from": first, "begun_to": last}
    if words == "authorities with more than one ILACS inspection":
        return {"programme": "ilacs"}
    assert words in ("inspected", "existing"), words
    return {}


def answered(client: Client, row: Row) -> str:
    """The figure as a reader would work it out from the answer of a public address."""
    asked = {"as_at": row["as_at"], "known_by": row["published_by"], "area": row["area"]}
    asked |= {"region": row["region"]} | narrowed(row)
    if "more than one" in row["denominator"]:
        found = data(client, "/national/repeats.json", **asked)
        return str(found[row["grades"].replace("-", "_")])
    found = data(client, "/national.json", **asked)
    if not row["grades"]:
        return str(found["with_grade"])
    keys = row["grades"].split("|")
    if row["unit"] == "count":
        return str(sum(found["grades"][key] for key in keys))
    of = "percent_of_existing" if row["denominator"] == "existing" else "percent_of_graded"
    return str(math.floor(sum(found[of][key] for key in keys) + 0.5))


def test_every_reproducible_published_figure_comes_out(client: Client, sources: Path) -> None:
    rows = [r for r in lines(sources / "published-figures.csv") if r["reproducible"] == "yes"]
    wrong = {r["id"]: (answered(client, r), r["value"]) for r in rows}
    assert {key: pair for key, pair in wrong.items() if pair[0] != pair[1]} == {}
    assert len(rows) == len(wrong) == 40


def test_the_record_holds_the_published_figures_as_the_file_does(sources: Path) -> None:
    rows = {r["id"]: r for r in lines(sources / "published-figures.csv")}
    kept = {figure.key: figure for figure in PublishedFigure.objects.all()}
    assert kept.keys() == rows.keys()
    for key, row in rows.items():
        figure = kept[key]
        assert (
            figure.as_at.isoformat(), figure.known_by.isoformat(), figure.area,
            figure.region or "England", figure.grades, figure.unit, figure.denominator_words,
            str(figure.value), figure.source_url, "yes" if figure.reproducible else "no",
        ) == tuple(
            row[name] for name in (
                "as_at", "published_by", "area", "region", "grades", "unit", "denominator",
                "value", "source_url", "reproducible",
            )
        ), key  # fmt: skip


def counted_by_hand(sources: Path, day: str, area: str, region: str) -> Counter[str]:
    """Grades of existing authorities' latest graded SIF or ILACS inspections, from the files."""
    folder = sources / "record"
    existing = {
        a["slug"] for a in lines(folder / "authorities.csv")
        if exists(a, day) and region in ("", a["region"])
    }  # fmt: skip
    graded = {"full", "standard", "short", "re-inspection"}
    latest: dict[str, tuple[str, str, str]] = {}
    for each in lines(folder / "inspections.csv"):
        ours = each["framework"] == "sif" or each["framework"].startswith("ilacs")
        if not (ours and each["kind"] in graded and each["authority_slug"] in existing):
            continue
        key = (first_day(each), each["published"], each["inspection_id"])
        if key[0] <= day and key > latest.get(each["authority_slug"], ("", "", "")):
            latest[each["authority_slug"]] = key
    chosen = {key[2] for key in latest.values()}
    return Counter(
        r["grade"] for r in lines(folder / "ratings.csv")
        if r["area"] == area and r["inspection_id"] in chosen and r["grade"]
    )  # fmt: skip


@pytest.mark.parametrize("region", ["", "London", "South West"])
@pytest.mark.parametrize("area", ["overall-effectiveness", "children-in-care"])
@pytest.mark.parametrize("day", ["2016-03-31", "2019-03-31", "2023-06-30", "2026-08-01"])
def test_the_counts_are_those_of_the_source_files(
    client: Client, sources: Path, day: str, area: str, region: str
) -> None:
    found = data(client, "/national.json", as_at=day, area=area, region=region)
    expected = counted_by_hand(sources, day, area, region)
    assert {key: n for key, n in found["grades"].items() if n} == dict(expected)

"""The API says what the pages say."""

from typing import Any

import pytest
from django.test import Client

from tests.views.api.asking import data, results
from tests.views.pages import csv_at, json_at, some_pairs

pytestmark = pytest.mark.usefixtures("record")

AUTHORITIES = [
    "barnet", "birmingham", "bury", "doncaster", "isle-of-wight", "kent", "northamptonshire",
    "rotherham", "torbay", "west-northamptonshire", "westminster", "wokingham",
]  # fmt: skip
"""With visits, predecessors, an end, gaps, discrepancies, trusts."""

MOMENTS = ["", "as_at=2018-12-31", "as_at=2023-03-31&known_by=2023-04-30"]
FRAME = {"as_at", "known_by", "complete_to", "completeness", "data_version", "version", "licence"}


def without_frame(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in FRAME}


@pytest.mark.parametrize(("slug", "moment"), some_pairs(3, AUTHORITIES, MOMENTS))
def test_an_authority_is_what_its_page_says(client: Client, slug: str, moment: str) -> None:
    shown = json_at(client, f"/authorities/{slug}.json?{moment}")
    found = data(client, f"authorities/{slug}?{moment}")
    told = found["result"]
    assert {name: told[name] for name in told if name in shown} == {
        name: shown[name] for name in shown if name in told
    }
    assert set(told) - set(shown) == {"former_codes", "aliases"}
    assert {name: found[name] for name in FRAME} == {name: shown[name] for name in FRAME}
    # The rows of the lists: its grades, its inspections, what is around it
    rows = results(client, f"ratings?authority={slug}&sort=date&{moment}")
    given = {(row["inspection"], row["area"]): row["grade"] for row in rows if row["grade"]}
    assert given == {
        (each["id"], area): grade
        for each in told["inspections"]
        for area, grade in each["ratings"].items()
    }
    listed = results(client, f"inspections?authority={slug}&sort=date&{moment}")
    own = [{k: v for k, v in row.items() if not k.startswith("authority")} for row in listed]
    assert own == told["inspections"]
    events = results(client, f"events?authority={slug}&{moment}")
    own = [{k: v for k, v in row.items() if k != "authority_name"} for row in events]
    assert own == [event for event in shown["events"] if event["authority"] == slug]
    near = results(client, f"neighbours?authority={slug}")
    assert [(str(row["model_year"]), row["rank"], row["neighbour"]) for row in near] == [
        (year, peer["rank"], peer["slug"])
        for year, peers in shown["neighbours"].items()
        for peer in peers
    ]
    became = results(client, f"successions?authority={slug}")
    for ours, theirs in (("predecessor", "predecessors"), ("successor", "successors")):
        assert {row[ours] for row in became} - {slug} == {each["slug"] for each in shown[theirs]}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_lists_are_those_of_the_pages(client: Client, moment: str) -> None:
    for name, page in (
        ("authorities", "authorities"),
        ("inspections", "inspections"),
        ("discrepancies", "changes/discrepancies"),
    ):
        shown = json_at(client, f"/{page}.json?{moment}")[name]
        assert results(client, f"{name}?{moment}") == shown


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_ratings_are_the_tidy_rows(client: Client, moment: str) -> None:
    table = csv_at(client, f"/inspections.csv?{moment}")
    found = results(client, f"ratings?{moment}")
    assert len(table) == len(found) > 1000
    for row, told in zip(table, found, strict=True):
        assert {name: as_text(told[name]) for name in row} == row


def as_text(value: Any) -> str:
    """A value of JSON as the cell of a CSV."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@pytest.mark.parametrize(
    "query",
    ["", "area=leaders", "region=London&as_at=2019-03-31", "programme=sif&which=first",
     "as_at=2024-03-31&known_by=2024-06-30&type=county%20council", "as_at=2012-01-01"],
)  # fmt: skip
def test_national_shares_are_those_of_the_page(client: Client, query: str) -> None:
    shown = json_at(client, f"/national.json?{query}")
    assert data(client, f"national?{query}")["result"] == without_frame(shown)


@pytest.mark.parametrize(
    "key", ["kent-ilacs-2018-2022-05-09", "bury-ilacs-2018-2021-10-25",
            "west-northamptonshire-ilacs-2026-2026-05-11"],
)  # fmt: skip
def test_an_inspection_is_what_its_page_says(client: Client, key: str) -> None:
    shown = without_frame(json_at(client, f"/inspections/{key}.json"))
    told = data(client, f"inspections/{key}")["result"]
    assert {name: shown[name] for name in told} == told
    assert set(told) >= {"line_until_then", "areas", "corrections", "authority", "url"}

"""Names, roles and states as Chromium hands them to a screen reader: its accessibility tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ratings.models import Authority
from tests.browser import measures
from tests.browser.conftest import CLIPBOARD, Opener, stop_the_clock
from tests.browser.test_states import ALL

KENT = "/authorities/kent/"
LINE = "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"

NAMED = (
    "navigation", "region", "search", "link", "button", "searchbox", "textbox", "combobox",
    "checkbox", "slider", "table", "columnheader", "rowheader", "heading",
)  # fmt: skip
"""What is worth nothing to somebody who hears the page, unless it has a name."""


@dataclass(frozen=True)
class Spoken:
    """One node of the tree, with what a screen reader makes of it."""

    role: str
    name: str
    description: str
    states: dict[str, Any]
    within: tuple[str, ...]


def tree(page: Page) -> list[Spoken]:
    """What is not ignored, in the order of reading; `within` names the roles around it."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def walk(node: dict[str, Any], within: tuple[str, ...]) -> Iterator[Spoken]:
        role = node.get("role", {}).get("value", "")
        if not node["ignored"]:
            states = {each["name"]: each["value"].get("value") for each in node["properties"]}
            words = (node.get(each, {}).get("value", "") for each in ("name", "description"))
            yield Spoken(role, *words, states, within)
            within = (*within, role)
        for child in node.get("childIds", []):
            if child in by_id:
                yield from walk(by_id[child], within)

    return list(walk(nodes[0], ()))


def of(role: str, nodes: list[Spoken]) -> list[Spoken]:
    return [node for node in nodes if node.role == role]


@pytest.mark.parametrize("address", ALL)
def test_every_page_says_what_it_is_and_how_it_is_divided(visit: Opener, address: str) -> None:
    """Title, language, one main part, headings in order, and a name for whatever needs one."""
    page = visit(address, width=1280).page
    nodes = tree(page)
    assert nodes[0].role == "RootWebArea"
    assert "Ofsted ratings over time" in nodes[0].name
    assert page.locator("html").get_attribute("lang") == "en-GB"
    for role in ("main", "banner", "contentinfo"):
        assert len(of(role, nodes)) == 1, role
    for role in ("navigation", "region", "search"):
        names = [node.name for node in of(role, nodes)]
        assert len(names) == len(set(names)), f"{role}: {names}"
    for role in NAMED:
        assert [node for node in of(role, nodes) if not node.name.strip()] == [], role
    unnamed = [node for node in of("image", nodes) if not node.name.strip()]
    assert len(unnamed) <= (address == "/api/docs/"), "Swagger UI has one, of no size"
    assert of("navigation", nodes)[0].name == "Main"
    assert page.evaluate(measures.SKIPPED_HEADINGS) == []
    assert [node.states["level"] for node in of("heading", nodes)].count(1) == 1


def test_the_map_is_a_list_of_regions_and_each_tile_says_its_grade(visit: Opener) -> None:
    page = visit("/?as_at=2026-08-20", width=1280).page
    snapshot = page.locator(".tilemap").aria_snapshot()
    regions = re.findall(r'- heading "([^"]+)" \[level=3\]\n- list "([^"]+)":', snapshot)
    assert len(regions) == 9
    assert all(heading == name for heading, name in regions)
    tiles = dict(re.findall(r'link "([^:"]+): ([^"]+)"', snapshot))
    names = Authority.objects.filter(end_date__isnull=True).values_list("name", flat=True)
    assert set(tiles) == set(names)
    assert tiles["Kent"] == "good"
    assert tiles["West Northamptonshire"] == "no overall grade"
    assert set(tiles.values()) <= {"outstanding", "good", "requires improvement", "inadequate",
                                   "no overall grade", "not yet inspected"}  # fmt: skip
    slider = page.get_by_role("slider", name="Date of the map")
    expect(slider).to_have_attribute("aria-valuetext", "20 August 2026")


def test_the_timeline_is_a_picture_described_in_words_with_a_table(visit: Opener) -> None:
    page = visit(KENT, width=1280).page
    nodes = tree(page)
    pictures = [node for node in of("image", nodes) if "figure" in node.within]
    assert len(pictures) == 1, "of the wide and the narrow picture one is there to be read"
    assert LINE in pictures[0].name + pictures[0].description
    assert "All of it is in the table" in pictures[0].name + pictures[0].description
    assert not any("image" in node.within for node in nodes), "its parts are read one by one"
    expect(page.get_by_role("figure", name="Kent: Ofsted ratings over time.")).to_have_count(1)
    page.get_by_text("The timeline as a table").click()
    table = page.get_by_role("table", name="Kent")
    assert table.get_by_role("columnheader").count() >= 4
    assert table.get_by_role("row").count() == table.get_by_role("rowheader").count() + 1
    snapshot = page.locator("main").aria_snapshot()
    assert re.search(r'- cell "good', snapshot)
    assert not re.search(r'- cell "(O|G|RI|I|A) ', snapshot), "marks are not read out beside words"


def test_a_table_says_what_it_is_and_how_it_is_sorted(visit: Opener) -> None:
    page = visit("/authorities/?region=London&sort=-since", width=1280).page
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        table = page.get_by_role("table", name="Authorities and their ratings. Sorted by")
        expect(table).to_have_count(1)
        expect(table.get_by_role("rowheader")).to_have_count(33)
        sorted_by = [cell for cell in tree(page) if cell.role == "columnheader"]
        assert [cell.name for cell in sorted_by if cell.name] != []
        expect(page.locator("[aria-sort]")).to_have_count(1)
        expect(page.get_by_role("columnheader", name="Graded since")).to_have_attribute(
            "aria-sort", "descending"
        )
    assert "most recent first" in table.locator("caption").inner_text()


def test_filters_are_a_form_whose_fields_are_named_and_told(visit: Opener) -> None:
    page = visit("/authorities/?region=London", width=1280).page
    form = page.get_by_role("form", name="Filter the list")
    names = [form.get_by_role(role).count() for role in ("searchbox", "combobox", "button")]
    assert names == [1, 5, 1]
    for label in ("Name or code", "Overall grade", "Trend", "Region", "Type"):
        expect(form.get_by_label(label, exact=True)).to_be_visible()
    expect(form.get_by_role("combobox", name="Region")).to_have_value("London")


def test_a_disclosure_says_whether_it_is_open(visit: Opener) -> None:
    page = visit(KENT, width=1280).page

    def states() -> dict[str, Any]:
        return {
            node.name: node.states.get("expanded") for node in of("DisclosureTriangle", tree(page))
        }

    assert states()["Change the date"] is False
    page.get_by_text("Change the date").click()
    assert states()["Change the date"] is True
    assert states()["Cite this page"] is False


def test_what_was_copied_is_said_politely_and_only_once(visit: Opener) -> None:
    page = visit(KENT, width=1280, permissions=CLIPBOARD).page
    stop_the_clock(page)
    page.get_by_role("button", name="Copy the line").click()
    said = page.get_by_role("status").filter(has_text="Copied")
    expect(said).to_have_count(1)
    live = [node for node in of("status", tree(page)) if node.states.get("live") == "polite"]
    assert live
    page.clock.run_for(2500)  # milliseconds, as in copy.js
    expect(said).to_have_count(0)


def test_the_current_page_and_day_are_said(visit: Opener) -> None:
    page = visit("/authorities/?as_at=2024-03-31", width=1280).page
    here = page.locator(".site-nav [aria-current]")
    assert (here.inner_text(), here.get_attribute("aria-current")) == ("Authorities", "page")
    page.get_by_text("Change the date").click()
    expect(page.locator("[aria-current=date]")).to_have_text("31 March 2024")

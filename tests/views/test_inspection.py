"""The page of one inspection and its data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.views.histories import KENT as BEFORE
from tests.views.histories import person, regrade
from tests.views.pages import csv_at, json_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

KENT = "kent-ilacs-2023-2025-11-03"


SAID = {
    KENT: (
        "Kent: short inspection, 3 November 2025",
        "On site 3 to 7 November 2025; published 2 February 2026",
        "the graded inspection before, 9 May 2022 : declined from outstanding",
        "one combined judgement was split",
        "“Requires improvement to be good”",
        "adequate (2013) → good (2017) → outstanding (2022) → good (2025)",
        "Nothing about this inspection has been corrected here.",
        "To report an error",
    ),
    "kent-sif-2017-03-06": (
        "The line until then adequate (2013) → good (2017) ",
        "improved across frameworks from adequate",
    ),
    "west-northamptonshire-ilacs-2026-2026-05-11": (
        "no overall grade",
        "not comparable (one of the two has no overall grade)",
        "one combined judgement was split",
        "Inspections that start from 1 April 2026 give no overall grade",
    ),
    "kent-cpi-2013-01-15": (
        "The first graded inspection of Kent that its line holds.",
        "First day not recorded; published 15 January 2013",
    ),
    "kent-tlac-2013-07-15": ("stand beside the line, not in it",),
    "barking-and-dagenham-ilacs-2018-2019-02-18": (
        "Publication of the report: 1 April 2019 (Local authority inspection outcomes",
        "or 31 March 2019 (Children",
    ),
}


def words(client: Client, key: str, query: str = "") -> str:
    return text_of(page_at(client, f"/inspections/{key}/{query}"))


def data(client: Client, key: str) -> dict[str, Any]:
    return json_at(client, f"/inspections/{key}.json")


@pytest.mark.parametrize("key", SAID)
def test_it_says_what_when_and_what_changed(client: Client, key: str) -> None:
    page = words(client, key)
    for said in SAID[key]:
        assert said in page
    if "tlac" in key:
        assert "Since the one before" not in page


def test_a_visit_gives_its_direction_and_where_it_was_read(client: Client) -> None:
    visit = Inspection.objects.exclude(direction="").exclude(theme="").first()
    assert visit is not None
    page = page_at(client, f"/inspections/{visit.key}/")
    assert visit.direction_source_url.replace("&", "&amp;") in page
    assert visit.theme.lower() in page.lower()
    assert "Ratings</h2>" not in page


def test_a_letter_that_was_read_and_states_no_change_says_what_was_read(client: Client) -> None:
    page = page_at(client, "/inspections/bexley-ilacs-2023-2025-02-13/")
    address = "https://londonherald.co.uk/bexleys-childrens-services-receive-positive-ofsted-report"
    assert f'Read, no change stated: <a href="{address}">an account of the letter</a>' in page


def test_a_letter_nobody_has_read_leads_to_where_it_is(client: Client) -> None:
    page = page_at(client, "/inspections/york-ilacs-2023-2023-08-01/")
    assert "Letter not read yet" in page
    assert '<a href="https://reports.ofsted.gov.uk/provider/44/80453">York’s page at Ofsted' in page


def test_of_a_joint_inspection_nothing_is_said_about_direction(client: Client) -> None:
    visit = Inspection.objects.filter(kind__key="jtai").latest("first_day")
    said = words(client, visit.key).partition("Cite this page")[0]
    assert "irection" not in said
    assert "not read" not in said


def test_neighbours_in_time_are_linked(client: Client) -> None:
    page = page_at(client, f"/inspections/{BEFORE}/")
    found = data(client, BEFORE)
    assert found["previous"]
    assert found["next"]
    assert f'rel="prev" href="/inspections/{found["previous"]}/"' in page
    assert f'rel="next" href="/inspections/{found["next"]}/"' in page


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("?as_at=2020-01-01", "had not begun on 1 January 2020"),
        ("?known_by=2026-02-01", "had not been published by 1 February 2026"),
    ],
)
def test_before_its_time_it_says_so_and_nothing_else(
    client: Client, query: str, reason: str
) -> None:
    said = words(client, KENT, query)
    assert f"This inspection {reason}." in said
    assert "declined from outstanding" not in said
    answer = client.get(f"/inspections/{KENT}.json{query}")
    assert answer.status_code == 404
    assert reason in answer.json()["error"]
    assert client.get(f"/inspections/{KENT}.csv{query}").status_code == 404


def test_a_draft_is_nowhere(client: Client) -> None:
    """In no list, no answer, not before or after another; as an unknown one it is not found."""
    previous = data(client, KENT)["previous"]
    lists = [
        "/authorities/kent/", "/authorities/kent.json", "/authorities/kent.csv",
        "/authorities.json", "/authorities.csv", "/inspections.json", "/inspections.csv",
        "/inspections.json?q=Kent", "/inspections/?q=Kent", "/questions/declined/?since=2025-08-31",
        f"/inspections/{previous}/", f"/inspections/{previous}.json",
    ]  # fmt: skip

    def holding() -> list[str]:
        return [each for each in lists if KENT in client.get(each).content.decode()]

    def row() -> str:
        return rows_of(page_at(client, "/authorities/?q=kent&region=South+East"))[0]

    def numbers() -> tuple[int, int]:
        inspections = json_at(client, "/inspections.json")["inspections"]
        declined = json_at(client, "/questions/declined.json?since=2025-08-31")
        return len(inspections), declined["count"]

    before = numbers()
    assert holding() == lists
    assert "(2025)" in row()
    Inspection.objects.filter(key=KENT).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert holding() == []
    assert "(2025)" not in row()
    assert numbers() == (before[0] - 1, 0)
    for form in ("/", ".json", ".csv"):
        for key in (KENT, "kent-nothing"):
            assert client.get(f"/inspections/{key}{form}").status_code == 404


def test_a_correction_is_public_with_old_and_new_value(client: Client) -> None:
    kent = Inspection.objects.get(key=KENT)
    regrade(kent, "leaders", "outstanding", "read again in the report", person("reviewer"))
    said = words(client, KENT)
    assert "Leaders: grade: good became outstanding. Why: read again in the report." in said
    assert "By: reviewer" in said
    assert "doe" not in said.lower()


@pytest.mark.parametrize("step", [pytest.param(10, marks=pytest.mark.slow), 50])
def test_inspections_have_pages(client: Client, step: int) -> None:
    for key in Inspection.objects.order_by("key").values_list("key", flat=True)[::step]:
        page_at(client, f"/inspections/{key}/")


def test_the_data_names_sources_and_labels_and_has_a_row_an_area(client: Client) -> None:
    found = data(client, KENT)
    assert found["authority"]["slug"] == "kent"
    assert found["ratings"]["care-leavers"] == "requires-improvement"
    area = found["areas"]["care-leavers"]
    assert area["label_as_published"] == "Requires improvement to be good"
    assert area["sources"] == ["report-pdf"]
    assert area["trend"] == "not comparable"
    assert found["compared_with"] == BEFORE
    assert found["as_at"] == "2026-09-01"
    rows = csv_at(client, f"/inspections/{KENT}.csv")
    assert [row["area"] for row in rows][:2] == ["overall-effectiveness", "leaders"]
    assert len(rows) == 5

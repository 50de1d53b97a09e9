"""The page of one inspection and its data."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import DataVersion, Grade, Inspection
from tests.views.pages import page_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

KENT = "kent-ilacs-2023-2025-11-03"
WEST = "west-northamptonshire-ilacs-2026-2026-05-11"


def html(client: Client, key: str, query: str = "") -> str:
    return page_at(client, f"/inspections/{key}/{query}")


def words(client: Client, key: str, query: str = "") -> str:
    return text_of(html(client, key, query))


def data(client: Client, key: str, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/inspections/{key}.json{query}").json()
    return found


def test_it_says_what_when_and_what_changed(client: Client) -> None:
    page = html(client, KENT)
    said = text_of(page)
    assert "Kent: short inspection, 3 November 2025" in said
    assert "On site 3 to 7 November 2025; published 2 February 2026" in said
    assert "the graded inspection before, 9 May 2022 : declined from outstanding" in said
    assert "one combined judgement was split" in said
    assert "“Requires improvement to be good”" in said
    assert "adequate (2013) → good (2017) → outstanding (2022) → good (2025)" in said
    assert "To report an error" in said


def test_the_line_ends_with_this_inspection(client: Client) -> None:
    said = words(client, "kent-sif-2017-03-06")
    assert "The line until then adequate (2013) → good (2017) " in said
    assert "improved across frameworks from adequate" in said


def test_without_an_overall_grade_it_is_not_compared(client: Client) -> None:
    said = words(client, WEST)
    assert "no overall grade" in said
    assert "not comparable (one of the two has no overall grade)" in said
    assert "one combined judgement was split" in said
    assert "Inspections that start from 1 April 2026 give no overall grade" in said


def test_the_first_has_nothing_before_it(client: Client) -> None:
    said = words(client, "kent-cpi-2013-01-15")
    assert "The first graded inspection of Kent that its line holds." in said
    assert "First day not recorded; published 15 January 2013" in said


def test_a_framework_outside_the_line_says_so(client: Client) -> None:
    said = words(client, "kent-tlac-2013-07-15")
    assert "stand beside the line, not in it" in said
    assert "Since the one before" not in said


def test_a_visit_gives_its_direction_and_where_it_was_read(client: Client) -> None:
    visit = Inspection.objects.exclude(direction="").exclude(theme="").first()
    assert visit is not None
    page = html(client, visit.key)
    assert visit.direction_source_url.replace("&", "&amp;") in page
    assert visit.theme.lower() in page.lower()
    assert "Ratings</h2>" not in page


def test_a_letter_that_was_read_and_states_no_change_says_what_was_read(client: Client) -> None:
    page = html(client, "bexley-ilacs-2023-2025-02-13")
    address = "https://londonherald.co.uk/bexleys-childrens-services-receive-positive-ofsted-report"
    assert f'Read, no change stated: <a href="{address}">an account of the letter</a>' in page


def test_a_letter_nobody_has_read_leads_to_where_it_is(client: Client) -> None:
    page = html(client, "york-ilacs-2023-2023-08-01")
    assert "Letter not read yet" in page
    assert '<a href="https://reports.ofsted.gov.uk/provider/44/80453">York’s page at Ofsted' in page


def test_of_a_joint_inspection_nothing_is_said_about_direction(client: Client) -> None:
    visit = Inspection.objects.filter(kind__key="jtai").latest("first_day")
    said = words(client, visit.key).partition("Cite this page")[0]
    assert "irection" not in said
    assert "not read" not in said


def test_neighbours_in_time_are_linked(client: Client) -> None:
    page = html(client, "kent-ilacs-2018-2022-05-09")
    found = data(client, "kent-ilacs-2018-2022-05-09")
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


@pytest.mark.parametrize("form", ["/", ".json", ".csv"])
def test_a_draft_or_an_unknown_id_is_not_found(client: Client, form: str) -> None:
    assert client.get(f"/inspections/kent-nothing{form}").status_code == 404
    Inspection.objects.filter(key=KENT).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert client.get(f"/inspections/{KENT}{form}").status_code == 404


def test_a_draft_is_neither_before_nor_after_another(client: Client) -> None:
    Inspection.objects.filter(key=KENT).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    found = data(client, "kent-ilacs-2018-2022-05-09")
    assert KENT not in str(found)
    assert KENT not in html(client, "kent-ilacs-2018-2022-05-09")


def test_a_correction_is_public_with_old_and_new_value(client: Client) -> None:
    user = User.objects.create_user("jane.doe", first_name="Jane", last_name="Doe")
    user.groups.add(Group.objects.get_or_create(name="reviewer")[0])
    rating = Inspection.objects.get(key=KENT).ratings.get(area__key="leaders")
    rating.grade = Grade.objects.get(key="outstanding")
    rating._change_reason, rating._history_user = "read again in the report", user
    rating.save()
    said = words(client, KENT)
    assert "Leaders: grade: good became outstanding. Why: read again in the report." in said
    assert "By: reviewer" in said
    assert "doe" not in said.lower()
    (correction,) = data(client, KENT)["corrections"]
    assert (correction["old"], correction["new"]) == ("good", "outstanding")
    assert correction["who"] == "reviewer"


def test_without_corrections_it_says_so(client: Client) -> None:
    assert "Nothing about this inspection has been corrected here." in words(client, KENT)


def test_sources_that_disagree_are_shown(client: Client) -> None:
    said = words(client, "barking-and-dagenham-ilacs-2018-2019-02-18")
    assert "Publication of the report: 1 April 2019 (Local authority inspection outcomes" in said
    assert "or 31 March 2019 (Children" in said


def test_a_cold_page_asks_five_queries_beside_the_data_version(client: Client) -> None:
    read_beforehand()
    for key in [KENT, "kent-ilacs-2018-2022-05-09", WEST]:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/inspections/{key}/")
        own = [q["sql"] for q in asked if "ratings_dataversion" not in q["sql"]]
        assert len(own) == 5, own  # inspection, ratings, discrepancies, history of both


def test_every_tenth_inspection_has_a_page(client: Client) -> None:
    for key in Inspection.objects.values_list("key", flat=True)[::10]:
        html(client, key)


def test_the_data_names_sources_and_labels(client: Client) -> None:
    found = data(client, KENT)
    assert found["authority"]["slug"] == "kent"
    assert found["ratings"]["care-leavers"] == "requires-improvement"
    area = found["areas"]["care-leavers"]
    assert area["label_as_published"] == "Requires improvement to be good"
    assert area["sources"] == ["report-pdf"]
    assert area["trend"] == "not comparable"
    assert found["compared_with"] == "kent-ilacs-2018-2022-05-09"
    assert found["as_at"] == "2026-09-01"


def test_the_csv_has_a_row_an_area(client: Client) -> None:
    response = client.get(f"/inspections/{KENT}.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert [row["area"] for row in rows][:2] == ["overall-effectiveness", "leaders"]
    assert len(rows) == 5

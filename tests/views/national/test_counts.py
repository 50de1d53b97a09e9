"""National counts as data: what the answer holds, and what it says where there is none."""

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.views.national.answers import counted
from tests.views.pages import csv_at, json_at

pytestmark = pytest.mark.usefixtures("record")


def test_the_answer_holds_what_the_contract_names(client: Client) -> None:
    asked = {"as_at": "2024-03-31", "known_by": "2024-06-30", "region": "London"}
    found = counted(client, area="overall-effectiveness", **asked)
    assert set(found) == {
        "as_at", "known_by", "complete_to", "completeness", "data_version", "version", "licence",
        "area", "areas_counted", "region", "type", "programme", "frameworks", "frameworks_counted",
        "which", "begun_from", "begun_to", "existing", "inspected", "with_grade",
        "no_overall_grade", "grades", "percent_of_graded", "percent_of_existing",
        "good_or_outstanding",
        "denominators", "note",
    }  # fmt: skip
    assert (found["as_at"], found["known_by"]) == ("2024-03-31", "2024-06-30")
    assert (found["existing"], found["inspected"], found["with_grade"]) == (33, 33, 33)
    assert list(found["grades"]) == ["outstanding", "good", "requires-improvement", "inadequate"]
    assert found["percent_of_graded"]["inadequate"] == pytest.approx(100 / 33)
    assert found["good_or_outstanding"]["count"] == 28
    assert found["good_or_outstanding"]["percent_of_existing"] == pytest.approx(2800 / 33)


@pytest.mark.parametrize(
    ("area", "together"),
    [
        ("leaders", ["leaders", "sif-leadership"]),
        ("sif-leadership", ["leaders", "sif-leadership"]),
        ("help-and-protection", ["help-and-protection", "sif-help-and-protection"]),
        ("care-leavers", ["care-leavers"]),
        ("overall-effectiveness", ["overall-effectiveness"]),
    ],
)
def test_areas_counted_as_one_are_named(client: Client, area: str, together: list[str]) -> None:
    found = counted(client, area=area, as_at="2019-03-31")
    assert found["areas_counted"] == together
    assert ("no_overall_grade" in found) == (area == "overall-effectiveness")
    assert ("not_judged" in found) == (area != "overall-effectiveness")


@pytest.mark.parametrize(
    "region", ["North East, Yorkshire and the Humber", "north-east-yorkshire-and-the-humber"]
)
def test_ofsteds_combined_region_holds_two(client: Client, region: str) -> None:
    both = counted(client, region=region)
    north, south = (
        counted(client, region=name) for name in ("north-east", "Yorkshire and The Humber")
    )
    assert both["region"] == "North East, Yorkshire and the Humber"
    assert both["existing"] == north["existing"] + south["existing"] == 27
    for grade, number in both["grades"].items():
        assert number == north["grades"][grade] + south["grades"][grade], grade


def test_england_is_the_same_as_no_region(client: Client) -> None:
    assert counted(client, region="England") == counted(client)


def test_the_end_of_the_overall_grade_is_a_count_of_its_own(client: Client) -> None:
    found = counted(client, as_at="2026-08-20")
    assert found["no_overall_grade"] > 0
    assert found["inspected"] == found["with_grade"] + found["no_overall_grade"]
    assert counted(client, as_at="2026-08-20", area="leaders")["not_judged"] == 0


def test_older_programmes_count_their_own(client: Client) -> None:
    found = counted(client, area="slac-safeguarding", as_at="2012-07-31")
    assert found["frameworks_counted"] == ["slac"]
    assert list(found["grades"]) == ["outstanding", "good", "adequate", "inadequate"]
    assert counted(client, area="cpi-overall")["frameworks_counted"] == ["cpi"]
    assert counted(client, area="tlac-overall")["with_grade"] == 4


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"as_at": "2012-01-01"}, "The first report was published in February 2014."),
        ({"as_at": "2014-01-31", "known_by": "2014-01-31"}, "been published by 31 January 2014"),
        ({"region": "London", "type": "county council"}, "No county council in London existed"),
        ({"area": "sif-adoption", "programme": "ilacs"},
         "None of these inspections of councils in England judged adoption"),
        ({"begun_from": "2030-01-01"}, "in the time asked for"),
    ],
)  # fmt: skip
def test_no_count_says_why(client: Client, asked: dict[str, str], words: str) -> None:
    found = counted(client, **asked)
    assert words in found["note"]
    assert set(found["grades"].values()) == {0}
    for share in ("percent_of_graded", "percent_of_existing"):
        assert set(found[share].values()) == {None}
    assert found["good_or_outstanding"] == {
        "count": 0, "percent_of_graded": None, "percent_of_existing": None,
    }  # fmt: skip


def test_inspections_are_no_share_of_authorities(client: Client) -> None:
    found = counted(client, which="all")
    assert found["inspected"] > found["existing"]
    assert set(found["percent_of_existing"].values()) == {None}
    assert "which=all" in found["note"]


def test_a_draft_counts_nowhere(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert counted(client)["inspected"] == 152


def test_csv_and_json_say_the_same(client: Client) -> None:
    found = counted(client, area="leaders", as_at="2022-01-01")
    table = csv_at(client, "/national.csv?area=leaders&as_at=2022-01-01")
    assert {row["grade"]: int(row["count"]) for row in table[:-1]} == found["grades"]
    assert float(table[0]["percent_of_graded"]) == found["percent_of_graded"]["outstanding"]
    assert table[-1]["grade"] == "not-judged"


def test_repeats_name_their_authorities(client: Client) -> None:
    found = json_at(client, "/national/repeats.json?programme=ilacs&as_at=2024-03-31")
    names = found["authorities"]
    assert found["more_than_one"] == sum(len(slugs) for slugs in names.values())
    assert found["unchanged_below_good"] == len(names["unchanged_below_good"])
    again = json_at(client, "/national/repeats.json?as_at=2010-01-01")
    assert again["more_than_one"] == 0
    assert "Nothing to compare" in again["note"]

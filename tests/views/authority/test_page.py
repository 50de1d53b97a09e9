"""The page of one authority: what it says of it, of what came before it and of what came after."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority, Completeness, Inspection, Neighbour, Succession
from tests.views.pages import page_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

BCP = "bournemouth-christchurch-and-poole"
INTO_BCP = "merged into Bournemouth, Christchurch and Poole on 1 April 2019."


def html(client: Client, address: str) -> str:
    return page_at(client, f"/authorities/{address}")


def words(client: Client, address: str) -> str:
    return text_of(html(client, address))


SAID: dict[str, tuple[str, list[str]]] = {
    "who, where and how it was rated": ("kent/", [
        "County council, South East", "declined from outstanding",
        "adequate (2013) → good (2017) → outstanding (2022) → good (2025)",
        "GSS E10000016, DfE 886, Ofsted URN 80476",
    ]),
    "an inspection without publication date": ("kent/", [
        "publication date not recorded: counted as known from its first day",
    ]),
    "a cell of an area of another framework": ("kent/", ["not a judgement then"]),
    "a cell without a grade": ("isles-of-scilly/", ["not graded"]),
    "a cell that nobody recorded": ("northamptonshire/", ["not recorded"]),
    "why there is no overall grade and what was last": ("west-northamptonshire/", [
        "Last overall grade: requires improvement (2022) , no longer given.",
        "leaders outstanding · help and protection good · ",
        "Inspections that start from 1 April 2026 give no overall grade",
    ]),
    "not yet inspected": ("barking-and-dagenham/?as_at=2012-06-30", [
        "not yet inspected", "No inspection or visit of Barking and Dagenham is on record",
    ]),
    "two sources that disagree": ("barking-and-dagenham/", [
        "Where sources disagree", "publication of the report: 1 April 2019",
        "Chosen: 1 April 2019 , because: 2022 release is one day early",
    ]),
    "every predecessor with its kind of change": (f"{BCP}/", [
        f"{name} , until 31 March 2019 ({change} Bournemouth, Christchurch and Poole)"
        for name, change in [("Bournemouth", "merged into"), ("Poole", "merged into"),
                             ("Dorset County Council", "part of it passed to")]
    ]),
    "an abolished authority": ("northamptonshire/", [
        "abolished 31 March 2021", "Grades on its last day, 31 March 2021",
        "Split into North Northamptonshire and West Northamptonshire on 1 April 2021.",
    ]),
    "before its first day": ("cumberland/?as_at=2020-01-01", [
        "On 1 January 2020 Cumberland did not yet exist: it began on 1 April 2023.",
        "inadequate (2013) → inadequate (2015) → requires improvement (2017)",
        "Statistical neighbours, 2025 model",
    ]),
    "Cumberland is in no model of 2021": ("cumberland/", ["2021 model has no neighbours for"]),
    "nor is its sister": ("westmorland-and-furness/", ["2021 model has no neighbours for"]),
}  # fmt: skip


@pytest.mark.parametrize(("address", "sentences"), SAID.values(), ids=SAID)
def test_the_page_says_it(client: Client, address: str, sentences: list[str]) -> None:
    said = words(client, address)
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_the_line_can_be_cited_with_both_dates(client: Client) -> None:
    cited = "/authorities/kent/?as_at=2024-03-31&amp;known_by=2026-09-01"
    page = html(client, "kent/?as_at=2024-03-31")
    assert "as at 31 March 2024, as published by 1 September 2026" in text_of(page)
    assert cited in page
    assert cited in html(client, "kent/?as_at=2024-03-31&known_by=2026-09-01")


def test_the_matrix_has_the_newest_inspection_first(client: Client) -> None:
    page = html(client, "kent/")
    assert "<h1>Kent</h1>" in page
    heads = re.findall(r'<th scope="col"><a href="/inspections/([^/]+)/', page)
    assert heads[:2] == ["kent-ilacs-2023-2025-11-03", "kent-ilacs-2018-2022-05-09"]
    overall = page[page.index('<tr class="headline">') :]
    assert overall.index("good") < overall.index("outstanding") < overall.index("adequate")


def test_a_cell_outside_the_inspection_says_so(client: Client) -> None:
    again = Inspection.objects.filter(ratings__missing="not-part-of-this-inspection").first()
    assert again is not None
    cell = '<td class="reason"><span>not part of this inspection</span></td>'
    assert cell in html(client, f"{again.authority.slug}/")


def test_it_says_how_far_the_record_goes(client: Client) -> None:
    assert (
        "Complete for reports of graded inspections published to 20 August 2026 and visits begun "
        "from 1 April 2021 to 31 March 2025." in words(client, "kent/")
    )
    Completeness.objects.get(kind="visits").delete()
    assert "31 March 2025" not in words(client, "kent/").split("Inspections and visits")[1][:400]


def test_links_carry_the_dates_on(client: Client) -> None:
    page = html(client, "kent/?as_at=2024-03-31&known_by=2024-06-30")
    for path in ("authorities/kent.csv", "inspections/kent-sif-2017-03-06/", "authorities/essex/"):
        assert f'href="/{path}?as_at=2024-03-31&amp;known_by=2024-06-30"' in page


# What came before and after


def test_a_predecessor_stands_above_with_its_own_line(client: Client) -> None:
    page = html(client, "west-northamptonshire/")
    said = text_of(page)
    name = "Northamptonshire , until 31 March 2021 (split into West Northamptonshire and others)"
    assert name in said
    assert "inadequate (2019) → improved (2020–2021)" in said
    assert page.index("before-line") < page.index('id="line"')


def test_chains_of_predecessors_are_followed(client: Client) -> None:
    newest = Authority.objects.create(
        slug="northamptonshires", name="The Northamptonshires", gss_code="E06099999",
        la_code="999", region="East Midlands", authority_type="unitary authority",
        start_date=date(2026, 4, 1),
    )  # fmt: skip
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2026, 3, 31)
    west.save()
    Succession.objects.create(
        predecessor=west, successor=newest, date=date(2026, 4, 1), kind="merged",
        source_url="https://example.org/",
    )  # fmt: skip
    said = words(client, "northamptonshires/")
    first = said.index("Northamptonshire , until 31 March 2021 (split into West Northampton")
    second = said.index("West Northamptonshire , until 31 March 2026 (merged into The North")
    assert first < second


@pytest.mark.parametrize("as_at", ["2018-01-01", "2019-03-31"])
def test_up_to_its_last_day_an_authority_exists(client: Client, as_at: str) -> None:
    said = words(client, f"bournemouth/?as_at={as_at}")
    assert f"Exists until 31 March 2019, then {INTO_BCP}" in said
    assert "exists until 31 March 2019" in said
    assert "bolished 31 March 2019" not in said
    assert "The line is complete" not in said


def test_after_its_last_day_it_is_abolished(client: Client) -> None:
    said = words(client, "bournemouth/?as_at=2019-04-01")
    assert f"Abolished 31 March 2019. M{INTO_BCP[1:]} The line is complete" in said
    assert "xists until" not in said


def test_an_end_that_is_still_to_come_is_told_as_one(client: Client) -> None:
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2999, 3, 31)
    west.save()
    said = words(client, f"{west.slug}/")
    assert "exists from 1 April 2021 until 31 March 2999" in said
    assert "Exists until 31 March 2999." in said
    assert "bolished 31 March 2999" not in said
    assert "exists until 31 March 2999" in words(client, beside("west-northamptonshire"))


def test_an_abolished_neighbour_is_labelled(client: Client) -> None:
    assert "abolished 31 March 2023" in words(client, beside("cumbria"))


def beside(slug: str) -> str:
    """The page of an authority that has this one among its neighbours."""
    neighbour = Neighbour.objects.filter(neighbour__slug=slug).first()
    assert neighbour is not None
    return f"{neighbour.authority.slug}/"


# Queries


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 8])
@pytest.mark.parametrize("as_at", ["2016-03-31", "2026-08-20"])
def test_every_authority_has_a_page(client: Client, as_at: str, step: int) -> None:
    """Every eighth each time: among them abolished ones and what became of them."""
    read_beforehand()
    for slug in Authority.objects.order_by("slug").values_list("slug", flat=True)[::step]:
        with CaptureQueriesContext(connection) as asked:
            html(client, f"{slug}/?as_at={as_at}")
        assert len(asked) == 4, slug

"""The national page, and the authorities behind each of its numbers."""

from __future__ import annotations

import gzip
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.csv_files import lines
from tests.views.national.answers import data, first_day
from tests.views.pages import csv_at, page_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

ADDRESSES = [
    "/national/",
    "/national/?area=leaders&region=london&goal=good&as_at=2020-03-31&known_by=2020-06-30",
    "/national/?area=slac-safeguarding&as_at=2013-05-01",
    "/national/?type=county council&region=South West",
    "/national/?as_at=2012-01-01",
    "/national/?as_at=1990-01-01",
    "/national/?region=london&type=county council",
    "/national/authorities/?grade=inadequate&as_at=2019-03-31",
    "/national/transitions/?from=inadequate&to=good",
    "/national/spells/?grade=outstanding&reading=spell",
    "/national/recovery/?goal=good&outcome=censored",
    "/national/recovery/?as_at=2010-01-01",
]


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, address)["rows"]
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_well_formed(client: Client, address: str) -> None:
    assert "<h1" in page_at(client, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_cold_page_asks_as_often_whatever_is_asked(
    client: Client, address: str, django_assert_num_queries
) -> None:
    read_beforehand()
    with django_assert_num_queries(2):  # the version twice: middleware and page
        client.get(address)


def test_pages_share_steps_and_times_only_where_these_are_of_the_same_place(
    client: Client,
) -> None:
    everywhere = _overall(client, "/national/")
    assert _overall(client, "/national/?area=leaders") == everywhere
    for place in ("?region=london", "?type=county council", "?as_at=2019-03-31"):
        assert _overall(client, f"/national/{place}") != everywhere
        steps = len(rows(client, f"/national/transitions.json{place}"))
        assert f"{steps} steps." in _overall(client, f"/national/{place}&area=leaders")


def _overall(client: Client, address: str) -> str:
    """What the page says of overall grades: its steps and times, without its words on areas."""
    words = text_of(page_at(client, address))
    every = words.partition("Every step from one overall grade")[2].partition("From inadequate")[0]
    return every.replace(" These are overall grades, whichever area is chosen above.", "")


def test_the_whole_page_is_small(client: Client) -> None:
    assert len(gzip.compress(page_at(client, "/national/").encode())) < 40_000


def test_the_first_sentence_says_what_the_data_say(client: Client) -> None:
    asked = {"as_at": "2024-03-31", "known_by": "2024-06-30"}
    words = text_of(page_at(client, "/national/?as_at=2024-03-31&known_by=2024-06-30"))
    found = data(client, "/national.json", **asked)
    assert (
        f"On 31 March 2024, as published by 30 June 2024, of 153 councils in England, "
        f"{found['with_grade']} had a grade for overall effectiveness: "
        f"{found['grades']['outstanding']} outstanding (20%)" in words
    )
    assert "(60%) were good or outstanding" in words


def test_the_end_of_the_overall_grade_is_explained_where_it_happens(client: Client) -> None:
    words = text_of(page_at(client, "/national/"))
    assert "From 1 April 2026: inspections under" in words
    assert "From 1 April 2026" not in text_of(page_at(client, "/national/?as_at=2026-03-31"))
    assert "From 1 April 2026" not in text_of(page_at(client, "/national/?area=leaders"))


def test_areas_that_are_counted_as_one_are_said(client: Client) -> None:
    assert "Counted as one, as Ofsted did: leaders (" in text_of(
        page_at(client, "/national/?area=leaders")
    )
    assert "Counted as one" not in page_at(client, "/national/")


def test_before_the_first_report_it_says_so(client: Client) -> None:
    page = page_at(client, "/national/?as_at=2012-01-01")
    assert "The first report was published in February 2014." in page
    assert 'id="over-time"' not in page


def test_the_series_says_on_each_day_what_that_day_says(client: Client) -> None:
    series = rows(client, "/national/over-time.json?area=leaders&region=London")
    assert [row["day"] for row in series][-2:] == ["2026-03-31", "2026-09-01"]
    assert [row["day"][5:] for row in series][:-1] == ["03-31"] * 13
    for row in (series[0], series[5], series[-1]):
        found = data(client, "/national.json", area="leaders", region="London", as_at=row["day"])
        for key in ("existing", "inspected", "with_grade", "grades", "percent_of_graded"):
            assert row[key] == found[key]


def test_the_series_knows_no_more_than_was_published(client: Client) -> None:
    address = "/national/over-time.json?as_at=2024-03-31&known_by=2020-01-01"
    last = rows(client, address)[-1]
    found = data(client, "/national.json", as_at="2024-03-31", known_by="2020-01-01")
    assert last["grades"] == found["grades"]


def test_regions_and_types_make_up_the_country(client: Client) -> None:
    groups = rows(client, "/national/groups.json?as_at=2022-03-31")
    for by, number in (("region", 9), ("type", 4)):
        own = [row for row in groups if row["by"] == by]
        assert len(own) == number + 1
        for key in ("existing", "with_grade"):
            assert sum(row[key] for row in own[:-1]) == own[-1][key]
    west = next(row for row in groups if row["name"] == "South West")
    found = data(client, "/national.json", as_at="2022-03-31", region="south-west")
    assert west["grades"] == found["grades"]


NUMBER = re.compile(r'<a href="(/national/[a-z]+/\?[^"]*)">(?:<[^>]*>)?([0-9]+)')


@pytest.mark.parametrize(
    "address", ["/national/", "/national/?as_at=2019-03-31&region=north-west&area=leaders"]
)
def test_every_second_number_leads_to_as_many_rows(client: Client, address: str) -> None:
    found = NUMBER.findall(page_at(client, address))
    assert len(found) > 60
    links = sorted({(link.replace("&amp;", "&"), number) for link, number in found})
    for link, number in links[::2]:
        path, _, query = link.partition("/?")
        assert len(rows(client, f"{path}.json?{query}")) == int(number), link


@pytest.mark.parametrize(
    "address", ["/national/authorities", "/national/transitions", "/national/spells",
                "/national/recovery"],
)  # fmt: skip
def test_page_csv_and_json_of_a_list_say_the_same(client: Client, address: str) -> None:
    query = "?as_at=2020-03-31&region=West Midlands"
    as_json = rows(client, f"{address}.json{query}")
    table = csv_at(client, f"{address}.csv{query}")
    assert [row["authority"] for row in table] == [row["authority"] for row in as_json]
    assert list(table[0]) == list(as_json[0])
    page = page_at(client, f"{address}/{query}")
    assert page.count('<th scope="row"') == len(as_json) > 5


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/national/?goal=adequate", "goal"),
        ("/national/?which=first", "which"),
        ("/national/authorities/?grade=brilliant", "grade"),
        ("/national/transitions/?from=x", "from"),
        ("/national/transitions/?pair=sif", "pair"),
        ("/national/transitions/?change=worse", "change"),
        ("/national/spells/?reading=quick", "reading"),
        ("/national/recovery/?outcome=maybe", "outcome"),
    ],
)
def test_nonsense_is_refused(client: Client, address: str, name: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert name in response.content.decode()


# --- against the source files, counted another way ----------------------------------------

LAST_DAY = date(2026, 8, 20)
PLACE = {"outstanding": 1, "good": 2, "adequate": 3, "requires-improvement": 3, "inadequate": 4}
Nodes = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def nodes(sources: Path) -> Nodes:
    """Of each authority: first day, framework and overall grade (blank: none given)."""
    folder = sources / "record"
    headline = {"cpi": "cpi-overall"}
    given = {(r["inspection_id"], r["area"]): r["grade"] for r in lines(folder / "ratings.csv")}
    found: dict[str, list[tuple[str, ...]]] = {}
    for each in lines(folder / "inspections.csv"):
        code = each["framework"]
        if each["kind"] not in {"full", "standard", "short", "re-inspection"}:
            continue
        if code not in {"cpi", "sif"} and not code.startswith("ilacs"):
            continue
        area = headline.get(code, "overall-effectiveness")
        grade = given.get((each["inspection_id"], area), "")
        if grade or code == "ilacs-2026":
            node = (first_day(each), each["published"], each["inspection_id"], code, grade)
            found.setdefault(each["authority_slug"], []).append(node)
    return {slug: [(n[0], n[3], n[4]) for n in sorted(own)] for slug, own in found.items()}


def test_the_steps_are_those_of_the_source_files(client: Client, nodes: Nodes) -> None:
    expected = sorted(
        (slug, *((grade or "no-overall-grade") for _, _, grade in step))
        for slug, own in nodes.items()
        for step in pairwise(own)
    )
    found = rows(client, "/national/transitions.json")
    assert sorted((row["authority"], row["from"], row["to"]) for row in found) == expected


def by_hand(nodes: Nodes, ends: dict[str, str], goal: int) -> list[tuple[str, int, bool]]:
    """Episodes from inadequate to a place on the scale: authority, days, recovered."""
    found = []
    for slug, own in nodes.items():
        began = ""
        for day, _, grade in own:
            place = PLACE.get(grade, 0)
            if not began and place == 4:
                began = day
            elif began and (not grade or place <= goal):
                found.append((slug, began, day, bool(grade)))
                began = ""
        if began:
            end = min(ends.get(slug) or LAST_DAY.isoformat(), LAST_DAY.isoformat())
            found.append((slug, began, end, False))
    days = date.fromisoformat
    return sorted((slug, (days(b) - days(a)).days, ok) for slug, a, b, ok in found)


@pytest.mark.parametrize(("goal", "place"), [("requires-improvement", 3), ("good", 2)])
def test_recoveries_are_those_of_the_source_files(
    client: Client, sources: Path, nodes: Nodes, goal: str, place: int
) -> None:
    authorities = lines(sources / "record" / "authorities.csv")
    ends = {row["slug"]: row["end_date"] for row in authorities}
    found = rows(client, f"/national/recovery.json?goal={goal}")
    episodes = sorted((row["authority"], row["days"], row["recovered"]) for row in found)
    assert episodes == by_hand(nodes, ends, place)


def test_who_has_not_recovered_leaves_no_cell_blank(client: Client) -> None:
    page = page_at(client, "/national/recovery/?outcome=censored")
    assert page.count("none yet") == 2 * page.count("not yet on the last day known")
    assert rows(client, "/national/recovery.json?outcome=censored")[0]["grade"] is None


def test_the_median_is_that_of_the_curve_worked_out_plainly(client: Client) -> None:
    """Kaplan-Meier by its definition over the listed episodes."""
    found = [(row["days"], row["recovered"]) for row in rows(client, "/national/recovery.json")]
    share, median = 1.0, 0
    for day in sorted({days for days, ended in found if ended}):
        at_risk = sum(days >= day for days, _ in found)
        share *= 1 - sum(days == day and ended for days, ended in found) / at_risk
        if share <= 0.5:
            median = day
            break
    years, months = divmod(round(median / (365.25 / 12)), 12)
    words = text_of(page_at(client, "/national/"))
    assert f"It takes {years} years {months} months until half of the councils in England" in words


def test_an_open_time_is_followed_to_the_last_day_known(client: Client) -> None:
    """An authority that was outstanding all along, as at a day and as published by another."""
    address = "/national/spells.json?grade=outstanding&as_at=2024-01-01&known_by=2023-06-30"
    held = [row for row in rows(client, address) if row["next_inspection"] is None]
    assert {row["end"] for row in held} == {"2023-06-30"}
    assert {row["ended"] for row in held} == {False}


def test_an_abolished_authority_is_censored_at_its_end(client: Client) -> None:
    held = rows(client, "/national/recovery.json?goal=good")
    northamptonshire = [row for row in held if row["authority"] == "northamptonshire"]
    assert [(row["end"], row["recovered"]) for row in northamptonshire] == [("2021-03-31", False)]


def test_nothing_is_estimated_beyond_the_time_anybody_was_followed(client: Client) -> None:
    early = client.get("/national/", {"as_at": "2013-06-01"}).content.decode()
    assert "Estimated share recovered" not in early
    later = client.get("/national/", {"as_at": "2015-03-31", "goal": "good"}).content.decode()
    assert "within 2 years" in later
    assert "within 3 years" not in later
    assert "within 5 years" in client.get("/national/").content.decode()

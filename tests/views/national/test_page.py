"""The national page, and the authorities behind each of its numbers."""

import gzip
import re

import pytest
from django.test import Client

from tests.views.national.answers import counted, rows
from tests.views.pages import assert_well_formed, page_at, read_beforehand, text_of

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
    "/national.json", "/national.json?as_at=2010-01-01", "/national.csv?area=leaders",
    "/national/repeats.json?programme=ilacs", "/national/repeats.csv",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_cold_answer_asks_as_often_whatever_is_asked(
    client: Client, address: str, django_assert_num_queries
) -> None:
    read_beforehand()
    with django_assert_num_queries(2):  # the version twice: middleware and page
        answer = client.get(address)
    assert answer.status_code == 200
    if "/?" in address or address.endswith("/"):
        assert_well_formed(answer.content.decode())
        assert "<h1" in answer.content.decode()


def test_steps_and_times_are_shared_only_within_a_place(client: Client) -> None:
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


def test_the_first_sentence_says_what_the_data_say(client: Client) -> None:
    asked = {"as_at": "2024-03-31", "known_by": "2024-06-30"}
    words, found = text_of(page_at(client, "/national/", asked)), counted(client, **asked)
    assert (
        f"On 31 March 2024, as published by 30 June 2024, of 153 councils in England, "
        f"{found['with_grade']} had a grade for overall effectiveness: "
        f"{found['grades']['outstanding']} outstanding (20%)" in words
    )
    assert "(60%) were good or outstanding" in words


def test_what_is_counted_is_explained_where_it_matters(client: Client) -> None:
    page = page_at(client, "/national/")
    assert "From 1 April 2026: inspections under" in text_of(page)
    assert "Counted as one" not in page
    assert len(gzip.compress(page.encode())) < 40_000
    assert "From 1 April 2026" not in text_of(page_at(client, "/national/?as_at=2026-03-31"))
    leaders = text_of(page_at(client, "/national/?area=leaders"))
    assert "From 1 April 2026" not in leaders
    assert "Counted as one, as Ofsted did: leaders (" in leaders


def test_before_the_first_report_it_says_so(client: Client) -> None:
    page = page_at(client, "/national/?as_at=2012-01-01")
    assert "The first report was published in February 2014." in page
    assert 'id="over-time"' not in page


def test_the_series_says_on_each_day_what_that_day_says(client: Client) -> None:
    series = rows(client, "/national/over-time.json?area=leaders&region=London")
    assert [row["day"] for row in series][-2:] == ["2026-03-31", "2026-09-01"]
    assert [row["day"][5:] for row in series][:-1] == ["03-31"] * 13
    for row in (series[0], series[5], series[-1]):
        found = counted(client, area="leaders", region="London", as_at=row["day"])
        for key in ("existing", "inspected", "with_grade", "grades", "percent_of_graded"):
            assert row[key] == found[key]


def test_the_series_knows_no_more_than_was_published(client: Client) -> None:
    address = "/national/over-time.json?as_at=2024-03-31&known_by=2020-01-01"
    last = rows(client, address)[-1]
    found = counted(client, as_at="2024-03-31", known_by="2020-01-01")
    assert last["grades"] == found["grades"]


def test_regions_and_types_make_up_the_country(client: Client) -> None:
    groups = rows(client, "/national/groups.json?as_at=2022-03-31")
    for by, number in (("region", 9), ("type", 4)):
        own = [row for row in groups if row["by"] == by]
        assert len(own) == number + 1
        for key in ("existing", "with_grade"):
            assert sum(row[key] for row in own[:-1]) == own[-1][key]
    west = next(row for row in groups if row["name"] == "South West")
    found = counted(client, as_at="2022-03-31", region="south-west")
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
    early = page_at(client, "/national/?as_at=2013-06-01")
    assert "Estimated share recovered" not in early
    later = page_at(client, "/national/?as_at=2015-03-31&goal=good")
    assert "within 2 years" in later
    assert "within 3 years" not in later
    assert "within 5 years" in page_at(client, "/national/")

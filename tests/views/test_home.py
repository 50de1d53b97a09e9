"""The first page: the country on a day."""

import gzip
import json
import re
from datetime import date

import pytest
from django.test import Client

from ratings.forms import Moment
from ratings.models import Authority, DataVersion, Framework, Inspection
from ratings.models.framework import pairs_counted_as_one
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.models.whole import Whole
from ratings.rules.movement import Moves
from ratings.views.home.area import area_choices, chosen_area
from ratings.views.home.counts import PAST, Count, change_in_words, in_words, moves_in_words
from ratings.views.home.stops import stops
from tests.rules.builders import GOOD, OUTSTANDING
from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

ROW = re.compile(
    r'<tr>\s*<th scope="row"><span class="grade">.*?<span>([a-z ]+)</span></span></th>\s*'
    r'<td class="count-cell"><span class="count-bar"><span class="count">'
    r'(?:<a href="#with-[a-z-]+">)?([0-9]+)',
    re.DOTALL,
)
TILE = re.compile(
    r'<li class="c(\d+) r(\d+)[^"]*"><a class="mark-([a-z-]+)" href="/authorities/([^/]+)/[^"]*"'
    r' aria-label="([^"]+)"><b>([^<]+)</b>(\w+)</a>'
)
GROUP = re.compile(r'<tr id="with-([a-z-]+)">(.*?)</tr>', re.DOTALL)
BUDGET = 40_000
"""Bytes of the compressed page, map included (issue 3)."""


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"/{query}")


def counts(page: str) -> dict[str, int]:
    return {words: int(number) for words, number in ROW.findall(page)}


def groups(page: str) -> dict[str, list[str]]:
    """The slugs behind each count, as the table lists them."""
    found = GROUP.findall(page)
    return {key: re.findall(r'<li><a href="/authorities/([^/]+)/', row) for key, row in found}


def national(client: Client, **asked: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(client.get("/national.json", asked).content)
    return found


# Counts and shares


def test_the_country_is_said_in_one_sentence(client: Client) -> None:
    page = html(client)
    assert "On 1 September 2026, of the 153 authorities in England" in text_of(page)


def test_every_existing_authority_is_counted_once(client: Client) -> None:
    page = html(client)
    assert sum(counts(page).values()) == 153
    assert set(counts(page)) >= {"no overall grade", "not yet inspected"}


@pytest.mark.parametrize(
    "asked",
    [
        {"as_at": "2024-03-31", "known_by": "2024-06-30"},
        {"as_at": "2026-09-01"},
        {"as_at": "2015-03-31"},
        {"as_at": "2019-03-31", "area": "leaders"},
        {"as_at": "2024-03-31", "area": "care-leavers"},
        {"as_at": "2012-03-31", "area": "slac-safeguarding"},
    ],
)
def test_the_counts_are_those_of_its_data(client: Client, asked: dict[str, str]) -> None:
    found = counts(client.get("/", asked).content.decode())
    data = national(client, **asked)
    words = {"requires-improvement": "requires improvement"}
    grades = {words.get(key, key): number for key, number in data["grades"].items()}
    assert {k: n for k, n in grades.items() if n} == {
        k: n for k, n in found.items() if n and not k.startswith("no")
    }
    assert sum(found.values()) == data["existing"]
    without = data.get("no_overall_grade", data.get("not_judged"))
    assert found.get("no overall grade", found.get("not judged")) == without


def test_the_shares_are_those_that_ofsted_published_for_march_2024(client: Client) -> None:
    """60% good or outstanding and 20% outstanding, of those inspected (published-figures.csv)."""
    page = html(client, "?as_at=2024-03-31&known_by=2024-06-30")
    found = counts(page)
    inspected = sum(found.values()) - found["not yet inspected"]
    assert round(100 * (found["outstanding"] + found["good"]) / inspected) == 60
    first_row = text_of(page[page.index('<table class="table national-counts">') :])
    assert f"Of the {inspected} graded" in first_row
    assert re.search(r"outstanding 30 20% 20% ", first_row)


def test_the_change_is_against_the_same_day_a_year_before(client: Client) -> None:
    now = counts(html(client, "?as_at=2024-03-31&known_by=2024-06-30"))
    before = counts(html(client, "?as_at=2023-03-31&known_by=2024-06-30"))
    page = text_of(html(client, "?as_at=2024-03-31&known_by=2024-06-30"))
    assert "a year before, on 31 March 2023, both as published by 30 June 2024" in page
    difference = now["outstanding"] - before["outstanding"]
    assert f"outstanding {now['outstanding']} 20% 20% {before['outstanding']} +{difference}" in page


def test_each_count_leads_to_as_many_authorities(client: Client) -> None:
    page = html(client, "?as_at=2015-01-20")
    listed = groups(page)
    assert sorted(len(slugs) for slugs in listed.values()) == sorted(
        number for number in counts(page).values() if number
    )
    assert page.count('href="#with-') == len(listed)


def test_those_inspected_only_under_other_rules_are_said_to_be(client: Client) -> None:
    page = text_of(html(client, "?as_at=2015-03-31"))
    assert "had not yet been inspected under the rules counted here" in page
    assert "had been under others, which are not counted with them" in page


def test_before_the_first_report_it_says_so_and_leads_to_earlier_areas(client: Client) -> None:
    page = html(client, "?as_at=2012-03-31")
    assert "Nothing can be counted on that day" in page
    assert "?as_at=2012-03-31&amp;area=slac-safeguarding" in page


def test_before_the_record_begins_it_says_so(client: Client) -> None:
    assert "This record begins on 1 April 2009" in text_of(html(client, "?as_at=2008-12-31"))


def test_a_draft_is_not_counted(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert groups(html(client))["not-yet-inspected"] == ["kent"]


def test_an_empty_record_still_has_a_first_page(client: Client) -> None:
    Inspection.objects.update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    page = html(client)
    assert counts(page)["not yet inspected"] == 153


# The map


@pytest.mark.parametrize("day", ["2012-03-31", "2019-03-31", "2021-04-01", "2026-09-01"])
def test_every_authority_that_existed_is_a_tile(client: Client, day: str) -> None:
    tiles = TILE.findall(html(client, f"?as_at={day}"))
    existing = set(Authority.objects.existing_on(date.fromisoformat(day)).values_list("slug"))
    assert {(slug,) for _, _, _, slug, *_ in tiles} == existing
    assert len({tile[:2] for tile in tiles}) == len(tiles)
    assert len({short for *_, short in tiles}) == len(tiles)


def test_a_tile_has_the_mark_and_words_of_its_count(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    labels = {slug: (letter, label) for _, _, _, slug, label, letter, _ in TILE.findall(page)}
    for key, slugs in groups(page).items():
        for slug in slugs:
            assert labels[slug][1].endswith(f": {key.replace('-', ' ')}")
    assert labels["northamptonshire"] == ("RI", "Northamptonshire: requires improvement")


def test_where_the_latest_inspection_did_not_judge_the_area_the_tile_is_dashed(
    client: Client,
) -> None:
    """A combined grade of before 2023 is neither of its two successors' (domain §3)."""
    page = html(client, "?as_at=2024-03-31&area=care-leavers")
    not_judged = set(groups(page)["not-judged"])
    tones = {slug: tone for _, _, tone, slug, *_ in TILE.findall(page)}
    assert not_judged
    assert {tones[slug] for slug in not_judged} == {"none"}


def test_areas_that_are_counted_as_one_are_one_choice(client: Client) -> None:
    assert counts(html(client, "?area=sif-leadership")) == counts(html(client, "?area=leaders"))
    assert 'value="sif-leadership"' not in html(client)


def test_the_area_is_kept_by_every_day_of_the_slider(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31&area=leaders")
    links = re.findall(r'<a href="([^"]*)#map" data-stop', page)
    assert len(links) > 20
    assert all("area=leaders" in link for link in links)


def test_a_tile_keeps_the_dates(client: Client) -> None:
    assert 'href="/authorities/kent/?as_at=2019-03-31"' in html(client, "?as_at=2019-03-31")


def test_a_new_authority_without_a_tile_is_on_the_map(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(tile_column=None, tile_row=None)
    DataVersion.bump()
    assert len(TILE.findall(html(client))) == 153


# Who moved, the latest, the links on


def test_who_rose_and_fell_is_told_with_both_grades_and_the_date(client: Client) -> None:
    page = text_of(html(client, "?as_at=2026-03-31"))
    assert "Kent O outstanding → G good 3 November 2025" in page
    assert "authorities inspected in full in that year," in page


def test_the_inadequate_lead_to_what_became_of_them(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    assert 'href="/questions/since-inadequate/?on=2019-03-31&amp;reached=good"' in page
    assert "since-inadequate" not in html(client, "?as_at=2019-03-31&area=leaders")


def test_those_who_were_inadequate_are_those_of_the_question(client: Client) -> None:
    listed = groups(html(client, "?as_at=2019-03-31"))["inadequate"]
    answer = client.get("/questions/since-inadequate/?on=2019-03-31&reached=good")
    assert answer.status_code == 200
    table = answer.content.decode()
    table = table[table.index("<tbody") : table.index("</tbody")]
    assert set(re.findall(r'href="/authorities/([^/]+)/', table)) == set(listed)


def test_the_latest_inspections_are_those_begun_by_the_day(client: Client) -> None:
    page = html(client, "?as_at=2019-12-31")
    assert page.count('class="latest-date') == 10
    years = re.findall(r"latest-date[^>]*>[^<]*?(\d{4})<", page)
    assert set(years) == {"2019"}


def test_it_leads_to_its_data(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31&area=leaders")
    assert 'href="/national.json?as_at=2019-03-31&amp;area=leaders"' in page
    assert 'href="/authorities.csv?as_at=2019-03-31"' in page


def test_the_search_box_carries_the_dates_on(client: Client) -> None:
    page = html(client, "?as_at=2020-01-01")
    assert page.count('action="/authorities/"') == 2
    assert page.count('<input type="hidden" name="as_at" value="2020-01-01">') == 3


# Limits


@pytest.mark.parametrize("query", ["", "?as_at=2015-03-31", "?area=leaders&as_at=2019-03-31"])
def test_a_cold_page_asks_for_nothing_but_the_data_version(
    client: Client, django_assert_num_queries, query: str
) -> None:
    Reference.current()
    Names.current()
    Whole.current()
    with django_assert_num_queries(2):  # middleware and page
        html(client, query)


@pytest.mark.parametrize(
    "query", ["", "?as_at=2019-03-31&known_by=2026-06-30&area=children-in-care-and-care-leavers"]
)
def test_the_page_is_small_map_included(client: Client, query: str) -> None:
    assert len(gzip.compress(html(client, query).encode(), 6)) < BUDGET


@pytest.mark.parametrize(
    "query", ["?as_at=tomorrow", "?known_by=1", "?grade=good", "?area=brilliance"]
)
def test_nonsense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/{query}").status_code == 400


def test_a_refused_area_is_told_which_there_are(client: Client) -> None:
    answer = client.get("/?area=brilliance").content.decode()
    assert "area" in answer
    assert "help-and-protection" in answer


# Words


def test_the_sentence_keeps_its_grammar_for_one() -> None:
    found = [
        Count("outstanding", "outstanding", 1, OUTSTANDING),
        Count("good", "good", 2, GOOD),
        Count("no-overall-grade", "no overall grade", 1),
        Count("not-yet-inspected", "not yet inspected", 3),
    ]
    assert in_words(found) == (
        "1 is rated outstanding, 2 good, 1 has no overall grade and 3 have not yet been inspected"
    )
    assert in_words(found[2:3]) == "1 has no overall grade"
    assert in_words(found[:2], PAST) == "1 was rated outstanding and 2 good"


def test_the_change_is_said_in_words() -> None:
    found = [
        Count("outstanding", "outstanding", 4, OUTSTANDING, before=3),
        Count("good", "good", 2, GOOD, before=5),
        Count("no-overall-grade", "no overall grade", 2, before=0),
        Count("not-yet-inspected", "not yet inspected", 3, before=3),
    ]
    assert [count.change for count in found] == ["+1", "−3", "+2", "0"]
    assert change_in_words(found) == (
        "1 more is outstanding, 3 fewer good and 2 more have no overall grade"
    )
    assert change_in_words(found[3:]) == "the counts are the same"
    assert change_in_words([]) == "the counts are the same"


def test_nobody_who_moved_is_said_as_well() -> None:
    assert moves_in_words(Moves()) == "none rose, none fell and none kept their grade"


def test_an_area_is_named_with_its_rules_where_nothing_asks_it_now(client: Client) -> None:
    frameworks = Reference.current().frameworks.values()
    areas = area_choices(frameworks, pairs_counted_as_one(), Names.current().frameworks)
    words = {area.key: area.words for area in areas}
    assert words["overall-effectiveness"] == "Overall effectiveness"
    assert words["leaders"] == "Leaders"
    assert words["sif-care-leavers"] == "Care leavers (SIF)"
    assert len(set(words.values())) == len(words)
    assert chosen_area("", areas).is_headline


def test_the_slider_stops_at_each_year_each_new_framework_and_the_day_shown() -> None:
    frameworks = list(Reference.current().frameworks.values())
    names = dict(Framework.objects.values_list("code", "short_name"))
    found = stops(Moment(date(2019, 7, 1), None, True), frameworks, names)
    days = [stop.as_at for stop in found]
    assert days[:4] == ["2010-03-31", "2011-03-31", "2012-03-31", "2012-04-30"]
    assert days[-2:] == ["2026-03-31", ""]
    assert {"2013-10-31", "2017-12-31", "2022-12-31", "2019-07-01"} <= set(days)
    assert [stop.words for stop in found if stop.is_current] == ["1 July 2019"]
    assert found[-1].words == "today, 1 September 2026"


@pytest.mark.parametrize("day", ["2013-12-31", "2014-02-01", "2014-03-31", "2019-03-31"])
def test_who_rose_and_fell_is_what_the_questions_answer(client: Client, day: str) -> None:
    html = client.get("/", {"as_at": day}).content.decode()
    for title, key in (("Rose", "improved"), ("Fell", "declined")):
        answer = client.get(f"/questions/{key}.json", {"as_at": day}).json()
        assert f"{title} ({len(answer['rows'])})" in " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_day_before_anything_counts_names_what_will(client: Client) -> None:
    html = client.get("/", {"as_at": "2013-06-01"}).content.decode()
    assert "inspections under SIF, and none had begun by then" in html
    html = client.get("/", {"as_at": "2014-02-01", "known_by": "2014-02-01"}).content.decode()
    assert "none had begun and been published by then" in html


def test_a_day_beyond_the_record_says_how_far_the_record_reaches(client: Client) -> None:
    note = "Graded inspections are on record to 20 August 2026"
    assert note in client.get("/", {"as_at": "2026-08-21"}).content.decode()
    assert note not in client.get("/", {"as_at": "2026-08-20"}).content.decode()

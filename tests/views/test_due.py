"""Who is due an inspection: the page, its data, and what the estimates rest on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.rules.questions.plain_counts import Reading, reading
from tests.views.pages import csv_at, json_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

ILACS = {"ilacs-2018", "ilacs-2023", "ilacs-2026"}


@pytest.fixture(scope="module")
def plain(sources: Path) -> Reading:
    return reading(sources)


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"/due/{query}")


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json_at(client, f"/due.json{query}")


@pytest.mark.parametrize(
    "query",
    ["", "?as_at=2019-03-31", "?as_at=2012-01-01", "?region=London&sort=-name",
     "?grade=no-overall-grade", "?type=county council&sort=range"],
)  # fmt: skip
def test_page_json_and_csv_agree(client: Client, query: str) -> None:
    page, found, rows = html(client, query), data(client, query), csv_at(client, f"/due.csv{query}")
    names = [each["name"] for each in found["authorities"]]
    assert [row["authority_name"] for row in rows] == names
    shown = re.findall(r'<a href="/authorities/[a-z-]+/[^"]*">([^<]*)</a></td>', page)
    assert shown == names
    assert [row["rank"] for row in rows] == [str(e["rank"] or "") for e in found["authorities"]]


def test_the_wait_is_from_the_last_graded_first_day(client: Client, plain: Reading) -> None:
    """By the CSVs of the record: the last graded step of every existing authority.

    By hand: Nottingham, inspected from 11 July 2022, 1,501 days to 20 August 2026.
    """
    found = data(client, "?as_at=2026-08-20")["authorities"]
    assert {each["slug"]: (each["last_graded"]["inspection"], each["days_since"])
            for each in found} == {
        slug: (last.id, (date(2026, 8, 20) - last.day).days)
        for slug in plain.existing("2026-08-20")
        for last in [plain.nodes(slug)[-1]]
    }  # fmt: skip
    assert [found[0][key] for key in ("slug", "rank", "days_since")] == ["nottingham", 1, 1501]


def test_equal_waits_share_a_rank_that_stays_national_in_a_narrowed_table(client: Client) -> None:
    everyone = {each["slug"]: each["rank"] for each in data(client)["authorities"]}
    assert list(everyone.values())[:7] == [1, 2, 3, 4, 4, 4, 7]
    assert len(everyone) == 153
    london = data(client, "?region=London")["authorities"]
    assert len(london) == 33
    assert all(each["rank"] == everyone[each["slug"]] for each in london)


def test_the_spread_is_that_of_the_record(client: Client, plain: Reading) -> None:
    """By the CSVs: days between graded steps that follow one another, both under ILACS."""
    seen: dict[str | None, list[int]] = {}
    for before, now in plain.pairs():
        if {before.framework, now.framework} <= ILACS:
            seen.setdefault(before.grade or None, []).append((now.day - before.day).days)
    for spread in data(client)["spread"]:
        days = sorted(seen.get(spread["grade"], []))
        assert spread["intervals"] == len(days)
        if days:
            assert spread["shortest"]["days"] == days[0]
            assert spread["longest"]["days"] == days[-1]
            assert spread["median_days"] == median(days)
        else:
            assert spread["shortest"] is spread["median_days"] is spread["longest"] is None
    assert sum(map(len, seen.values())) == sum(s["intervals"] for s in data(client)["spread"])


def test_the_range_is_the_spread_from_the_last_first_day(client: Client) -> None:
    found = data(client)
    spreads = {spread["grade"]: spread for spread in found["spread"]}
    for each in found["authorities"]:
        spread, estimate = spreads[each["last_graded"]["grade"]], each["estimate"]
        if estimate is None:
            assert each["last_graded"]["grade"] is None
            continue
        last = date.fromisoformat(each["last_graded"]["date"])
        first = date.fromisoformat(estimate["first_day"])
        assert (first - last).days == spread["shortest"]["days"]
        until = date.fromisoformat(estimate["last_day"])
        assert (until - last).days == spread["longest"]["days"]


def test_without_an_overall_grade_there_is_no_spread_yet(client: Client) -> None:
    page = html(client, "?grade=no-overall-grade")
    rows = rows_of(page)
    assert len(rows) == 11
    assert all("no observed spread yet" in row for row in rows)
    assert "requires improvement" not in " ".join(rows)


def test_the_page_states_its_method_and_leads_to_the_visits_since(client: Client) -> None:
    page = html(client)
    said = text_of(page)
    assert "Estimate: the range seen so far" in said
    assert "the range is an estimate" in said
    assert "How this is counted" in said
    rows = re.findall(r'<a href="(/inspections/\?q=[^"]*)">([^<]*)</a>', page)
    assert rows
    for href, words in rows[:5]:
        listed = page_at(client, href.replace("&amp;", "&"))
        number = sum(int(n) for n in re.findall(r"\d+", words))
        assert listed.count('<th scope="row"') == number


def test_as_at_an_earlier_day_nothing_later_is_known(client: Client) -> None:
    found = data(client, "?as_at=2019-03-31")
    assert all(
        each["last_graded"] is None or each["last_graded"]["date"] <= "2019-03-31"
        for each in found["authorities"]
    )
    assert sum(spread["intervals"] for spread in found["spread"]) == 0
    assert "inspected by then" in text_of(html(client, "?as_at=2010-01-01"))
    # Portsmouth's inspection of 6 July 2026 was not out on the day that it began.
    early = data(client, "?as_at=2026-07-10&known_by=2026-07-10")
    (portsmouth,) = [e for e in early["authorities"] if e["slug"] == "portsmouth"]
    assert portsmouth["last_graded"]["date"] == "2023-05-15"


def test_a_draft_is_not_counted(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    last = data(client)["authorities"][-1]
    assert (last["slug"], last["rank"]) == ("kent", None)
    assert "not yet inspected" in rows_of(html(client))[-1]


def test_a_filter_that_nobody_fits_says_so_and_sorting_keeps_it(client: Client) -> None:
    assert "No authority fits this filter" in html(client, "?grade=not-yet-inspected")
    assert 'href="/due/?region=London&amp;sort=-rank"' in html(client, "?region=London")

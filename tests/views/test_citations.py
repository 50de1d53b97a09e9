"""Citations in every form, and the address that says later what was corrected since."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ratings.exports.citations import Citation
from ratings.models import DataVersion, Inspection, VersionEntry
from ratings.rules.questions.registry import QUESTIONS
from tests.transactions import new_transaction
from tests.views.histories import KENT, drafted, publish, regrade, save, version_number, withdraw
from tests.views.pages import page_at, some_pairs, text_of

pytestmark = pytest.mark.usefixtures("record")

SITE = "http://127.0.0.1:8000"


def note(client: Client, address: str) -> str:
    found = re.search(r'<aside class="since".*?</aside>', page_at(client, address), re.DOTALL)
    return text_of(found[0]) if found else ""


def csl(client: Client, query: str) -> dict[str, Any]:
    response = client.get(f"/cite.json?{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    (item,) = response.json()
    return dict(item)


PAGES = [
    "/", "/authorities/", "/authorities/kent/", "/inspections/", f"/inspections/{KENT}/",
    "/national/", "/national/transitions/", "/compare/?authority=kent&authority=essex",
    "/questions/", "/questions/moved/?steps=3", "/due/", "/figures/", "/changes/",
    "/changes/coverage/", "/changes/discrepancies/", "/about/", "/data/versions/",
]  # fmt: skip


def test_a_page_and_its_citation_by_itself_say_the_same(client: Client) -> None:
    page = page_at(client, "/authorities/northamptonshire/?as_at=2018-12-31")
    shown = re.search(r'data-copy="(Northamptonshire[^"]*)"', page)
    assert shown
    text = client.get("/cite.txt?page=/authorities/northamptonshire/&as_at=2018-12-31")
    assert shown[1].replace("&amp;", "&") == text.content.decode().strip()
    assert "inadequate (2013) → requires improvement (2016) → declined (2018)." in shown[1]
    assert (
        "as at 31 December 2018, as published by 1 September 2026, on reports published to "
        "20 August 2026, data version" in shown[1]
    )
    assert shown[1].endswith("(accessed 1 September 2026)")


def test_the_permanent_address_carries_both_dates_and_the_version(client: Client) -> None:
    item = csl(client, "page=/authorities/kent/&as_at=2024-03-31&known_by=2024-06-30")
    version = version_number()
    assert item["URL"] == (
        f"{SITE}/authorities/kent/?as_at=2024-03-31&known_by=2024-06-30&version={version}"
    )
    assert item["version"] == str(version)
    assert item["accessed"] == {"date-parts": [[2026, 9, 1]]}
    assert item["title"] == "Kent, Ofsted ratings of children’s services"
    moved = timezone.localtime(DataVersion.objects.get().changed_at)
    assert item["issued"]["date-parts"] == [[moved.year, moved.month, moved.day]]
    by_code = csl(client, "page=/authorities/E10000016/&as_at=2024-03-31&known_by=2024-06-30")
    assert by_code["URL"] == item["URL"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_cited_and_its_address_leads_back(client: Client, page: str) -> None:
    item = csl(client, f"page={quote(page)}")
    assert item["title"]
    address = item["URL"].removeprefix(SITE)
    for pair in page.partition("?")[2].split("&"):
        assert pair in address
    again = page_at(client, address)
    assert 'class="since"' in again
    assert "Nothing was corrected since" in again
    shown = text_of(page_at(client, page))
    assert "Cite this page" in shown
    assert f'href="{item["URL"].replace("&", "&amp;")}"' in again
    links = re.findall(r'href="([^"]*[?;&]version=[^"]*)"', again)
    assert all(link.startswith(SITE) for link in links), "no other link carries it on"


def test_the_page_of_citations_shows_all_forms(client: Client) -> None:
    page = page_at(client, "/cite/?page=/authorities/kent/&as_at=2024-03-31")
    assert "<h1>Cite: Kent, Ofsted ratings" in page
    for form in ("/cite.txt?", "/cite.bib?", "/cite.json?"):
        assert form in page
    assert page.count("data-copy=") == 3
    bibtex = client.get("/cite.bib?page=/authorities/kent/&as_at=2024-03-31")
    assert bibtex["Content-Type"].startswith("application/x-bibtex")
    entry = bibtex.content.decode()
    assert entry.startswith("@misc{ratings-authorities-kent-2024-03-31-2026-09-01-")
    assert entry.count("{") == entry.count("}")
    assert "  urldate = {2026-09-01}," in entry


def test_odd_text_is_escaped_in_bibtex() -> None:
    odd = Citation(
        title="50% of {A_B} & #1 ~ ^ \\ $", dates="", quote="", version=3,
        version_day=None, accessed=date(2026, 9, 1), address="http://x.test/?a={b} c",
    )  # fmt: skip
    entry = odd.bibtex()
    assert r"50\% of \{A\_B\} \& \#1 \textasciitilde{} \textasciicircum{}" in entry
    assert "url = {http://x.test/?a=%7Bb%7D%20c}" in entry
    assert entry.count("{") == entry.count("}")
    assert odd.text.startswith("50% of {A_B} & #1 ~ ^ \\ $. Ofsted ratings over time, data version")


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        *((query, 400, "page") for query in (
            "", "page=kent", "page=https://example.org/", "page=//example.org/", "page=/admin/",
            "page=/cite/", "page=/authorities.json", "page=/%00/")),
        *((f"page={page}", 404, "") for page in (
            "/authorities/nowhere/", "/nothing/", "/authorities/%C3%A9/")),
        ("page=/authorities/kent/&as_at=spring", 400, "as_at"),
        ("page=/authorities/kent/?colour=red", 400, "colour"),
        ("page=/authorities/kent/&colour=red", 400, "colour"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(client: Client, query: str, status: int, named: str) -> None:
    for form in ("/", ".bib", ".json", ".txt"):
        response = client.get(f"/cite{form}?{query}")
        assert response.status_code == status
        assert named in response.content.decode()


def test_a_correction_since_is_told_on_the_pages_it_touches(
    client: Client, kent: Inspection
) -> None:
    seen = version_number()
    drafted("kent", date(2026, 7, 1))
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    for page in ("/authorities/kent/", f"/inspections/{KENT}/", "/"):
        found = note(client, f"{page}?as_at=2026-09-01&known_by=2026-09-01&version={seen}")
        assert f"Changed since data version {seen}" in found
        assert "Leaders: grade: outstanding became good" in found
        assert "Why: Ofsted revised the letter" in found
        assert "July 2026" not in found  # a draft
    for page in ("/authorities/essex/", "/inspections/kent-ilacs-2023-2025-11-03/"):
        assert "Nothing was corrected since" in note(client, f"{page}?version={seen}")
    assert "Nothing was corrected" in note(client, f"/authorities/kent/?version={seen + 1}")
    too_early = "/authorities/kent/?as_at=2022-05-08&known_by=2026-09-01"
    assert "Nothing was corrected" in note(client, f"{too_early}&version={seen}")
    for query in ("", "?version="):
        assert note(client, f"/authorities/kent/{query}") == ""


def test_a_date_that_takes_an_inspection_out_of_the_page_is_told(
    client: Client, kent: Inspection
) -> None:
    seen = version_number()
    kent.published = date(2026, 8, 31)
    save(kent, "misread")
    cited = f"/authorities/kent/?as_at=2022-12-31&known_by=2022-12-31&version={seen}"
    assert "Report published: 5 July 2022 became 31 August 2026" in (
        note(client, cited).replace("report published", "Report published")
    )


def test_what_was_entered_and_withdrawn_since_is_told(client: Client, kent: Inspection) -> None:
    seen = version_number()
    publish(drafted("kent", date(2026, 7, 1)), "entered late")
    assert "entered" in note(client, f"/authorities/kent/?version={seen}")
    new_transaction()
    withdraw(kent, "entered twice")
    assert "withdrawn" in note(client, f"/authorities/kent/?version={seen}")


def test_many_corrections_are_cut_and_linked(client: Client, kent: Inspection) -> None:
    seen = version_number()
    for key in ("good", "outstanding") * 6:
        regrade(kent, "leaders", key, "again")
    found = note(client, f"/authorities/kent/?version={seen}")
    assert found.count("became") == 10
    assert "All that changed since" in found
    moved_at = timezone.localtime(VersionEntry.objects.get(number=seen).moved_at)
    assert f"/changes/?authority=kent&amp;since={moved_at:%Y-%m-%d}" in page_at(
        client, f"/authorities/kent/?version={seen}"
    )


def test_a_citation_costs_no_query(client: Client) -> None:
    """The tests of each page count its own; the note has a fixed number."""
    client.get("/authorities/kent/")
    with CaptureQueriesContext(connection) as plain:
        client.get("/authorities/kent/?as_at=2024-03-30")
    with CaptureQueriesContext(connection) as cited:
        client.get(f"/authorities/kent/?as_at=2024-03-31&version={version_number()}")
    assert len(cited) - len(plain) <= 10


CITED = [
    *PAGES, "/?area=leaders", "/authorities/?region=london&type=London borough",
    "/authorities/northamptonshire/", "/inspections/?region=london",
    "/inspections/portsmouth-ilacs-2026-2026-07-06/", "/national/?region=london",
    "/national/?region=london&type=county council", "/national/authorities/",
    "/national/spells/", "/national/recovery/?goal=good", "/compare/",
    "/compare/?of=kent&preset=region", *(f"/questions/{each.key}/" for each in QUESTIONS),
    "/due/?region=london", "/data/", "/data/dictionary/",
]  # fmt: skip
STRAY = re.compile(r",\.|,,| \.| ,|  |\.\.|\?\.|\.,|,:|:,")
DATES = ["", "&as_at=2020-02-29", "&as_at=2024-03-31&known_by=2024-06-30"]


@pytest.mark.parametrize(("page", "dates"), some_pairs(3, CITED, DATES))
def test_no_citation_has_a_stray_mark_or_no_title(client: Client, page: str, dates: str) -> None:
    query = f"page={quote(page)}{dates}"
    text = client.get(f"/cite.txt?{query}").content.decode().strip()
    entry = client.get(f"/cite.bib?{query}").content.decode()
    fields = re.findall(r"^  [a-z]+ = \{+(.*?)\}+,$", entry, re.MULTILINE)
    assert len(fields) == 8
    item = csl(client, query)
    for part in (text, *fields, item["title"], item["note"]):
        assert part.strip(" .,?")
        assert not STRAY.search(part), part


def test_dates_leave_no_comma_in_a_title(client: Client) -> None:
    item = csl(client, "page=/due/&as_at=2024-03-31&known_by=2024-06-30")
    assert item["title"] == "Which councils are due an inspection?"
    text = client.get("/cite.txt?page=/due/&as_at=2024-03-31").content.decode()
    assert text.startswith(
        "Which councils are due an inspection? Ofsted ratings over time, as at 31 March 2024, "
    )

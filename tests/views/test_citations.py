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
from tests.views.pages import page_at, text_of

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
    found: dict[str, Any] = item
    return found


# --- what is cited -----------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "page",
    ["/", "/authorities/", "/authorities/kent/", "/inspections/", f"/inspections/{KENT}/",
     "/national/", "/national/transitions/", "/compare/?authority=kent&authority=essex",
     "/questions/", "/questions/moved/?steps=3", "/due/", "/figures/", "/changes/",
     "/changes/coverage/", "/changes/discrepancies/", "/about/", "/data/versions/"],
)  # fmt: skip
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


def test_an_old_name_of_an_authority_leads_to_its_citation(client: Client) -> None:
    item = csl(client, "page=/authorities/E10000016/&as_at=2024-03-31")
    assert item["URL"].startswith(f"{SITE}/authorities/kent/?as_at=2024-03-31")


def test_the_page_of_citations_shows_all_forms(client: Client) -> None:
    page = page_at(client, "/cite/?page=/authorities/kent/&as_at=2024-03-31")
    assert "<h1>Cite: Kent, Ofsted ratings" in page
    for form in ("/cite.txt?", "/cite.bib?", "/cite.json?"):
        assert form in page
    assert page.count("data-copy=") == 3


def test_bibtex_is_one_entry_with_balanced_braces(client: Client) -> None:
    response = client.get("/cite.bib?page=/authorities/kent/&as_at=2024-03-31")
    assert response["Content-Type"].startswith("application/x-bibtex")
    entry = response.content.decode()
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
        ("", 400, "page"),
        ("page=kent", 400, "page"),
        ("page=https://example.org/", 400, "page"),
        ("page=//example.org/", 400, "page"),
        ("page=/admin/", 400, "page"),
        ("page=/cite/", 400, "page"),
        ("page=/authorities.json", 400, "page"),
        ("page=/authorities/nowhere/", 404, ""),
        ("page=/nothing/", 404, ""),
        ("page=/authorities/kent/&as_at=spring", 400, "as_at"),
        ("page=/authorities/kent/?colour=red", 400, "colour"),
        ("page=/authorities/kent/&colour=red", 400, "colour"),
        ("page=/%00/", 400, "page"),
        ("page=/authorities/%C3%A9/", 404, ""),
    ],
)
@pytest.mark.parametrize("form", ["/", ".bib", ".json", ".txt"])
def test_nonsense_is_refused(
    client: Client, query: str, status: int, named: str, form: str
) -> None:
    response = client.get(f"/cite{form}?{query}")
    assert response.status_code == status
    assert named in response.content.decode()


# --- what was corrected since ---------------------------------------------------------------------


def test_without_a_version_there_is_no_note(client: Client) -> None:
    assert note(client, "/authorities/kent/") == ""


def test_a_correction_since_is_told_on_the_pages_it_touches(
    client: Client, kent: Inspection
) -> None:
    seen = version_number()
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    told = "Leaders: grade: outstanding became good"
    for page in ("/authorities/kent/", f"/inspections/{KENT}/", "/"):
        found = note(client, f"{page}?as_at=2026-09-01&known_by=2026-09-01&version={seen}")
        assert f"Changed since data version {seen}" in found
        assert told in found
        assert "Why: Ofsted revised the letter" in found
    for page in ("/authorities/essex/", "/inspections/kent-ilacs-2023-2025-11-03/"):
        assert "Nothing was corrected since" in note(client, f"{page}?version={seen}")
    assert "Nothing was corrected" in note(client, f"/authorities/kent/?version={seen + 1}")


def test_what_the_dates_leave_out_is_not_told(client: Client, kent: Inspection) -> None:
    seen = version_number()
    regrade(kent, "leaders", "good", "revised")
    kept = "/authorities/kent/?as_at=2022-05-08&known_by=2026-09-01"
    assert "Nothing was corrected" in note(client, f"{kept}&version={seen}")


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
    found = note(client, f"/authorities/kent/?version={seen}")
    assert "entered" in found
    new_transaction()
    withdraw(kent, "entered twice")
    assert "withdrawn" in note(client, f"/authorities/kent/?version={seen}")


def test_a_draft_is_not_told(client: Client, kent: Inspection) -> None:
    seen = version_number()
    drafted("kent", date(2026, 7, 1))
    regrade(kent, "leaders", "good", "revised")
    assert "July 2026" not in note(client, f"/inspections/{KENT}/?version={seen}")
    assert "1 July 2026" not in note(client, f"/authorities/kent/?version={seen}")


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


def test_links_of_a_cited_page_do_not_carry_the_version_on(client: Client) -> None:
    page = page_at(client, f"/authorities/?region=London&version={version_number()}")
    links = re.findall(r'href="([^"]*)"', page)
    assert [link for link in links if "version=" in link and SITE not in link] == []
    assert "/authorities.csv?region=London" in page


def test_a_cited_page_is_kept_and_answered_with_304(client: Client) -> None:
    address = f"/authorities/kent/?as_at=2024-03-31&version={version_number()}"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "999999", "1" * 30, "١"])
def test_a_version_that_never_was_is_refused(client: Client, value: str) -> None:
    response = client.get(f"/authorities/kent/?version={value}")
    assert response.status_code == 400
    assert "a whole number from 1 to" in response.content.decode()


def test_a_version_is_given_once_and_not_to_data(client: Client) -> None:
    assert client.get("/authorities/kent/?version=1&version=1").status_code == 400
    assert client.get("/authorities/kent.json?version=1").status_code == 400
    assert client.get("/authorities/kent/?version=").status_code == 200


def test_a_citation_costs_no_query(client: Client) -> None:
    """`test_authority` and the others count the page's own; the note has a fixed number."""
    client.get("/authorities/kent/")
    with CaptureQueriesContext(connection) as plain:
        client.get("/authorities/kent/?as_at=2024-03-30")
    with CaptureQueriesContext(connection) as cited:
        client.get(f"/authorities/kent/?as_at=2024-03-31&version={version_number()}")
    assert len(cited) - len(plain) <= 10


# --- the words of a citation ---------------------------------------------------------------------

CITED = [
    "/", "/?area=leaders", "/authorities/", "/authorities/?region=london&type=London borough",
    "/authorities/kent/", "/authorities/northamptonshire/", "/inspections/",
    "/inspections/?region=london", f"/inspections/{KENT}/",
    "/inspections/portsmouth-ilacs-2026-2026-07-06/", "/national/", "/national/?region=london",
    "/national/?region=london&type=county council", "/national/authorities/",
    "/national/transitions/", "/national/spells/", "/national/recovery/?goal=good",
    "/compare/", "/compare/?authority=kent&authority=essex", "/compare/?of=kent&preset=region",
    "/questions/", *(f"/questions/{each.key}/" for each in QUESTIONS), "/due/",
    "/due/?region=london", "/figures/", "/data/", "/data/dictionary/",
    "/data/versions/", "/changes/", "/changes/coverage/", "/changes/discrepancies/", "/about/",
]  # fmt: skip

DATES = ("", "&as_at=2020-02-29", "&as_at=2024-03-31&known_by=2024-06-30")

STRAY = re.compile(r",\.|,,| \.| ,|  |\.\.|\?\.|\.,|,:|:,")


def parts_of(client: Client, query: str) -> list[str]:
    """Every text of a page's citation in every form, those of BibTeX without their braces."""
    text = client.get(f"/cite.txt?{query}").content.decode().strip()
    entry = client.get(f"/cite.bib?{query}").content.decode()
    item = csl(client, query)
    fields = re.findall(r"^  [a-z]+ = \{+(.*?)\}+,$", entry, re.MULTILINE)
    assert len(fields) == 8
    return [text, *fields, item["title"], item["note"]]


@pytest.mark.parametrize("page", CITED)
def test_no_citation_has_a_stray_mark_or_an_empty_title(client: Client, page: str) -> None:
    for dates in DATES:
        for part in parts_of(client, f"page={quote(page)}{dates}"):
            assert part.strip(" .,?")
            assert not STRAY.search(part), part


def test_dates_leave_no_comma_in_a_title(client: Client) -> None:
    item = csl(client, "page=/due/&as_at=2024-03-31&known_by=2024-06-30")
    assert item["title"] == "Which councils are due an inspection?"
    text = client.get("/cite.txt?page=/due/&as_at=2024-03-31").content.decode()
    assert text.startswith(
        "Which councils are due an inspection? Ofsted ratings over time, as at 31 March 2024, "
    )

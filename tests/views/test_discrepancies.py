"""Every value on which sources disagree: the list, and a page for each at a stable address."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.models import Discrepancy, Inspection
from ratings.models.discrepancy import discrepancy_at, discrepancy_key, subject_of
from tests.csv_files import lines
from tests.views.histories import BURY, KENT, disputed, person, save, withdraw
from tests.views.pages import csv_at, json_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

LIST = "/changes/discrepancies"


@pytest.fixture
def conflicts(sources: Path) -> list[dict[str, str]]:
    return lines(sources / "record" / "conflicts.csv")


def data(client: Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_at(client, f"{LIST}.json{query}")["discrepancies"]
    return found


def is_by(source: str, row: dict[str, str]) -> bool:
    return any(re.match(rf"{source}( \(|$)", row[side]) for side in ("source_a", "source_b"))


def path_of(row: Discrepancy) -> str:
    return f"{LIST}/{subject_of(row)}/{discrepancy_key(row)}"


def test_all_of_the_record_are_there_as_published(
    client: Client, conflicts: list[dict[str, str]]
) -> None:
    names = ("authority", "inspection", "field", "value_a", "source_a", "value_b", "source_b",
             "chosen", "why")  # fmt: skip
    shown = Counter(tuple(row[name] or "" for name in names) for row in data(client))
    assert shown == Counter(tuple(row[name] for name in names) for row in conflicts)


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("?about=grade", lambda row: row["field"].startswith("grade:")),
        ("?about=publication", lambda row: row["field"] == "published"),
        ("?about=first-day", lambda row: row["field"] == "start_date"),
        ("?about=kind", lambda row: row["field"] == "kind"),
        ("?about=event", lambda row: row["field"].startswith("event:")),
        ("?about=other", lambda row: False),
        ("?authority=west-berkshire", lambda row: row["authority"] == "west-berkshire"),
        ("?status=settled", lambda row: True),
        ("?status=open", lambda row: False),
        ("?source=official-2023", lambda row: is_by("official-2023", row)),
        ("?source=report-pdf", lambda row: is_by("report PDF", row)),
    ],
)  # fmt: skip
def test_the_address_narrows_the_list(
    client: Client, conflicts: list[dict[str, str]], query: str, keeps: Any
) -> None:
    assert len(data(client, query)) == sum(map(keeps, conflicts))
    page_at(client, f"{LIST}/{query}")


def test_the_dates_of_the_page_choose_what_was_known(
    client: Client, conflicts: list[dict[str, str]]
) -> None:
    begun = set(Inspection.objects.as_at("2018-12-31", "2018-12-31").values_list("key", flat=True))
    expected = sum(not row["inspection"] or row["inspection"] in begun for row in conflicts)
    assert len(data(client, "?as_at=2018-12-31&known_by=2018-12-31")) == expected
    assert 0 < expected < len(conflicts)


def test_page_csv_and_json_agree_and_open_ones_come_first(client: Client) -> None:
    assert "No discrepancy is open and 114 are settled" in text_of(page_at(client, f"{LIST}/"))
    disputed()
    found = data(client)
    assert [row["status"] for row in found] == ["open"] + ["settled"] * 114
    table = csv_at(client, f"{LIST}.csv")
    assert [list(row.values()) for row in table] == [[v or "" for v in r.values()] for r in found]
    pages = [page_at(client, f"{LIST}/?page={n}") for n in (1, 2, 3)]
    shown = [row for page in pages for row in rows_of(page)]
    assert len(shown) == len(found) == 115
    for row, kept in zip(shown, found, strict=True):
        assert row.startswith(kept["authority_name"])
    assert "1 discrepancy is open and 114 are settled" in text_of(pages[0])


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 4])
def test_each_has_an_address_of_its_own(client: Client, step: int) -> None:
    addresses = [row["address"] for row in data(client)]
    assert len(set(addresses)) == len(addresses) == 114
    for address in addresses[::step]:
        path = "/" + address.partition("//")[2].partition("/")[2]
        assert client.get(path).status_code == 200


def test_the_address_does_not_hang_on_the_number_of_the_row() -> None:
    row = Discrepancy.objects.get(
        inspection__key="bury-ilacs-2018-2021-10-25", field="grade:help-and-protection"
    )
    assert path_of(row) == BURY
    row.pk, row._state.adding = 100_000, True
    Discrepancy.objects.filter(inspection=row.inspection, field=row.field).delete()
    row.save()
    assert path_of(row) == BURY


def test_a_settled_one_shows_both_sides_and_why(client: Client) -> None:
    html = page_at(client, f"{BURY}/")
    page = text_of(html)
    for said in (
        "Bury: grade for Help and protection",
        "= Settled: inadequate was chosen",
        "inadequate According to The inspection report itself (“report PDF”) Place 1",
        "requires improvement According to Children",
        "Place 6 in the order of trust",
        "Why: Read in the report itself.",
        "This follows the order of trust",
        "It came with the record as first loaded, already settled.",
    ):
        assert said in page
    assert '/inspections/bury-ilacs-2018-2021-10-25/"' in html
    for start in ("/inspections/bury-ilacs-2018-2021-10-25/", "/authorities/bury/"):
        assert f'href="{BURY}/"' in page_at(client, start)


def test_an_open_one_says_what_would_settle_it_and_is_told_by_role(
    client: Client,
) -> None:
    row = disputed()
    page = page_at(client, f"{path_of(row)}/")
    shown = text_of(page)
    assert "≠ Open: two sources disagree" in shown
    assert "What would settle it The report of this inspection" in shown
    assert f'<a href="{row.inspection and row.inspection.report_url}">' in page
    assert "Nothing has been chosen" in shown
    assert "opened. Why: found in the release. By: not recorded" in shown
    assert "It came with the record" not in shown
    assert "To report an error" in shown
    row.status, row.chosen, row.why = "settled", "outstanding", "read in the report itself"
    save(row, "I read page 2", person("reviewer"))
    page = page_at(client, f"{path_of(row)}/")
    assert "settled: open became outstanding. Why: I read page 2. By: reviewer" in text_of(page)
    assert "doe" not in page.lower()
    history = json_at(client, f"{path_of(row)}.json")["history"]
    assert [each["what"] for each in history] == ["opened", "settled"]


def test_one_without_an_inspection_stands_under_its_authority(client: Client) -> None:
    row = Discrepancy.objects.get(field="event:trust start")
    assert path_of(row).startswith(f"{LIST}/doncaster/event-trust-start-ministerial-answer-2016-")
    page = text_of(page_at(client, f"{path_of(row)}/"))
    assert "no inspection is concerned" in page
    assert "Not one of the sources with a place in the order of trust" in page


def test_events_are_said_in_words(client: Client) -> None:
    words = text_of(page_at(client, f"{LIST}/?about=event"))
    assert "27 March 2014 to 2015" in words
    assert "June 2014 to May 2016" in words
    assert "Birmingham: commissioner term (event)" in words
    words = text_of(page_at(client, "/authorities/birmingham/"))
    assert "Commissioner term (event): 27 March 2014 to 2015" in words


FORMS = ("/", ".json", ".csv")


def test_an_address_that_it_had_before_leads_to_the_one_it_has(client: Client) -> None:
    row = disputed()
    before = path_of(row)
    row.value_b = "requires-improvement"
    save(row, "misread")
    assert path_of(row) != before
    for end in FORMS:
        response = client.get(f"{before}{end}?as_at=2026-01-01")
        assert response.status_code == 302
        assert response.headers["Location"] == f"{path_of(row)}{end}?as_at=2026-01-01"


def test_nobody_sees_one_about_a_draft_or_at_an_address_that_never_was(client: Client) -> None:
    row = disputed()
    assert path_of(row) in page_at(client, "/authorities/kent/")
    withdraw(Inspection.objects.get(key=KENT), "a check")
    assert path_of(row) not in page_at(client, "/authorities/kent/")
    assert KENT not in page_at(client, "/authorities/essex/")
    never = (f"{LIST}/bury-ilacs-2018-2021-10-25/{key}"
             for key in ("grade-leaders-official-2022-ffffff", "x", "a" * 300))  # fmt: skip
    for path in (path_of(row), *never):
        for end in FORMS:
            assert client.get(f"{path}{end}").status_code == 404
    assert "kent" not in {each["authority"] for each in data(client)}
    assert discrepancy_at(subject_of(row), discrepancy_key(row)) is None


def test_before_its_inspection_there_is_none(client: Client) -> None:
    page = text_of(page_at(client, f"{BURY}/?as_at=2020-01-01"))
    assert "had not begun on 1 January 2020" in page
    assert "Both sides" not in page
    assert client.get(f"{BURY}.json?as_at=2020-01-01").status_code == 404
    assert client.get(f"{BURY}.json?known_by=2021-11-01").status_code == 404

"""Real files through the pages: sent, read, chosen, applied, undone; nothing stood in for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ratings.models import Discrepancy, ImportRun, Inspection, Rating, Source
from tests.admin.conftest import KEY, NEW, REPORT, status_of
from tests.admin.imports.stand_in import LIST, LOAD, READ, at, confirm, page
from tests.importing.workbooks import make_csv

HEADINGS = ("authority", "framework", "kind", "is_graded", "start_date", "end_date", "published",
            "area", "grade", "missing", "report_url", "sources")  # fmt: skip
AREAS = ("leaders", "help-and-protection", "children-in-care", "care-leavers")
LEEDS = [
    ("leeds", "ilacs-2026", "standard", "yes", "2026-08-03", "2026-08-14", "", area, "good", "",
     REPORT, "report-pdf")
    for area in AREAS
]  # fmt: skip
ATLANTIS = ("atlantis", *LEEDS[0][1:])
YORK = ("york", "ilacs-2023", "standard", "yes", "2025-02-24", "2025-03-07", "",
        "overall-effectiveness", "inadequate", "", "", "news")  # fmt: skip


def send(client: Client, *rows: Any) -> ImportRun:
    data = make_csv([HEADINGS, *rows])
    response = client.post(LOAD, {"file": SimpleUploadedFile("more.csv", data)})
    assert response.status_code == 302, response.context["form"].errors
    return ImportRun.objects.latest("pk")


def test_a_keeper_loads_what_is_new_as_a_draft(keeper: Client) -> None:
    run = send(keeper, *LEEDS)
    assert status_of(run) == "planned"
    assert f'href="{at(run)}"' in keeper.get(LIST).content.decode()
    found = page(keeper, run)
    assert "Leeds" in found
    assert "more.csv" in found
    assert "saved as drafts" in page(keeper, run, "apply")
    confirm(keeper, run)
    assert status_of(run) == "applied"
    leeds = Inspection.objects.get(key=NEW)
    assert leeds.status == "draft"
    assert {rating.grade.key for rating in leeds.ratings.all()} == {"good"}
    result = page(keeper, run)
    assert "Leeds: standard inspection, 3 August 2026, a draft" in result
    assert 'href="/changes/"' in result
    again = send(keeper, *LEEDS)
    assert "there is nothing to apply" in page(keeper, again)


def test_a_reviewer_publishes_and_undoes(reviewer: Client, client: Client) -> None:
    run = send(reviewer, *LEEDS, ATLANTIS)
    found = page(reviewer, run, outcome="refused")
    assert "atlantis" in found
    assert "Refused" in found
    assert "1 refused row will not be loaded." in page(reviewer, run, "apply")
    confirm(reviewer, run)
    assert client.get(f"/inspections/{NEW}/").status_code == 200
    assert run.pk == ImportRun.objects.get(status="applied").pk
    confirmed_again = reviewer.post(at(run, "apply"), {"seen": "x"}, follow=True)
    assert "nothing was done" in confirmed_again.content.decode()
    for reason in ("the wrong file", "again"):
        response = reviewer.post(at(run, "undo"), {"reason": reason}, follow=True)
        assert "applied and undone again" in response.content.decode()
        assert status_of(run) == "undone"
        assert not Inspection.objects.filter(key=NEW).exists()
    assert run.undone_by.username == "robin"
    gone = Inspection.history.filter(key=NEW).latest()
    assert "the wrong file" in gone.history_change_reason
    assert client.get(f"/inspections/{NEW}/").status_code == 404


def test_what_depends_on_a_run_stands_in_the_way_of_undoing_it(reviewer: Client) -> None:
    run = send(reviewer, *LEEDS)
    confirm(reviewer, run)
    leeds = Inspection.objects.get(key=NEW)
    leeds.note = "read again"
    leeds.save()
    found = reviewer.post(at(run, "undo"), {"reason": "the wrong file"}).content.decode()
    for words in (f"{NEW} has been changed since", "nothing was changed", ">the wrong file</texta"):
        assert words in found
    assert status_of(run) == "applied"
    assert Inspection.objects.filter(key=NEW).exists()


def overall() -> Rating:
    return Rating.objects.get(inspection__key=KEY, area__key="overall-effectiveness")


def test_a_contradiction_that_is_left_becomes_an_open_discrepancy(reviewer: Client) -> None:
    before, run = overall().grade, send(reviewer, YORK)
    assert not run.items.get(outcome="contradicts", field="grade:overall-effectiveness").is_taken
    assert "left as an open discrepancy" in page(reviewer, run, "apply")
    confirm(reviewer, run)
    assert status_of(run) == "applied"
    row = Discrepancy.objects.get(inspection__key=KEY, value_b="inadequate")
    assert row.status == "open"
    assert overall().grade == before


def test_a_contradiction_that_is_taken_replaces_the_value(keeper: Client, reviewer: Client) -> None:
    run = send(keeper, YORK)
    item = run.items.get(outcome="contradicts", field="grade:overall-effectiveness")
    boxes = {"offered": [item.number], "take": [item.number], "act": "save"}
    assert "1 more taken" in keeper.post(at(run, "choose"), boxes, follow=True).content.decode()
    assert keeper.post(at(run, "apply"), {"seen": "x"}).status_code == 403
    assert "1 value will be replaced" in page(reviewer, run, "apply")
    confirm(reviewer, run)
    assert overall().grade.key == "inadequate"
    assert overall().history.earliest().grade.key != "inadequate"
    assert "inadequate" in page(reviewer, run)


def test_a_record_that_changed_since_is_planned_anew_and_says_so(reviewer: Client) -> None:
    run = send(reviewer, *LEEDS)
    seen = reviewer.get(at(run, "apply")).context["outlook"]["seen"]
    other = send(reviewer, LEEDS[0])
    confirm(reviewer, other)
    response = reviewer.post(at(run, "apply"), {"seen": seen}, follow=True)
    assert status_of(run) == "planned"
    assert "The record has changed since this plan was made" in response.content.decode()


def test_a_plan_is_read_again_and_discarded_with_its_file(keeper: Client) -> None:
    run = send(keeper, *LEEDS)
    keeper.post(at(run, "again"))
    assert status_of(run) == "planned"
    assert "Nothing in the record changes" in page(keeper, run, "discard")
    assert status_of(run) == "planned"
    found = keeper.post(at(run, "discard"), follow=True).content.decode()
    assert "Discarded: nothing was changed" in found
    keeper.post(at(run, "discard"))
    assert status_of(run) == "discarded"
    assert run.decided_by.username == "kit"
    assert not ImportRun.objects.holding_files().exists()
    assert not Inspection.objects.filter(key=NEW).exists()


@pytest.mark.parametrize(
    ("address", "name", "data", "words"),
    [
        (LOAD, "page.ods", b"<!doctype html><title>x</title>", "This is a web page"),
        (READ, "more.csv", make_csv([HEADINGS]), "Enter the inspection by hand"),
    ],
)
def test_what_is_no_spreadsheet_or_no_report_is_refused_in_words(
    keeper: Client, address: str, name: str, data: bytes, words: str
) -> None:
    keeper.post(address, {"file": SimpleUploadedFile(name, data)})
    run = ImportRun.objects.get()
    assert status_of(run) == "refused"
    found = page(keeper, run)
    assert words in found
    assert "import-refused" in found
    keeper.post(at(run, "discard"))
    assert status_of(run) == "discarded"


def test_a_release_of_ofsteds_says_nothing_new_of_the_record_it_was_made_from(
    reviewer: Client, sources: Path, django_assert_max_num_queries: Any
) -> None:
    file = sources / "official" / "LA_Inspection_Outcomes_as_at_March_2024.ods"
    reviewer.post(LOAD, {"file": SimpleUploadedFile(file.name, file.read_bytes())})
    run = ImportRun.objects.get()
    assert status_of(run) == "planned"
    assert run.source == Source.objects.get(key="official-2024")
    assert not run.items.filter(outcome="new").exists()
    with django_assert_max_num_queries(34):
        found = page(reviewer, run, outcome="all")
    assert "Inspections_in_year_2023-24" in found
    assert "history-wide" in found


def test_a_report_is_read_confirmed_and_entered(reviewer: Client, sources: Path) -> None:
    key = "leeds-ilacs-2023-2025-06-30"
    before = Inspection.objects.get(key=key)
    grades = dict(before.ratings.values_list("area__key", "grade__key"))
    Discrepancy.objects.filter(inspection=before).delete()
    before.ratings.all().delete()
    before.delete()
    data = (sources / "reports" / "04d26c50343c.pdf").read_bytes()
    sent = {"file": SimpleUploadedFile("leeds.pdf", data), "report_url": REPORT}
    reviewer.post(READ, sent)
    run = ImportRun.objects.get()
    assert status_of(run) == "planned"
    report = reviewer.get(at(run)).context["report"]
    assert report["preview"]["after"].text.endswith("(2025)")
    assert report["preview"]["changes"]
    assert list(report["form"].fields) == ["kind", "published"]
    reviewer.post(at(run, "answer"), {"kind": "standard", "published": "1 August 2025"})
    assert status_of(run) == "planned"
    confirm(reviewer, run)
    assert status_of(run) == "applied"
    leeds = Inspection.objects.get(key=key)
    assert (leeds.status, leeds.kind.key, leeds.report_url) == ("published", "standard", REPORT)
    assert leeds.published == date(2025, 8, 1)
    assert dict(leeds.ratings.values_list("area__key", "grade__key")) == grades

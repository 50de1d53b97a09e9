"""Pages of imports: a file is sent, and read while people wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from ratings.admin.imports import upload
from ratings.importing import jobs
from ratings.models import ImportRun, Source
from tests.admin.conftest import REPORT
from tests.admin.imports.runs import a_run, an_item
from tests.admin.imports.stand_in import LIST, LOAD, READ, Started, at, page


def sent(name: str = "outcomes.ods", data: bytes = b"not really") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_first_page_and_the_list_lead_to_both_pages(keeper: Client) -> None:
    for address in ("/admin/", LIST):
        found = keeper.get(address).content.decode()
        assert f'href="{LOAD}"' in found
        assert f'href="{READ}"' in found
    assert keeper.get(f"{LIST}add/").headers["Location"] == LOAD
    assert "nothing is published without it" in keeper.get(READ).content.decode()


@pytest.mark.parametrize(
    ("address", "name", "told", "found"),
    [
        (LOAD, "outcomes.ods", {"only_sheet": " In_year "}, ("release", "In_year", "")),
        (READ, "report.pdf", {"report_url": REPORT}, ("report", "", REPORT)),
    ],
)
def test_a_file_is_received_with_what_was_said_of_it_and_read(
    keeper: Client, started: Started, address: str, name: str, told: dict[str, str], found: Any
) -> None:
    source = Source.objects.get(key="official-2024")
    response = keeper.post(address, {"file": sent(name), "source": source.pk, **told})
    run = ImportRun.objects.get()
    assert response.headers["Location"] == at(run)
    assert (run.kind, run.only_sheet, run.report_url) == found
    assert (run.file_name, run.uploaded_by.username) == (name, "kit")
    assert run.source == (source if address == LOAD else None)
    assert bytes(run.file.content) == b"not really"
    assert started == [(run.pk, "plan")]


@pytest.mark.parametrize("address", [LOAD, READ])
def test_a_form_without_a_file_is_refused(keeper: Client, started: Started, address: str) -> None:
    found = keeper.post(address, {}).content.decode()
    assert "Choose the " in found
    assert 'role="alert"' in found
    assert "The file is empty" in keeper.post(address, {"file": sent(data=b"")}).content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_or_one_too_many_is_not_taken_in(
    keeper: Client, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ratings.importing.jobs.MOST_UNDECIDED", 0)
    response = keeper.post(LOAD, {"file": sent()})
    said = "0 imports wait for a decision: apply or discard some of them first."
    assert response.context["form"].errors["file"] == [said]
    monkeypatch.setattr(upload, "LIMITS", replace(upload.LIMITS, file_bytes=5))
    found = keeper.post(LOAD, {"file": sent()}).content.decode()
    assert "at most 20.0 MB are read" in found
    assert not ImportRun.objects.exists()


def test_an_undecided_file_sent_again_leads_to_the_first(keeper: Client, started: Started) -> None:
    keeper.post(LOAD, {"file": sent()})
    run = ImportRun.objects.get()
    again = keeper.post(LOAD, {"file": sent("renamed.ods")}, follow=True)
    assert again.redirect_chain[-1][0] == at(run)
    assert "not decided yet" in again.content.decode()
    assert ImportRun.objects.count() == 1
    keeper.post(LOAD, {"file": sent(), "only_sheet": "In_year"})
    assert ImportRun.objects.count() == 2


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_file_is_read_whole_when_the_database_asks_for_the_request_again(
    keeper: Client, started: Started, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Small ones are kept in memory, large ones in a file of their own."""
    receive, asked, data = jobs.save_upload, [], b"x" * size

    def failing_once(kind: str, name: str, data: bytes, *given: Any, **about: Any) -> ImportRun:
        asked.append(data)
        if len(asked) == 1:
            raise IntegrityError("duplicate key value violates unique constraint")
        return receive(kind, name, data, *given, **about)

    monkeypatch.setattr(jobs, "save_upload", failing_once)
    keeper.post(LOAD, {"file": sent(data=data)})
    assert asked == [data, data]


# While it is read.


def test_progress_is_told_and_the_page_looks_again(keeper: Client, record: None) -> None:
    run = a_run(status="planning", rows_done=41_000, rows_total=100_000, heartbeat=timezone.now())
    found = page(keeper, run)
    assert "Read 41,000 of 100,000 rows." in found
    assert '<progress aria-labelledby="how-far" max="100000" value="41000">' in found
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in found
    assert 'http-equiv="refresh"' not in page(keeper, run, still="")


@pytest.mark.parametrize(
    ("status", "words"),
    [("waiting", "Waiting to be read."), ("planning", "Opening the file."),
     ("applying", "Applying what was chosen.")],
)  # fmt: skip
def test_each_state_of_the_work_is_said(keeper: Client, status: str, words: str) -> None:
    assert words in page(keeper, a_run(status=status))


def test_stopped_work_is_started_again(keeper: Client, reviewer: Client, started: Started) -> None:
    run = a_run(status="planning", heartbeat=timezone.now())
    keeper.post(at(run, "again"))
    assert started == []
    ImportRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() - timedelta(minutes=6))
    found = page(keeper, run)
    assert "The work has stopped." in found
    assert "Nothing was changed in the record" in found
    assert 'http-equiv="refresh"' not in found
    keeper.post(at(run, "again"))
    assert started == [(run.pk, "plan")]
    long_ago = timezone.now() - timedelta(minutes=11)
    ImportRun.objects.filter(pk=run.pk).update(status="applying", heartbeat=long_ago)
    an_item(run, 1, outcome="contradicts", can_take=True, is_taken=True, change="c")
    assert keeper.post(at(run, "again")).status_code == 403
    reviewer.post(at(run, "again"))
    assert started[-1] == (run.pk, "apply")

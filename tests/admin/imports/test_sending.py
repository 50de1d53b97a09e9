"""Pages of imports: a file is sent, and read while people wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from ratings.importing import jobs
from ratings.models import ImportRun, Source
from tests.admin.imports.runs import a_run, an_item
from tests.admin.imports.stand_in import LIST, LOAD, READ, Worker, at, page, sent


def test_the_first_page_and_the_list_lead_to_both_pages(keeper: Client) -> None:
    for address in ("/admin/", LIST):
        found = keeper.get(address).content.decode()
        assert f'href="{LOAD}"' in found
        assert f'href="{READ}"' in found
    assert keeper.get(f"{LIST}add/").headers["Location"] == LOAD


def test_a_release_is_received_with_what_was_said_of_it_and_read(
    keeper: Client, worker: Worker
) -> None:
    source = Source.objects.get(key="official-2024")
    told = {"file": sent(), "source": source.pk, "only_sheet": " In_year "}
    response = keeper.post(LOAD, told)
    run = ImportRun.objects.get()
    about = {"source": source, "only_sheet": "In_year"}
    assert response.headers["Location"] == at(run)
    assert worker.asked == [
        ("receive", "release", "outcomes.ods", b"not really", "kit", about),
        ("start", run.pk, "plan"),
    ]


def test_a_report_is_received_with_its_address(keeper: Client, worker: Worker) -> None:
    url = "https://files.ofsted.gov.uk/v1/file/50300000"
    keeper.post(READ, {"file": sent("report.pdf"), "report_url": url})
    assert worker.asked[0] == (
        "receive", "report", "report.pdf", b"not really", "kit", {"report_url": url},
    )  # fmt: skip
    assert "nothing is published without it" in keeper.get(READ).content.decode()


@pytest.mark.parametrize("address", [LOAD, READ])
def test_a_form_without_a_file_says_what_to_do(
    keeper: Client, worker: Worker, address: str
) -> None:
    found = keeper.post(address, {}).content.decode()
    assert "Choose the " in found
    assert 'role="alert"' in found
    assert "The file is empty" in keeper.post(address, {"file": sent(data=b"")}).content.decode()
    assert not worker.asked


def test_a_file_that_is_too_large_is_not_taken_in(
    keeper: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from ratings.admin.imports import upload

    monkeypatch.setattr(upload, "LIMITS", replace(upload.LIMITS, file_bytes=5))
    found = keeper.post(LOAD, {"file": sent()}).content.decode()
    assert "at most 20.0 MB are read" in found
    assert not worker.asked


def test_what_receiving_refuses_is_said_beside_the_file(keeper: Client, worker: Worker) -> None:
    worker.refusal = "Too many imports wait for a decision: decide one first."
    response = keeper.post(LOAD, {"file": sent()})
    assert response.context["form"].errors["file"] == [worker.refusal]
    assert not ImportRun.objects.exists()


def test_the_same_file_sent_twice_before_it_is_decided_leads_to_the_first(
    keeper: Client, worker: Worker
) -> None:
    keeper.post(LOAD, {"file": sent()})
    run = ImportRun.objects.get()
    import hashlib

    run.file_sha256 = hashlib.sha256(b"not really").hexdigest()
    run.save()
    again = keeper.post(LOAD, {"file": sent("renamed.ods")}, follow=True)
    assert again.redirect_chain[-1][0] == at(run)
    assert "not decided yet" in again.content.decode()
    assert ImportRun.objects.count() == 1
    keeper.post(LOAD, {"file": sent(), "only_sheet": "In_year"})
    assert ImportRun.objects.count() == 2


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_file_is_read_whole_when_the_database_asks_for_the_request_again(
    keeper: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Small ones are kept in memory, large ones in a file of their own."""
    receive = jobs.receive

    def after_another(*given: Any, **about: Any) -> Any:
        monkeypatch.setattr(jobs, "receive", receive)
        receive(*given, **about)
        raise IntegrityError("duplicate key value violates unique constraint")

    monkeypatch.setattr(jobs, "receive", after_another)
    data = b"x" * size
    keeper.post(LOAD, {"file": sent(data=data)})
    first, second, _ = worker.asked
    assert first[3] == second[3] == data


# While it is read.


def test_progress_is_told_and_the_page_looks_again_without_a_script(
    keeper: Client, record: None
) -> None:
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


def test_work_that_has_stopped_is_said_and_started_again_only_then(
    keeper: Client, reviewer: Client, worker: Worker
) -> None:
    run = a_run(status="planning", heartbeat=timezone.now())
    keeper.post(at(run, "again"))
    assert not worker.asked
    ImportRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() - timedelta(minutes=6))
    found = page(keeper, run)
    assert "The work has stopped." in found
    assert "Nothing was changed in the record" in found
    assert 'http-equiv="refresh"' not in found
    keeper.post(at(run, "again"))
    assert worker.asked == [("start", run.pk, "plan")]
    long_ago = timezone.now() - timedelta(minutes=11)
    ImportRun.objects.filter(pk=run.pk).update(status="applying", heartbeat=long_ago)
    an_item(run, 1, outcome="contradicts", can_take=True, is_taken=True, change="c")
    assert keeper.post(at(run, "again")).status_code == 403
    reviewer.post(at(run, "again"))
    assert worker.asked[-1] == ("start", run.pk, "apply")

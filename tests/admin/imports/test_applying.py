"""Pages of imports: what is said before a plan is applied, and afterwards.

What then happens to the record is in `test_flow.py`.
"""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from django.test import Client

from ratings.importing import jobs
from tests.admin.conftest import status_of
from tests.admin.imports.runs import a_plan, a_run, an_item, applied
from tests.admin.imports.stand_in import Started, at, confirm, page


def test_the_confirmation_says_what_will_happen(reviewer: Client, started: Started) -> None:
    run = a_plan()
    found = page(reviewer, run, "apply")
    for sentence in (
        "1 new inspection or visit will be entered and published: readers see them at once.",
        "1 detail will be added where the record has nothing.",
        "1 value will be replaced; the old one stays in the history",
        "1 contradiction will be left as an open discrepancy, which readers see.",
        "1 contradiction on record already will stay as settled there.",
        "1 refused row will not be loaded.",
    ):
        assert sentence in found
    assert confirm(reviewer, run).redirect_chain[-1][0] == at(run)
    run.refresh_from_db()
    assert (run.decided_by.username, run.answers["publish"]) == ("robin", "yes")
    assert started == [(run.pk, "apply")]


def test_a_keeper_applies_only_what_is_new_and_as_drafts(keeper: Client, started: Started) -> None:
    run = a_plan()
    found = page(keeper, run, "apply")
    assert "a reviewer has to apply it" in found
    assert f"http://testserver{at(run)}" in found
    assert "Apply it" not in found
    assert keeper.post(at(run, "apply"), {"seen": "x"}).status_code == 403
    run.refresh_from_db()
    assert (run.decided_by, started) == (None, [])
    run.items.exclude(outcome="new").update(is_taken=False)
    assert "entered and saved as drafts" in page(keeper, run, "apply")
    confirm(keeper, run)
    run.refresh_from_db()
    assert (run.decided_by.username, run.answers["publish"]) == ("kit", "")
    assert started == [(run.pk, "apply")]


def test_a_choice_changed_meanwhile_is_shown_again(reviewer: Client, started: Started) -> None:
    run = a_plan()
    seen = reviewer.get(at(run, "apply")).context["outlook"]["seen"]
    run.items.filter(change="details").update(is_taken=False)
    response = reviewer.post(at(run, "apply"), {"seen": seen})
    assert "The choice has changed since you looked" in response.content.decode()
    run.refresh_from_db()
    assert (run.decided_by, started) == (None, [])


def test_what_starting_refuses_is_said(reviewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = jobs.ImportJobError("The record has changed since: look again.")
    monkeypatch.setattr(jobs, "start_worker", Mock(side_effect=refusal))
    assert str(refusal) in confirm(reviewer, a_plan()).content.decode()


def test_a_report_without_an_url_is_not_published(reviewer: Client, started: Started) -> None:
    run = a_plan(kind="report")
    assert "Nothing is published without one" in page(reviewer, run, "apply")
    confirm(reviewer, run)
    run.refresh_from_db()
    assert (run.decided_by.username, run.answers["publish"]) == ("robin", "")


def test_a_plan_that_changes_nothing_offers_nothing_to_apply(reviewer: Client) -> None:
    run = a_run(status="planned", said="The record has changed since: it was planned anew.")
    an_item(run, 1, outcome="same")
    found = page(reviewer, run)
    assert "there is nothing to apply" in found
    assert run.said in found
    assert "Nothing would change" in page(reviewer, run, "apply")


# Afterwards.


def test_a_result_says_what_was_done_by_whom_and_when(reviewer: Client, keeper: Client) -> None:
    run, undo = applied(), "Undo this import"
    found = page(reviewer, run)
    for words in ("What was done", "created", "changed", "17 October 2018", "18 October 2018",
                  "by robin", undo):  # fmt: skip
        assert words in found
    assert undo not in page(keeper, run)
    assert keeper.post(at(run, "undo"), {"reason": "so"}).status_code == 403
    assert "All 3 changes" in page(reviewer, run, "undo")
    assert "Say why it is undone" in reviewer.post(at(run, "undo")).content.decode()
    assert status_of(run) == "applied"


def test_a_refused_file_is_answered_large(keeper: Client) -> None:
    said = "This is a web page, whatever its name says."
    found = page(keeper, a_run(status="refused", said=said))
    assert f'<p class="import-refused" role="alert">{said}</p>' in found
    reading = {"refused": "This is a letter to parents, no inspection report.", "unread": []}
    found = page(keeper, a_run(status="refused", kind="report", reading=reading))
    assert "a letter to parents" in found
    assert "Enter the inspection by hand" in found

"""Pages of imports: a plan is confirmed and applied, undone or discarded."""

from __future__ import annotations

from django.test import Client

from tests.admin.imports.runs import a_plan, a_run, an_item, applied
from tests.admin.imports.stand_in import Worker, at, confirm, page


def test_the_confirmation_says_in_words_what_will_happen(reviewer: Client) -> None:
    found = page(reviewer, a_plan(), "apply")
    for sentence in (
        "1 new inspection or visit will be entered and published: readers see them at once.",
        "1 detail will be added where the record has nothing.",
        "1 value will be replaced; the old one stays in the history",
        "1 contradiction will be left as an open discrepancy, which readers see.",
        "1 contradiction on record already will stay as settled there.",
        "1 refused row will not be loaded.",
    ):
        assert sentence in found


def test_a_reviewer_applies_and_what_is_new_is_published(reviewer: Client, worker: Worker) -> None:
    run = a_plan()
    assert confirm(reviewer, run).redirect_chain[-1][0] == at(run)
    assert worker.asked == [("decide", "robin", True), ("start", run.pk, "apply")]
    confirmed_again = reviewer.post(at(run, "apply"), {"seen": "x"}, follow=True)
    assert "nothing was done" in confirmed_again.content.decode()
    assert len(worker.asked) == 2


def test_a_keeper_applies_only_what_is_new_and_as_drafts(keeper: Client, worker: Worker) -> None:
    run = a_plan()
    found = page(keeper, run, "apply")
    assert "a reviewer has to apply it" in found
    assert f"http://testserver{at(run)}" in found
    assert "Apply it" not in found
    assert keeper.post(at(run, "apply"), {"seen": "x"}).status_code == 403
    assert worker.asked == []
    run.items.exclude(outcome="new").update(is_taken=False)
    assert "entered and saved as drafts" in page(keeper, run, "apply")
    confirm(keeper, run)
    assert worker.asked == [("decide", "kit", False), ("start", run.pk, "apply")]


def test_a_choice_that_was_changed_meanwhile_is_shown_again(
    reviewer: Client, worker: Worker
) -> None:
    run = a_plan()
    seen = reviewer.get(at(run, "apply")).context["outlook"].seen
    run.items.filter(change="details").update(is_taken=False)
    response = reviewer.post(at(run, "apply"), {"seen": seen})
    assert "The choice has changed since you looked" in response.content.decode()
    assert worker.asked == []


def test_a_plan_that_went_stale_says_so_on_its_page(reviewer: Client, worker: Worker) -> None:
    run = a_plan()
    worker.refusal = "The record has changed since: look again."
    assert worker.refusal in confirm(reviewer, run).content.decode()
    run.said = "The record has changed since: it was planned anew."
    run.save()
    assert run.said in page(reviewer, run)


def test_a_report_without_an_address_is_not_published(reviewer: Client, worker: Worker) -> None:
    run = a_plan(kind="report")
    assert "Nothing is published without one" in page(reviewer, run, "apply")
    confirm(reviewer, run)
    assert worker.asked[0] == ("decide", "robin", False)


def test_a_plan_that_changes_nothing_offers_nothing_to_apply(reviewer: Client) -> None:
    run = a_run(status="planned")
    an_item(run, 1, outcome="same")
    assert "there is nothing to apply" in page(reviewer, run)
    assert "Nothing would change" in page(reviewer, run, "apply")


# Afterwards.


def test_a_result_says_what_was_done_by_whom_and_when(reviewer: Client, keeper: Client) -> None:
    run = applied()
    found = page(reviewer, run)
    for words in ("What was done", "created", "changed", "17 October 2018", "18 October 2018",
                  "by robin", "Undo this import"):  # fmt: skip
        assert words in found
    assert "Undo this import" not in page(keeper, run)


def test_a_reviewer_undoes_with_a_reason(reviewer: Client, worker: Worker) -> None:
    run = applied()
    assert "All 3 changes" in page(reviewer, run, "undo")
    assert "Say why it is undone" in reviewer.post(at(run, "undo")).content.decode()
    assert worker.asked == []
    response = reviewer.post(at(run, "undo"), {"reason": "the wrong file"}, follow=True)
    assert worker.asked == [("undo", "robin", "the wrong file")]
    assert "applied and undone again" in response.content.decode()
    reviewer.post(at(run, "undo"), {"reason": "again"})
    assert len(worker.asked) == 1


def test_an_undo_that_is_refused_says_what_stands_in_the_way(
    reviewer: Client, worker: Worker
) -> None:
    run = applied()
    worker.refusal = "York: robin has corrected it since."
    found = reviewer.post(at(run, "undo"), {"reason": "wrong"}).content.decode()
    assert worker.refusal in found
    assert "nothing was changed" in found
    assert ">wrong</textarea>" in found


def test_a_plan_is_discarded_after_asking(keeper: Client, worker: Worker) -> None:
    run = a_plan()
    assert "Nothing in the record changes" in page(keeper, run, "discard")
    assert worker.asked == []
    found = keeper.post(at(run, "discard"), follow=True).content.decode()
    assert worker.asked == [("discard", "kit")]
    assert "Discarded: nothing was changed" in found
    keeper.post(at(run, "discard"))
    assert len(worker.asked) == 1


def test_a_refused_file_is_answered_large(keeper: Client) -> None:
    said = "This is a web page, whatever its name says."
    run = a_run(status="refused", said=said)
    found = page(keeper, run)
    assert f'<p class="import-refused" role="alert">{said}</p>' in found
    reading = {"refused": "This is a letter to parents, no inspection report.", "unread": []}
    found = page(keeper, a_run(status="refused", kind="report", reading=reading))
    assert "a letter to parents" in found
    assert "Enter the inspection by hand" in found

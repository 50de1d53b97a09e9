"""The pages of imports: sent, read, looked at, chosen, applied, undone; by whom, and once.

What reading and applying do is tested in `tests/importing`; here `work` is a stand-in that
notes what the pages ask of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ratings.admin.imports import pages
from ratings.admin.imports.items import Shown
from ratings.admin.imports.words import Words, file_size
from ratings.importing import work
from ratings.models import Authority, Framework, ImportChange, ImportItem, ImportRun, Source
from tests.admin.import_runs import KEY, READING, a_plan, a_run, an_item

LIST = "/admin/ratings/importrun/"
LOAD, READ = f"{LIST}load-release/", f"{LIST}read-report/"
STEPS = ("choose", "apply", "again", "answer", "discard", "undo")


class Worker:
    """Stands in for `ratings.importing.work`: notes what is asked, does the least of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.refusal = ""

    def _note(self, *asked: Any) -> None:
        self.asked.append(asked)
        if self.refusal:
            raise work.CannotImport(self.refusal)

    def receive(
        self, kind: str, file_name: str, data: bytes, user: Any = None, **given: Any
    ) -> ImportRun:
        self._note("receive", kind, file_name, data, user.username, given)
        return a_run(kind=kind, file_name=file_name, uploaded_by=user, **given)

    def start(self, run: ImportRun, task: str) -> None:
        self._note("start", run.pk, task)

    def take(self, run: ImportRun, changes: Any, is_taken: bool) -> None:
        self._note("take", list(changes), is_taken)
        run.items.filter(change__in=changes).update(is_taken=is_taken)

    def decide(self, run: ImportRun, user: Any, publish: bool) -> None:
        self._note("decide", user.username, publish)
        run.status = ImportRun.Status.APPLYING
        run.save()

    def answer(self, run: ImportRun, answers: dict[str, str]) -> None:
        self._note("answer", answers)

    def undo_run(self, run: ImportRun, user: Any, reason: str) -> None:
        self._note("undo", user.username, reason)
        ImportRun.objects.filter(pk=run.pk).update(status="undone", undone_at=timezone.now())

    def discard(self, run: ImportRun, user: Any) -> None:
        self._note("discard", user.username)
        ImportRun.objects.filter(pk=run.pk).update(status="discarded")


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    found = Worker()
    for name in ("receive", "start", "take", "decide", "answer", "undo_run", "discard"):
        monkeypatch.setattr(work, name, getattr(found, name), raising=False)
    return found


def page(client: Client, run: ImportRun, step: str = "", **query: Any) -> str:
    return client.get(at(run, step), query).content.decode()


def at(run: ImportRun, step: str = "") -> str:
    return f"{LIST}{run.pk}/{step}/" if step else f"{LIST}{run.pk}/"


def sent(name: str = "outcomes.ods", data: bytes = b"not really") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


# Sending a file.


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


# The plan.


def test_a_plan_says_what_the_file_is_and_counts_each_outcome(keeper: Client) -> None:
    run = a_plan()
    found = page(keeper, run)
    for words in (
        "What this file would change",
        "outcomes.ods",
        "3.4 MB",
        "abababababab",
        "In_year",
        "Nothing is changed yet",
        "Local authority inspection outcomes",
    ):
        assert words in found
    overview = keeper.get(at(run)).context["overview"]
    counts = {group.outcome: (group.items, group.taken) for group in overview.groups}
    assert counts == {
        "new": (2, 2), "details": (1, 1), "contradicts": (2, 1), "known": (1, 0),
        "refused": (1, 0), "same": (3, 0),
    }  # fmt: skip


def test_values_stand_in_words_with_who_says_them_and_why(keeper: Client) -> None:
    found = page(keeper, a_plan(), outcome="contradicts")
    for words in ("help and protection: grade", "requires improvement", "17 October 2018",
                  "report published", "17 October 2018", "The inspection report itself",
                  "The newest release wins."):  # fmt: skip
        assert words in found
    assert 'class="mark mark-amber"' in found
    assert f'href="/inspections/{KEY}/"' in found
    assert 'href="/authorities/york/"' in found


def test_a_list_is_narrowed_by_outcome_sheet_and_field(keeper: Client) -> None:
    run = a_plan()
    assert count(keeper, run) == 7
    assert count(keeper, run, outcome="all") == 10
    assert count(keeper, run, outcome="same") == 3
    assert count(keeper, run, sheet="In_year") == 3
    assert count(keeper, run, field="whole") == 2
    assert count(keeper, run, outcome="contradicts", field="published") == 1
    assert count(keeper, run, outcome="nonsense") == 7


def count(client: Client, run: ImportRun, **query: str) -> int:
    return client.get(at(run), query).context["page"].paginator.count


def test_what_makes_the_same_change_has_one_box(keeper: Client) -> None:
    response = keeper.get(at(a_plan()), {"outcome": "new"})
    first, second = response.context["rows"]
    assert (first.same_as, second.same_as) == (None, (1, "As_at, row 5"))
    assert response.content.decode().count('name="take"') == 1


def test_an_inspection_that_is_not_there_is_named_by_framework_and_day(record: None) -> None:
    from ratings.admin.imports.items import key_in_words

    words = Words.current()
    assert key_in_words("leeds-ilacs-2026-2026-08-03", words) == "ilacs-2026, 3 August 2026"
    assert key_in_words("leeds-ilacs-2018-2018-07", words) == "ilacs-2018, July 2018"
    assert key_in_words("something", words) == "something"


def test_a_long_plan_is_paged_with_few_queries(
    keeper: Client, django_assert_max_num_queries: Any
) -> None:
    run = a_plan()
    rows = [
        an_item(run, 100 + n, save=False, outcome="details", field="theme", new="x",
                can_take=True, change=f"c{n}")
        for n in range(250)
    ]  # fmt: skip
    ImportItem.objects.bulk_create(rows)
    with django_assert_max_num_queries(34):
        found = page(keeper, run, outcome="details", page="2")
    assert "101 to 200 shown" in found
    assert "?outcome=details&amp;page=3#items" in found
    assert "Take all 251 shown" in found
    assert "201 to 251 shown" in page(keeper, run, outcome="details", page="99")


def test_a_value_is_escaped(keeper: Client) -> None:
    run = a_plan()
    an_item(run, 50, outcome="refused", reason="<script>alert(1)</script>", authority="<b>x</b>")
    found = page(keeper, run)
    assert "<script>alert" not in found
    assert "<b>x</b>" not in found


# Choosing.


def test_the_boxes_of_a_page_are_saved_and_no_others(keeper: Client, worker: Worker) -> None:
    run = a_plan()
    told = {"offered": ["1", "3", "5"], "take": ["1", "5"], "act": "save", "outcome": "details"}
    response = keeper.post(at(run, "choose"), told, follow=True)
    assert worker.asked == [("take", ["details"], False), ("take", ["b"], True)]
    assert response.redirect_chain[-1][0].endswith("?outcome=details")
    assert "Saved: 1 more taken, 1 left." in response.content.decode()
    worker.asked.clear()
    keeper.post(at(run, "choose"), told)
    assert worker.asked == []


def test_a_whole_group_is_taken_or_left_and_what_cannot_be_taken_stays(
    keeper: Client, worker: Worker
) -> None:
    run = a_plan()
    keeper.post(at(run, "choose"), {"act": "take", "outcome": "contradicts"})
    assert worker.asked == [("take", ["b"], True)]
    keeper.post(at(run, "choose"), {"act": "leave"})
    assert worker.asked[1] == ("take", ["a", "b", "details", "new|york"], False)
    assert not run.items.filter(is_taken=True).exists()


def test_saving_may_lead_on_to_the_confirmation(keeper: Client, worker: Worker) -> None:
    run = a_plan()
    response = keeper.post(at(run, "choose"), {"act": "apply"})
    assert response.headers["Location"] == at(run, "apply")


def test_what_taking_refuses_is_said(keeper: Client, worker: Worker) -> None:
    run = a_plan()
    worker.refusal = "Both cannot be so."
    response = keeper.post(at(run, "choose"), {"act": "take"}, follow=True)
    assert "Both cannot be so." in response.content.decode()


# Applying.


def confirm(client: Client, run: ImportRun) -> Any:
    seen = client.get(at(run, "apply")).context["outlook"].seen
    return client.post(at(run, "apply"), {"seen": seen}, follow=True)


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


def applied(**more: Any) -> ImportRun:
    robin = User.objects.filter(username="robin").first()
    told = {"status": "applied", "applied_at": timezone.now(), "decided_by": robin, **more}
    run = a_run(**told)
    for order, (action, field, old, new) in enumerate(
        [("created", "", None, {"kind": "standard"}),
         ("changed", "published", "2018-10-17", "2018-10-18"),
         ("cited", "sources", None, ["official-2024"])]
    ):  # fmt: skip
        ImportChange.objects.create(
            run=run, order=order, action=action, inspection=KEY, field=field, old=old, new=new
        )
    return run


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


# Reports.


def a_report(**changes: Any) -> ImportRun:
    url = "https://files.ofsted.gov.uk/v1/file/50300000"
    told = {"kind": "report", "file_name": "leeds.pdf", "status": "planned", "report_url": url}
    run = a_run(**told, reading={**READING, **changes.pop("reading", {})}, **changes)
    an_item(run, 1, outcome="new", authority="leeds", inspection="leeds-ilacs-2026-2026-08-03",
            can_take=True, is_taken=True, change="new|leeds", reason="Short.")  # fmt: skip
    return run


def test_a_reading_stands_beside_its_page_its_words_and_the_line(keeper: Client) -> None:
    response = keeper.get(at(a_report()))
    lines = {line.what: line for line in response.context["report"].lines}
    assert lines["authority"].value.text == "Leeds"
    assert lines["kind"].value.text == "short inspection"
    assert lines["kind"].said_by == "estimated from the days on site"
    assert lines["first day on site"].value.text == "3 August 2026"
    assert (lines["leaders"].value.text, lines["leaders"].page) == ("good", 1)
    assert lines["care leavers"].value.text == ""
    assert lines["care leavers"].words == "No grade could be read for: care leavers."
    assert response.context["report"].preview.after.text.endswith("no overall grade (2026)")
    assert "The impact of leaders Good" in response.content.decode()


def test_what_could_not_be_read_is_asked_and_planned_anew(keeper: Client, worker: Worker) -> None:
    run = a_report()
    form = keeper.get(at(run)).context["report"].form
    assert list(form.fields) == ["kind", "end_date", "grade:care-leavers", "published"]
    assert form["kind"].value() == "short"
    grades = {key for _, group in form.fields["grade:care-leavers"].choices[1:] for key, _ in group}
    assert {"good", "inadequate", "missing:not-graded"} <= grades
    assert "adequate" not in grades
    told = {"kind": "standard", "end_date": "14/08/2026", "grade:care-leavers": "good"}
    keeper.post(at(run, "answer"), told)
    assert worker.asked == [
        ("answer", {**told, "end_date": "2026-08-14", "published": ""}),
        ("start", run.pk, "plan"),
    ]


def test_an_answer_that_cannot_be_is_sent_back(keeper: Client, worker: Worker) -> None:
    run = a_report()
    response = keeper.post(at(run, "answer"), {"end_date": "soon", "kind": "jtai"}, follow=True)
    found = response.content.decode()
    assert "Write the day as 11/05/2026" in found
    assert worker.asked == []


def test_what_was_answered_stands_in_the_form_again(keeper: Client) -> None:
    answers = {"kind": "standard", "end_date": "2026-08-14", "published": ""}
    form = keeper.get(at(a_report(answers=answers))).context["report"].form
    values = [form[name].value() for name in ("kind", "end_date", "published")]
    assert values == ["standard", "14 August 2026", ""]


def test_an_estimate_that_nobody_confirmed_is_said_before_applying(keeper: Client) -> None:
    said = "nobody has confirmed it"
    assert said in page(keeper, a_report(), "apply")
    assert said not in page(keeper, a_report(answers={"kind": "short"}), "apply")


def test_an_answer_stands_in_the_place_of_what_was_read(keeper: Client) -> None:
    run = a_report(answers={"kind": "standard", "grade:care-leavers": "good"})
    lines = {line.what: line for line in keeper.get(at(run)).context["report"].lines}
    assert (lines["kind"].value.text, lines["kind"].said_by) == (
        "standard inspection",
        "said by you",
    )
    assert lines["care leavers"].value.text == "good"


def test_a_council_and_a_framework_that_could_not_be_read_are_asked(keeper: Client) -> None:
    unread = [{"field": field, "why": "not printed"} for field in ("authority", "framework", "x")]
    run = a_report(reading={"authority": None, "framework": None, "unread": unread})
    report = keeper.get(at(run)).context["report"]
    assert list(report.form.fields) == ["kind", "authority", "framework", "published"]
    assert report.preview is None
    assert ("leeds", "Leeds") in report.form.fields["authority"].choices[1][1]


def test_a_report_on_an_inspection_of_the_record_says_what_would_follow(keeper: Client) -> None:
    run = a_report(reading={"published": {"value": "2025-04-15", "page": 1, "words": "15 April"}})
    run.items.all().delete()
    an_item(run, 1, outcome="contradicts", field="published", inspection=KEY, old="2025-04-14",
            new="2025-04-15", can_take=True, is_taken=True, change="c")  # fmt: skip
    report = keeper.get(at(run)).context["report"]
    assert report.existing.key == KEY
    does = {line.what: line.does for line in report.lines}
    assert does["report published"] == "replaces the record’s value"
    assert does["first day on site"] == "nothing: the record says the same"


# Who, and how.


def test_nobody_without_the_permission_sees_or_does_anything(client: Client, record: None) -> None:
    visitor = User.objects.create_user("vic", password="a long word for tests", is_staff=True)
    client.force_login(visitor, backend="django.contrib.auth.backends.ModelBackend")
    run = a_plan()
    for address in (LOAD, READ, LIST, at(run), *(at(run, step) for step in STEPS)):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_the_pages_are_only_for_those_who_sign_in(client: Client, record: None) -> None:
    run = a_plan()
    for address in (LOAD, READ, f"{LIST}help/", at(run), *(at(run, step) for step in STEPS)):
        assert client.get(address).headers["Location"].startswith("/admin/login/")


def test_a_keeper_cannot_undo(keeper: Client, worker: Worker) -> None:
    run = applied()
    assert keeper.get(at(run, "undo")).status_code == 403
    assert keeper.post(at(run, "undo"), {"reason": "so"}).status_code == 403
    assert worker.asked == []


@pytest.mark.parametrize("step", STEPS)
def test_looking_changes_nothing(reviewer: Client, worker: Worker, step: str) -> None:
    for run in (a_plan(), applied()):
        before = ImportRun.objects.values().get(pk=run.pk)
        assert reviewer.get(at(run, step)).status_code in {200, 302}
        assert ImportRun.objects.values().get(pk=run.pk) == before
    assert worker.asked == []


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_not_there_is_a_404(reviewer: Client, step: str) -> None:
    assert reviewer.post(f"{LIST}987654/{step}/").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_post_without_its_token_is_refused(record: None, step: str, reviewer: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = reviewer.cookies
    assert careful.post(at(a_plan(), step), {"act": "take"}).status_code == 403


def test_nobody_types_a_run_or_deletes_one(administrator: Client) -> None:
    run = a_plan()
    for address in (f"{at(run)}change/", f"{at(run)}delete/", f"{at(run)}history/"):
        assert administrator.get(address).status_code == 404


def test_no_page_carries_script_or_style_of_its_own(reviewer: Client) -> None:
    run = a_plan()
    for address in (LOAD, READ, f"{LIST}help/", at(run), at(run, "apply"), at(a_report()),
                    at(a_run(status="planning")), at(applied())):  # fmt: skip
        found = reviewer.get(address).content.decode()
        assert "<style" not in found
        assert "style=" not in found
        assert "<script>" not in found


def test_the_list_says_file_kind_person_state_and_counts(keeper: Client) -> None:
    run = a_plan()
    ImportRun.objects.filter(pk=run.pk).update(counts={"new": 12, "contradicts": 3, "same": 900})
    found = keeper.get(LIST).content.decode()
    counted = "12 new, 3 contradictions, 900 same"
    for words in ("outcomes.ods", "planned: nothing is changed yet", counted):
        assert words in found
    assert f'href="{at(run)}"' in found


def test_a_plan_that_waits_is_a_task_on_the_first_page(keeper: Client) -> None:
    def waiting() -> int:
        tasks = keeper.get("/admin/").context["tasks"]
        return next(task.count for task in tasks if "imports wait" in task.title)

    assert waiting() == 0
    a_plan()
    a_run(status="discarded")
    assert waiting() == 1


def test_the_help_names_every_outcome(keeper: Client) -> None:
    found = keeper.get(f"{LIST}help/").content.decode()
    for name in ("New", "Adds a detail", "Contradicts", "Known to be disputed", "Refused", "Same"):
        assert f'<th scope="row">{name}</th>' in found


# Words.


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("published", "2018-10-17", "17 October 2018"),
        ("start_date", "2018-07", "July 2018"),
        ("start_date", "unknown", "unknown"),
        ("kind", "jtai", "joint targeted area inspection"),
        ("grade:leaders", "requires-improvement", "requires improvement"),
        ("grade:leaders", "missing:not-graded", "not graded"),
        ("grade:leaders", "not-graded", "not graded"),
        ("grade:leaders", "Good-ish", "Good-ish"),
        ("theme", "care leavers", "care leavers"),
        ("priority_action", True, "yes"),
        ("sources", ["report-pdf", "news"],
         "The inspection report itself, A news article, address given with the fact"),
        ("", {"kind": "short", "published": "2018-10-17"},
         "kind: short inspection; report published: 17 October 2018"),
        ("published", None, ""),
    ],
)  # fmt: skip
def test_a_value_is_put_in_words(record: None, field: str, given: Any, words: str) -> None:
    assert Words.current().value(field, given).text == words


@pytest.mark.parametrize(
    ("field", "words"),
    [("", "the whole inspection"), ("grade:lscb", "LSCB: grade"),
     ("grade:help-and-protection", "help and protection: grade"), ("else_where", "else where")],
)  # fmt: skip
def test_a_field_has_a_name(record: None, field: str, words: str) -> None:
    assert Words.current().field(field) == words


@pytest.mark.parametrize(("size", "words"), [(3_400_000, "3.4 MB"), (12_300, "12 kB"), (3, "1 kB")])
def test_a_size_is_put_in_words(size: int, words: str) -> None:
    assert file_size(size) == words


def test_an_address_says_what_is_shown() -> None:
    assert Shown.asked({"field": "whole", "outcome": "new"}).query(2) == (
        "?outcome=new&field=whole&page=2"
    )
    assert Shown().query() == "?"


def test_the_page_of_changes_is_linked_where_the_site_has_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "reverse", lambda name: "/changes/")
    assert pages.changes_url() == "/changes/"


def test_every_area_has_a_name(record: None) -> None:
    words = Words.current()
    for area in Framework.objects.get(code="sif").areas.all():
        assert words.field(f"grade:{area.key}") != f"{area.key}: grade"
    assert reverse("authority", args=[Authority.objects.first().slug])

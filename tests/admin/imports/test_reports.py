"""Pages of imports: a report beside its page and words, and what has to be answered."""

from __future__ import annotations

from django.test import Client

from tests.admin.conftest import KEY
from tests.admin.imports.runs import a_report, an_item
from tests.admin.imports.stand_in import Started, at, page


def test_a_reading_stands_beside_its_page_its_words_and_the_line(keeper: Client) -> None:
    response = keeper.get(at(a_report()))
    lines = {line["what"]: line for line in response.context["report"]["lines"]}
    assert lines["authority"]["value"] == "Leeds"
    assert lines["kind"]["value"] == "short inspection"
    assert lines["kind"]["said_by"] == "estimated from the days on site"
    assert lines["first day on site"]["value"] == "3 August 2026"
    assert (lines["leaders"]["value"].word, lines["leaders"]["page"]) == ("good", 1)
    assert lines["care leavers"]["value"] == ""
    assert lines["care leavers"]["words"] == "No grade could be read for: care leavers."
    assert response.context["report"]["preview"]["after"].text.endswith("no overall grade (2026)")
    assert "The impact of leaders Good" in response.content.decode()


def test_what_could_not_be_read_is_asked(keeper: Client, started: Started) -> None:
    run = a_report()
    form = keeper.get(at(run)).context["report"]["form"]
    assert list(form.fields) == ["kind", "end_date", "grade:care-leavers", "published"]
    assert form["kind"].value() == "short"
    grades = {key for _, group in form.fields["grade:care-leavers"].choices[1:] for key, _ in group}
    assert {"good", "inadequate", "missing:not-graded"} <= grades
    assert "adequate" not in grades
    told = {"end_date": "soon", "kind": "jtai"}
    response = keeper.post(at(run, "answer"), told, follow=True)
    assert "Write the day as 11/05/2026" in response.content.decode()
    assert started == []
    told = {"kind": "standard", "end_date": "14/08/2026", "grade:care-leavers": "good"}
    keeper.post(at(run, "answer"), told)
    run.refresh_from_db()
    assert run.answers == {**told, "end_date": "2026-08-14", "published": ""}
    assert started == [(run.pk, "plan")]


def test_an_estimate_that_nobody_confirmed_is_said_before_applying(keeper: Client) -> None:
    said = "nobody has confirmed it"
    assert said in page(keeper, a_report(), "apply")
    assert said not in page(keeper, a_report(answers={"kind": "short"}), "apply")


def test_an_answer_replaces_what_was_read_and_stands_in_the_form(keeper: Client) -> None:
    answers = {"kind": "standard", "end_date": "2026-08-14", "grade:care-leavers": "good"}
    report = keeper.get(at(a_report(answers={**answers, "published": ""}))).context["report"]
    lines = {line["what"]: line for line in report["lines"]}
    assert lines["kind"]["value"] == "standard inspection"
    assert lines["kind"]["said_by"] == "said by you"
    assert lines["care leavers"]["value"].word == "good"
    values = [report["form"][name].value() for name in ("kind", "end_date", "published")]
    assert values == ["standard", "14 August 2026", ""]


def test_a_council_and_a_framework_that_could_not_be_read_are_asked(keeper: Client) -> None:
    unread = [{"field": field, "why": "not printed"} for field in ("authority", "framework", "x")]
    run = a_report(reading={"authority": None, "framework": None, "unread": unread})
    report = keeper.get(at(run)).context["report"]
    assert list(report["form"].fields) == ["kind", "authority", "framework", "published"]
    assert report["preview"] is None
    assert ("leeds", "Leeds") in report["form"].fields["authority"].choices[1][1]


def test_a_report_on_an_inspection_of_the_record_says_what_would_follow(keeper: Client) -> None:
    run = a_report(reading={"published": {"value": "2025-04-15", "page": 1, "words": "15 April"}})
    run.items.all().delete()
    an_item(run, 1, outcome="contradicts", field="published", inspection=KEY, old="2025-04-14",
            new="2025-04-15", can_take=True, is_taken=True, change="c")  # fmt: skip
    report = keeper.get(at(run)).context["report"]
    assert report["existing"].key == KEY
    does = {line["what"]: line["does"] for line in report["lines"]}
    assert does["report published"] == "replaces the record’s value"
    assert does["first day on site"] == "nothing: the record says the same"

"""Entering an inspection: two steps and a line, each refusal from both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ratings.models import Authority, Framework, Inspection, InspectionKind, Rating, Source
from tests.admin.conftest import ADD, Told, areas

Telling = Callable[..., Told]


def kind(key: str) -> int:
    return InspectionKind.objects.get(key=key).pk


def slug(name: str) -> int:
    return Authority.objects.get(slug=name).pk


def framework(code: str) -> int:
    return Framework.objects.get(code=code).pk


def facts(told: Told) -> Told:
    names = ("authority", "kind", "framework", "start", "end", "published")
    return {name: told[name] for name in names if name in told}


def errors(response: object) -> dict[str, list[str]]:
    return response.context["form"].errors  # type: ignore[attr-defined]


def test_the_first_page_asks_for_the_facts(keeper: Client) -> None:
    response = keeper.get(ADD)
    assert response.status_code == 200
    assert list(response.context["form"].fields) == [
        "authority", "start", "end", "published", "kind", "framework",
    ]  # fmt: skip


def test_the_second_page_asks_for_exactly_the_areas_and_grades_of_the_framework(
    keeper: Client, told: Telling
) -> None:
    response = keeper.post(ADD, {**facts(told()), "step": "findings"})
    form = response.context["form"]
    asked = [name for name in form.fields if name.startswith("area:")]
    assert asked == [f"area:{area}" for area in areas("ilacs-2026")]
    offered = [value for value, _ in form.fields[asked[0]].choices[0][1]]
    assert offered == [
        "grade:outstanding", "grade:good", "grade:requires-improvement", "grade:inadequate",
    ]  # fmt: skip


def test_the_framework_follows_from_the_first_day_and_not_from_publication(
    keeper: Client, told: Telling
) -> None:
    told_ = told(start="23 March 2026", end="27 March 2026", published="8 May 2026")
    response = keeper.post(ADD, {**facts(told_), "step": "findings"})
    assert response.context["facts"].framework.code == "ilacs-2023"


def test_a_visit_is_asked_for_a_theme_and_a_direction_and_no_grades(
    keeper: Client, told: Telling
) -> None:
    visit = told(kind=kind("focused-visit"))
    form = keeper.post(ADD, {**facts(visit), "step": "findings"}).context["form"]
    assert "direction" in form.fields
    assert not [name for name in form.fields if name.startswith("area:")]


def test_the_resulting_line_is_shown_and_nothing_is_written_yet(
    keeper: Client, told: Telling
) -> None:
    before = Inspection.objects.count()
    preview = keeper.post(ADD, {**told(), "step": "check"}).context["preview"]
    assert preview.after.text == f"{preview.before.text} → no overall grade (2026)"
    assert preview.profile.startswith("leaders")
    assert Inspection.objects.count() == before


def test_the_last_step_shows_the_note_and_the_strength_of_evidence(
    keeper: Client, told: Telling
) -> None:
    page = keeper.post(ADD, {**told(note="page 3 is torn"), "step": "check"}).content.decode()
    assert '<th scope="row">Strength of evidence</th><td>report</td>' in page
    assert '<th scope="row">Note</th><td>page 3 is torn</td>' in page
    page = keeper.post(ADD, {**told(), "step": "check"}).content.decode()
    assert '<th scope="row">Note</th><td>none</td>' in page


def test_a_draft_is_saved_with_its_ratings_sources_and_permanent_key(
    keeper: Client, told: Telling
) -> None:
    response = keeper.post(ADD, {**told(), "step": "draft"})
    inspection = Inspection.objects.get(status="draft")
    assert response.status_code == 302
    assert inspection.key == "leeds-ilacs-2026-2026-08-03"
    assert inspection.ratings.count() == len(areas("ilacs-2026"))
    assert {r.verified for r in inspection.ratings.all()} == {"report"}
    assert [s.key for s in inspection.sources.all()] == ["report-pdf"]
    assert inspection.history.latest().history_user.username == "kit"


def test_a_first_day_may_be_known_to_the_month(keeper: Client, told: Telling) -> None:
    keeper.post(ADD, {**told(start="August 2026"), "step": "draft"})
    inspection = Inspection.objects.get(status="draft")
    assert (inspection.key, inspection.start_precision) == ("leeds-ilacs-2026-2026-08", "month")


def test_an_area_may_have_a_reason_in_place_of_a_grade(keeper: Client, told: Telling) -> None:
    keeper.post(ADD, {**told(**{"area:leaders": "missing:not-graded"}), "step": "draft"})
    rating = Rating.objects.get(inspection__status="draft", area__key="leaders")
    assert (rating.grade, rating.missing, rating.verified) == (None, "not-graded", "")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"end": "1 August 2026"}, "end", "The last day is before the first day"),
        ({"published": "13 August 2026"}, "published", "published before its last day"),
        ({"end": "", "published": "1 August 2026"}, "published", "published before its first day"),
        ({"start": "3 October 2026", "end": ""}, "start", "is still to come"),
        ({"published": "2 September 2026"}, "published", "is still to come"),
        ({"start": "", "end": ""}, "start", "Give the first day"),
        ({"start": "31/02/2026"}, "start", "Write the date as"),
        ({"start": "last spring"}, "start", "Write the date as"),
        ({"end": "August 2026"}, "end", "Write the day as"),
        ({"start": "", "end": "", "published": "0001-01-01"}, "published", "Give a year from 1900"),
        ({"start": "9999"}, "start", "Give a year from 1900 to 2100."),
        ({"authority": ""}, "authority", "Choose the authority"),
        ({"kind": ""}, "kind", "Choose which kind"),
    ],
)
def test_impossible_facts_are_refused_beside_their_field(
    keeper: Client, told: Telling, changes: Told, field: str, message: str
) -> None:
    response = keeper.post(ADD, {**facts(told(**changes)), "step": "findings"})
    assert message in " ".join(errors(response)[field])


@pytest.mark.parametrize(
    "changes",
    [
        {"end": "3 August 2026"},
        {"published": "14 August 2026"},
        {"start": "1 September 2026", "end": ""},
        {"published": "1 September 2026"},
        {"start": "", "end": "", "published": "1 September 2026", "framework": "ilacs-2026"},
    ],
)
def test_facts_at_the_edge_of_the_possible_are_taken(
    keeper: Client, told: Telling, changes: Told
) -> None:
    if "framework" in changes:
        changes = {**changes, "framework": framework(changes["framework"])}
    response = keeper.post(ADD, {**facts(told(**changes)), "step": "findings"})
    assert response.context["title"] == "What was found"


def test_an_authority_that_had_ended_is_refused_with_its_successors(
    keeper: Client, told: Telling
) -> None:
    wrong = told(authority=slug("northamptonshire"), start="1 April 2021", end="")
    message = errors(keeper.post(ADD, {**facts(wrong), "step": "findings"}))["authority"][0]
    assert "its last day was 31 March 2021" in message
    assert "North Northamptonshire or West Northamptonshire" in message
    right = told(authority=slug("northamptonshire"), start="31 March 2021", end="")
    response = keeper.post(ADD, {**facts(right), "step": "findings"})
    assert response.context["title"] == "What was found"


def test_an_authority_that_had_not_begun_is_refused_with_its_predecessor(
    keeper: Client, told: Telling
) -> None:
    wrong = told(authority=slug("cumberland"), start="31 March 2023", end="")
    message = errors(keeper.post(ADD, {**facts(wrong), "step": "findings"}))["authority"][0]
    assert "it began on 1 April 2023" in message
    assert "Cumbria" in message


def test_a_framework_that_was_not_in_force_is_refused_by_name_and_reason(
    keeper: Client, told: Telling
) -> None:
    wrong = told(framework=framework("ilacs-2023"))
    response = keeper.post(ADD, {**facts(wrong), "step": "findings"})
    message = errors(response)["framework"][0]
    assert "from 1 January 2023 to 31 March 2026" in message
    assert "choose ILACS 2026" in message
    offered = [str(pk) for pk, _ in response.context["form"].fields["framework"].widget.choices]
    assert offered == ["", str(framework("ilacs-2026"))]


def test_two_frameworks_in_force_at_once_have_to_be_told_apart(
    keeper: Client, told: Telling
) -> None:
    both = told(start="7 March 2018", end="", kind=kind("monitoring-visit"))
    message = errors(keeper.post(ADD, {**facts(both), "step": "findings"}))["framework"][0]
    assert message.startswith("SIF and ILACS 2018 were both in force")
    one = {**facts(both), "framework": framework("sif"), "step": "findings"}
    assert keeper.post(ADD, one).context["facts"].framework.code == "sif"


def test_a_kind_that_the_framework_does_not_have_is_refused(keeper: Client, told: Telling) -> None:
    wrong = told(kind=kind("full"))
    message = errors(keeper.post(ADD, {**facts(wrong), "step": "findings"}))["kind"][0]
    assert message.startswith("ILACS 2026 has no full inspection: choose standard inspection")


def test_the_same_inspection_is_not_entered_twice(
    keeper: Client, told: Telling, draft: Inspection
) -> None:
    response = keeper.post(ADD, {**told(), "step": "draft"})
    assert response.context["beside"].inspection == draft
    assert Inspection.objects.filter(status="draft").count() == 1
    response = keeper.post(ADD, {**told(), "step": "draft", "confirm_another": "yes"})
    assert "already in the record" in errors(response)["start"][0]
    assert Inspection.objects.filter(status="draft").count() == 1


def test_one_of_the_same_kind_within_thirty_days_has_to_be_confirmed(
    keeper: Client, told: Telling, draft: Inspection
) -> None:
    near = told(start="24 August 2026", end="")
    response = keeper.post(ADD, {**near, "step": "draft"})
    assert response.context["similar"] == [draft]
    assert Inspection.objects.filter(status="draft").count() == 1
    keeper.post(ADD, {**near, "step": "draft", "confirm_another": "yes"})
    assert Inspection.objects.filter(status="draft").count() == 2


@pytest.mark.parametrize("answer", ["", "grade:adequate", "grade:superb", "missing:forgot"])
def test_every_area_is_answered_with_a_grade_of_the_scale_or_a_reason(
    keeper: Client, told: Telling, answer: str
) -> None:
    response = keeper.post(ADD, {**told(**{"area:leaders": answer}), "step": "draft"})
    assert "Leaders" in errors(response)["area:leaders"][0]
    assert not Inspection.objects.filter(status="draft").exists()


def test_an_area_of_another_framework_is_not_written(keeper: Client, told: Telling) -> None:
    stray = {"area:overall-effectiveness": "grade:outstanding"}
    keeper.post(ADD, {**told(**stray), "step": "draft"})
    written = Inspection.objects.get(status="draft").ratings.values_list("area__key", flat=True)
    assert sorted(written) == sorted(areas("ilacs-2026"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sources": []}, "choose at least one source"),
        ({"report_url": ""}, "give its address at Ofsted"),
        ({"sources": "news"}, "give the address of that page"),
    ],
)
def test_what_is_published_cites_its_source_and_a_draft_may_lack_it(
    reviewer: Client, told: Telling, changes: Told, message: str
) -> None:
    if changes.get("sources") == "news":
        changes = {"sources": [Source.objects.get(key="news").pk]}
    uncited = told(**changes)
    response = reviewer.post(ADD, {**uncited, "step": "publish"})
    assert message in response.content.decode()
    assert not Inspection.objects.filter(key="leeds-ilacs-2026-2026-08-03").exists()
    reviewer.post(ADD, {**uncited, "step": "draft"})
    assert Inspection.objects.get(key="leeds-ilacs-2026-2026-08-03").status == "draft"


def test_going_back_keeps_what_was_told(keeper: Client, told: Telling) -> None:
    answered = told(**{"area:leaders": "grade:inadequate"})
    first = keeper.post(ADD, {**answered, "step": "facts"})
    assert ("area:leaders", "grade:inadequate") in first.context["hidden"]
    again = keeper.post(ADD, {**answered, "step": "findings"})
    assert again.context["form"]["area:leaders"].value() == "grade:inadequate"


def test_nobody_enters_without_signing_in(client: Client, record: None) -> None:
    assert client.get(ADD).status_code == 302
    assert client.post(ADD, {"step": "draft"}).status_code == 302

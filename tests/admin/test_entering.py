"""Entering an inspection: two steps and a line, each refusal from both sides.

What is entered is planned like a file: duplicates and contradictions are found.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ratings.models import (
    Authority,
    Discrepancy,
    Framework,
    ImportRun,
    Inspection,
    InspectionKind,
    Rating,
    Source,
)
from tests.admin.conftest import ADD, NEW, Telling, Told, areas, enter


def pk(model: Any, **by: str) -> Any:
    return model.objects.get(**by).pk


def second(client: Client, told: Told) -> Any:
    """The second page, or the first again with what is wrong: the facts alone are sent."""
    names = ("authority", "kind", "framework", "start", "end", "published")
    return enter(client, "findings", {name: told[name] for name in names if name in told})


def errors(response: Any) -> Any:
    return response.context["form"].errors


def drafts() -> int:
    return Inspection.objects.filter(status="draft").count()


def test_the_first_page_asks_for_the_facts(keeper: Client) -> None:
    response = keeper.get(ADD)
    assert response.status_code == 200
    assert list(response.context["form"].fields) == [
        "authority", "start", "end", "published", "kind", "framework",
    ]  # fmt: skip


def test_the_second_page_asks_for_areas_of_the_framework(keeper: Client, told: Telling) -> None:
    form = second(keeper, told()).context["form"]
    asked = [name for name in form.fields if name.startswith("area:")]
    assert asked == [f"area:{area}" for area in areas("ilacs-2026")]
    offered = [value for value, _ in form.fields[asked[0]].choices[0][1]]
    assert offered == [
        "grade:outstanding", "grade:good", "grade:requires-improvement", "grade:inadequate",
    ]  # fmt: skip
    visit = second(keeper, told(kind=pk(InspectionKind, key="focused-visit"))).context["form"]
    assert "direction" in visit.fields
    assert not [name for name in visit.fields if name.startswith("area:")]


def test_the_last_step_shows_the_result_and_writes_nothing(keeper: Client, told: Telling) -> None:
    before = Inspection.objects.count()
    response = enter(keeper, "check", told())
    assert not response.context["beside"]["inspection"]
    preview = response.context["preview"]
    assert preview["after"].text == f"{preview['before'].text} → no overall grade (2026)"
    assert preview["profile"].startswith("leaders")
    page = response.content.decode()
    assert '<th scope="row">Strength of evidence</th><td>report</td>' in page
    assert '<th scope="row">Note</th><td>none</td>' in page
    page = enter(keeper, "check", told(note="page 3 is torn")).content.decode()
    assert '<th scope="row">Note</th><td>page 3 is torn</td>' in page
    assert Inspection.objects.count() == before


def test_a_draft_is_saved_with_ratings_sources_and_a_key(keeper: Client, told: Telling) -> None:
    stray = {"area:overall-effectiveness": "grade:outstanding"}  # of another framework
    response = enter(keeper, "draft", told(**stray))
    inspection = Inspection.objects.get(status="draft")
    assert response.status_code == 302
    assert inspection.key == NEW
    written = inspection.ratings.values_list("area__key", flat=True)
    assert sorted(written) == sorted(areas("ilacs-2026"))
    assert {r.verified for r in inspection.ratings.all()} == {"report"}
    assert [s.key for s in inspection.sources.all()] == ["report-pdf"]
    assert inspection.history.latest().history_user.username == "kit"


def test_a_month_and_a_reason_for_no_grade_are_taken(keeper: Client, told: Telling) -> None:
    enter(keeper, "draft", told(start="August 2026", **{"area:leaders": "missing:not-graded"}))
    inspection = Inspection.objects.get(status="draft")
    assert (inspection.key, inspection.start_precision) == ("leeds-ilacs-2026-2026-08", "month")
    rating = inspection.ratings.get(area__key="leaders")
    assert (rating.grade, rating.missing, rating.verified) == (None, "not-graded", "")


def test_impossible_facts_are_refused_beside_their_field(keeper: Client, told: Telling) -> None:
    for changes, field, message in (
        ({"end": "1 August 2026"}, "end", "The last day (1 August 2026) is before the first day"),
        ({"start": "", "end": ""}, "start", "Give the first day"),
        ({"start": "31/02/2026"}, "start", "Write the date as"),
        ({"start": "last spring"}, "start", "Write the date as"),
        ({"end": "August 2026"}, "end", "Write the day as"),
        ({"start": "", "end": "", "published": "0001-01-01"}, "published", "Give a year from 1900"),
        ({"start": "9999"}, "start", "Give a year from 1900 to 2100."),
        ({"authority": ""}, "authority", "Choose the authority"),
        ({"kind": ""}, "kind", "Choose which kind"),
    ):
        assert message in " ".join(errors(second(keeper, told(**changes)))[field])


def test_facts_at_the_edge_are_taken(keeper: Client, told: Telling) -> None:
    framework = pk(Framework, code="ilacs-2026")
    for changes in (
        {"end": "3 August 2026"},
        {"published": "14 August 2026"},
        {"start": "1 September 2026", "end": ""},
        {"published": "1 September 2026"},
        {"start": "", "end": "", "published": "1 September 2026", "framework": framework},
    ):
        assert second(keeper, told(**changes)).context["title"] == "What was found", changes


def test_an_authority_is_taken_on_its_first_and_last_day_and_no_other_and_others_are_named(
    keeper: Client, told: Telling
) -> None:
    facts = told(authority=pk(Authority, slug="northamptonshire"), start="1 April 2021", end="")
    message = errors(second(keeper, facts))["authority"][0]
    assert "its last day was 31 March 2021" in message
    assert "North Northamptonshire or West Northamptonshire" in message
    early = told(authority=pk(Authority, slug="cumberland"), start="31 March 2023", end="")
    assert "Cumbria" in errors(second(keeper, early))["authority"][0]
    for right in ({**facts, "start": "31 March 2021"}, {**early, "start": "1 April 2023"}):
        assert second(keeper, right).context["title"] == "What was found"


def test_a_framework_has_the_kind_and_was_in_force(keeper: Client, told: Telling) -> None:
    response = second(keeper, told(framework=pk(Framework, code="ilacs-2023")))
    message = errors(response)["framework"][0]
    assert "from 1 January 2023 to 31 March 2026" in message
    assert "choose ILACS 2026" in message
    offered = [str(pk) for pk, _ in response.context["form"].fields["framework"].widget.choices]
    assert offered == ["", str(pk(Framework, code="ilacs-2026"))]
    message = errors(second(keeper, told(kind=pk(InspectionKind, key="full"))))["kind"][0]
    assert message.startswith("ILACS 2026 has no full inspection: choose standard inspection")


def test_two_frameworks_in_force_have_to_be_told_apart(keeper: Client, told: Telling) -> None:
    both = told(start="7 March 2018", end="", kind=pk(InspectionKind, key="monitoring-visit"))
    message = errors(second(keeper, both))["framework"][0]
    assert message.startswith("SIF and ILACS 2018 were both in force")
    one = {**both, "framework": pk(Framework, code="sif")}
    assert second(keeper, one).context["facts"].framework.code == "sif"


def test_no_inspection_is_entered_twice(keeper: Client, told: Telling, draft: Inspection) -> None:
    assert enter(keeper, "draft", told()).context["beside"]["inspection"] == draft
    assert drafts() == 1
    response = enter(keeper, "draft", {**told(), "confirm_another": "yes"})
    assert "already in the record" in errors(response)["start"][0]
    assert drafts() == 1


def test_one_soon_after_is_confirmed(keeper: Client, told: Telling, draft: Inspection) -> None:
    near = told(start="24 August 2026", end="")
    assert enter(keeper, "draft", near).context["similar"] == [draft]
    assert drafts() == 1
    enter(keeper, "draft", {**near, "confirm_another": "yes"})
    assert drafts() == 2


@pytest.mark.parametrize("answer", ["", "grade:adequate", "grade:superb", "missing:forgot"])
def test_every_area_is_answered_by_the_scale(keeper: Client, told: Telling, answer: str) -> None:
    response = enter(keeper, "draft", told(**{"area:leaders": answer}))
    assert "Leaders" in errors(response)["area:leaders"][0]
    assert drafts() == 0


def test_what_is_published_cites_its_source_and_a_draft_may_lack_it(
    reviewer: Client, told: Telling
) -> None:
    uncited = told(sources=[pk(Source, key="news")])
    page = enter(reviewer, "publish", uncited).content.decode()
    assert "give the address of that page" in page
    assert not Inspection.objects.filter(key=NEW).exists()
    enter(reviewer, "draft", uncited)
    assert Inspection.objects.get(key=NEW).status == "draft"


def test_going_back_keeps_what_was_told(keeper: Client, told: Telling) -> None:
    answered = told(**{"area:leaders": "grade:inadequate"})
    first = enter(keeper, "facts", answered)
    assert ("area:leaders", "grade:inadequate") in first.context["hidden"]
    again = enter(keeper, "findings", answered)
    assert again.context["form"]["area:leaders"].value() == "grade:inadequate"


def test_an_entry_that_contradicts_is_shown_beside_the_record_and_taken_like_that_of_a_file(
    reviewer: Client, told: Telling, draft: Inspection
) -> None:
    release = Source.objects.filter(key="official-2025")
    draft.sources.set(release)
    for rating in draft.ratings.all():
        rating.sources.set(release)
    Inspection.objects.filter(pk=draft.pk).update(status="published")
    otherwise = told(**{"area:leaders": "grade:inadequate"})

    page = enter(reviewer, "check", otherwise)
    beside = page.context["beside"]
    assert beside["inspection"] == draft
    (contradiction,) = [row for row in beside["differences"] if row["outcome"] == "Contradicts"]
    assert contradiction["new"].key == "inadequate"
    assert "more trusted" in contradiction["reason"]
    assert "The record has this inspection already" in page.content.decode()

    page = enter(reviewer, "compare", otherwise)
    run = ImportRun.objects.get(kind=ImportRun.Kind.ENTRY)
    assert page["Location"].endswith(f"/{run.pk}/")
    assert run.status == run.Status.PLANNED
    taken = run.items.get(field="grade:leaders")
    assert (taken.new, taken.wins, taken.is_taken) == ("inadequate", True, True)
    assert Rating.objects.get(inspection=draft, area__key="leaders").grade.key == "good"
    assert not Discrepancy.objects.filter(inspection=draft).exists()

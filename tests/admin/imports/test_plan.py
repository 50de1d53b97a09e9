"""Pages of imports: the plan is shown, narrowed and chosen from."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ratings.admin.imports.labels import Words
from ratings.models import ImportItem, ImportRun
from tests.admin.imports.runs import KEY, a_plan, an_item
from tests.admin.imports.stand_in import Worker, at, page


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
    from ratings.admin.imports.changes import key_in_words

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

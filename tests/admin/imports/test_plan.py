"""Pages of imports: the plan is shown, narrowed and chosen from."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ratings.models import ImportItem, ImportRun
from tests.admin.conftest import KEY
from tests.admin.imports.runs import a_plan, an_item
from tests.admin.imports.stand_in import at, page


def test_a_plan_says_what_the_file_is_and_counts_each_outcome(keeper: Client) -> None:
    run = a_plan()
    found = page(keeper, run)
    for words in ("What this file would change", "outcomes.ods", "3.4 MB", "abababababab",
                  "In_year", "Nothing is changed yet",
                  "Local authority inspection outcomes"):  # fmt: skip
        assert words in found
    overview = keeper.get(at(run)).context["overview"]
    counts = {g["outcome"]: (g["count"], g["taken"]) for g in overview["groups"]}
    assert counts == {
        "new": (2, 2), "details": (1, 1), "contradicts": (2, 1), "known": (1, 0),
        "refused": (1, 0), "same": (3, 0),
    }  # fmt: skip


def test_values_stand_in_words_with_who_says_them_and_why(keeper: Client) -> None:
    found = page(keeper, a_plan(), outcome="contradicts")
    for words in ("help and protection: grade", "requires improvement", "17 October 2018",
                  "report published", "The inspection report itself",
                  "The newest release wins."):  # fmt: skip
        assert words in found
    assert 'class="mark mark-amber"' in found
    assert f'href="/inspections/{KEY}/"' in found
    assert 'href="/authorities/york/"' in found


def test_a_list_is_narrowed_by_outcome_sheet_and_field(keeper: Client) -> None:
    run = a_plan()
    for query, number in (
        ("", 7), ("outcome=all", 10), ("outcome=same", 3), ("sheet=In_year", 3),
        ("field=whole", 2), ("outcome=contradicts&field=published", 1), ("outcome=nonsense", 7),
    ):  # fmt: skip
        shown = keeper.get(f"{at(run)}?{query}").context["page"]
        assert shown.paginator.count == number, query


def test_what_makes_the_same_change_has_one_box(keeper: Client) -> None:
    response = keeper.get(at(a_plan()), {"outcome": "new"})
    first, second = response.context["rows"]
    assert (first["same_as"], second["same_as"]) == (None, (1, "As_at, row 5"))
    assert response.content.decode().count('name="take"') == 1


def test_a_long_plan_has_light_pages(keeper: Client, django_assert_max_num_queries: Any) -> None:
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


def taken(run: ImportRun) -> set[str]:
    return set(run.items.filter(is_taken=True).values_list("change", flat=True))


def test_the_boxes_of_a_page_are_saved_and_no_others(keeper: Client) -> None:
    run = a_plan()
    assert taken(run) == {"new|york", "details", "a"}
    told = {"offered": ["1", "3", "5"], "take": ["1", "5"], "act": "save", "outcome": "details"}
    for said in ("Saved: 1 more taken, 1 left.", "Saved: the choice is as it was."):
        response = keeper.post(at(run, "choose"), told, follow=True)
        assert taken(run) == {"new|york", "a", "b"}
        assert response.redirect_chain[-1][0].endswith("?outcome=details")
        assert said in response.content.decode()


def test_a_whole_group_is_taken_or_left_and_what_cannot_be_taken_stays(keeper: Client) -> None:
    run = a_plan()
    keeper.post(at(run, "choose"), {"act": "take", "outcome": "contradicts"})
    assert taken(run) == {"new|york", "details", "a", "b"}
    keeper.post(at(run, "choose"), {"act": "leave"})
    assert taken(run) == set()
    an_item(run, 11, outcome="contradicts", inspection=KEY, field="published", new="2018-10-15",
            can_take=True, change="c")  # fmt: skip
    response = keeper.post(at(run, "choose"), {"act": "take"}, follow=True)
    assert "Two different values are taken for" in response.content.decode()
    assert taken(run) == set()
    response = keeper.post(at(run, "choose"), {"act": "apply"})  # saves and leads on
    assert response.headers["Location"] == at(run, "apply")

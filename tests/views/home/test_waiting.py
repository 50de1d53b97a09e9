"""Those that had not been inspected, and those that had been under rules not counted."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.views.home.page import TILE, counts, html

pytestmark = pytest.mark.usefixtures("record")

UNDER_THESE_RULES = "not yet inspected under these rules"


def marks(page: str) -> dict[str, tuple[str, str, str]]:
    """Class, letter and label of each tile, by its authority."""
    return {
        slug: (tone, letter, label) for _, _, tone, slug, label, letter, _ in TILE.findall(page)
    }


def test_who_was_inspected_under_other_rules_is_not_said_never_to_have_been(
    client: Client,
) -> None:
    """Kent was judged adequate under CPI in 2013; SIF, which is counted, came later."""
    page = html(client, "?as_at=2014-03-31")
    assert counts(page)[UNDER_THESE_RULES] == 135
    assert marks(page)["kent"] == ("waiting", "…", f"Kent: {UNDER_THESE_RULES}")


def test_a_new_authority_waits_under_any_rules(client: Client) -> None:
    page = html(client, "?as_at=2024-03-31")
    assert counts(page)["not yet inspected"] == 2
    assert marks(page)["cumberland"] == ("waiting", "…", "Cumberland: not yet inspected")


def test_the_two_without_a_grade_have_marks_of_their_own(client: Client) -> None:
    page = html(client, "?as_at=2026-08-20")
    key = page[page.index('class="map-key"') :]
    key = key[: key.index("</ul>")]
    assert 'mark-none" aria-hidden="true">–</span><span>no overall grade' in key
    assert 'mark-waiting" aria-hidden="true">…</span><span>not yet inspected' in key


def test_from_who_is_inadequate_it_is_one_step_to_for_how_long(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    address = "/questions/held-longest/?grade=inadequate&amp;as_at=2019-03-31"
    assert f'<a href="{address}">Who has been inadequate longest?</a>' in page
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "Of 22 authorities" in answer.content.decode()

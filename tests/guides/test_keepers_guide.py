"""The keeper's guide says what the desk says: its labels, its choices, its refusals."""

import re

import pytest
from django.test import Client

from ratings.models import Framework, InspectionKind
from tests.admin.conftest import person
from tests.guides.blocks import text_of
from tests.guides.desk_walk import can_be_said, pages, pages_of_a_keeper, standing, words

GUIDE = "keepers-guide.md"
PLAIN = " ".join(text_of(GUIDE).split())
LABELS = sorted(set(re.findall(r"\*\*([^*]+)\*\*", PLAIN)))
QUOTED = sorted(set(re.findall(r"“([^”]+)”", PLAIN)))

HEADINGS_OF_THE_GUIDE = {
    "A visit", "A discrepancy", "An event", "An alias", "First the new source", "No grade",
    "Restore an earlier value", "Taking it back", "Where it was read", "bold",
}  # fmt: skip
"""What begins a paragraph of the guide in bold and need not stand on the desk."""


def test_every_label_in_bold_stands_in_the_admin(client: Client, record: None) -> None:
    """Or on the page of signing in."""
    found = standing(client.get("/admin/login/").content.decode())
    for page in (*pages(person("robin", "reviewer")), *pages_of_a_keeper(person("kit", "keeper"))):
        found |= standing(page)
    there = {label.removesuffix(" …") for label in found}

    def stands(label: str) -> bool:
        name = label.rstrip(".").removesuffix(" …")
        return name in there or any(text.startswith(f"{name} ") for text in there)

    asked = [label for label in LABELS if label.rstrip(".") not in HEADINGS_OF_THE_GUIDE]
    assert len(asked) > 80
    assert [label for label in asked if not stands(label)] == []
    assert not {"Enter a rating", "Publish everything", "Undo all"} & found


@pytest.mark.parametrize("quotation", QUOTED)
def test_what_the_guide_quotes_can_be_said(quotation: str) -> None:
    spoken = {"quotation marks", "Same"}
    assert quotation in spoken or can_be_said(quotation.rstrip(".")), quotation


def test_every_outcome_and_its_meaning_is_in_the_guide(client: Client, record: None) -> None:
    page = person("kit", "keeper").get("/admin/ratings/importrun/help/").content.decode()
    outcomes = page[page.index('id="outcomes"') : page.index('id="who"')]
    names = re.findall(r'<th scope="row">([^<]+)</th>', outcomes)
    assert len(names) == 6
    assert [name for name in names if f"| **{name}** |" not in text_of(GUIDE)] == []


def test_kinds_and_reasons_that_the_guide_names_are_those_of_the_record(record: None) -> None:
    visits = InspectionKind.objects.filter(is_graded=False).values_list("name", flat=True)
    assert [name for name in visits if f"**{name}**" not in PLAIN] == []
    assert not Framework.objects.get(code="ilacs-2026").areas.filter(is_headline=True).exists()


def test_addresses_that_the_guide_names_answer(client: Client, record: None) -> None:
    for address in set(re.findall(r"`(/[a-z/]+/)`", PLAIN)):
        assert client.get(address).status_code in {200, 302}, address


def test_words_and_refusals_that_are_not_there_would_be_found() -> None:
    assert not can_be_said("Computer says no")
    found = words("<p>One <b>two</b>{% if x %} three{% endif %} &amp; four</p>")
    assert found == ["One", "two", "three", "& four"]

"""The region, type and area that were asked for stand in title, heading, sentence, citation."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from ratings.rules.questions.registry import QUESTIONS
from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

NORTH_WEST = "region=north-west"
DISTRICTS = f"{NORTH_WEST}&type=metropolitan district"
PLACED = ("North West",)
TYPED = ("metropolitan districts in the North West",)

PAGES = [
    (f"/national/?{NORTH_WEST}", PLACED),
    (f"/national/?{DISTRICTS}&area=leaders", (*TYPED, "leaders")),
    (f"/national/authorities/?{DISTRICTS}&area=leaders&grade=good", (*TYPED, "leaders")),
    (f"/national/transitions/?{DISTRICTS}", TYPED),
    (f"/national/spells/?{DISTRICTS}&grade=good", TYPED),
    (f"/national/recovery/?{DISTRICTS}", TYPED),
    (f"/due/?{DISTRICTS}", TYPED),
    (f"/authorities/?{DISTRICTS}", TYPED),
    (f"/inspections/?{NORTH_WEST}", PLACED),
    ("/compare/?of=kent&preset=region-type", ("county councils in the South East",)),
    ("/?area=leaders", ("leaders",)),
    *(
        (f"/questions/{q.key}/?{NORTH_WEST}{'&area=leaders' * ('area' in q.names)}",
         (*PLACED, *["leaders"] * ("area" in q.names)))
        for q in QUESTIONS if "region" in q.names
    ),
]  # fmt: skip

SENTENCE = re.compile(r'<p class="(?:lede|answer-sentence)[^>]*>(.*?)</p>', re.DOTALL)


def has(text: str, words: tuple[str, ...]) -> bool:
    return all(word.casefold() in unescape(text).casefold() for word in words)


@pytest.mark.parametrize(("address", "words"), PAGES)
def test_what_was_asked_for_is_said_wherever_the_page_may_be_quoted(
    client: Client, address: str, words: tuple[str, ...]
) -> None:
    page = page_at(client, address)
    (title,) = re.findall(r"<title>(.*?)</title>", re.sub(r"(?s)<svg.*?</svg>", "", page))
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    assert has(title, words)
    assert has(heading, words)
    for sentence in SENTENCE.findall(page):
        assert has(sentence, words[:1])
    said = SENTENCE.findall(page)
    assert has(" ".join(said), words) or address.startswith("/compare/")
    for form in (".txt", ".bib"):
        assert has(client.get(f"/cite{form}?page={quote(address)}").content.decode(), words)
    (item,) = client.get(f"/cite.json?page={quote(address)}").json()
    assert has(item["title"], words)


def test_every_heading_of_the_national_page_says_what_it_is_about(client: Client) -> None:
    page = page_at(client, f"/national/?{DISTRICTS}")
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page.partition("<footer")[0])
    assert len(headings) == 5
    for heading in headings:
        assert heading.lower().count("metropolitan districts in the north west") == 1


def test_titles_are_questions_that_say_what_they_ask(client: Client) -> None:
    for address, title in {
        "improved/?region=north-west": (
            "Which councils in the North West have improved since 1 September 2025?"
        ),
        "moved/?steps=3&way=down": "Which councils moved three grades down in one step?",
        "moved/?since=2019-03-31&area=leaders": (
            "Which councils moved two or more grades in one step for leaders since 31 March 2019?"
        ),
        "held-longest/?grade=requires-improvement&region=London": (
            "Which councils in London have held the grade requires improvement longest?"
        ),
        "published/?month=2024-03": "Which reports on councils were published in March 2024?",
        "since-inadequate/?on=2019-03-31&reached=requires-improvement": (
            "Which councils that were inadequate on 31 March 2019 have since reached requires "
            "improvement or better?"
        ),
    }.items():
        assert f"<h1>{title}</h1>" in page_at(client, f"/questions/{address}")


def test_due_counts_the_place_asked_for_and_ranks_what_was_published(client: Client) -> None:
    page = text_of(page_at(client, "/due/?region=London&as_at=2026-03-31&known_by=2026-01-01"))
    assert "On 31 March 2026, as published by 1 January 2026, of 33 councils in London," in page
    said = "Ranks count only what had been published by 1 January 2026."
    assert page.count(said) == 2
    asked = {"region": "London", "as_at": "2026-03-31", "known_by": "2026-01-01"}
    assert client.get("/due.json", asked).json()["note"] == said
    assert "Ranks count only" not in page_at(client, "/due/?region=London")
    assert client.get("/due.json", {"region": "London"}).json()["note"] is None


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("london", "in London"),
        ("east-of-england", "in the East of England"),
        ("yorkshire-and-the-humber", "in Yorkshire and The Humber"),
        ("north-east-yorkshire-and-the-humber", "in the North East, Yorkshire and the Humber"),
    ],
)
def test_a_region_has_its_article(client: Client, region: str, words: str) -> None:
    page = page_at(client, f"/national/?region={region}")
    assert re.search(rf"of [0-9]+ councils {words}, ", page)

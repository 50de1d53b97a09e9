"""The region, type and area that are asked for: found by name or slug in any case, and said in
title, heading, sentence and citation."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from ratings.parameters import PARTS
from ratings.rules.questions.registry import QUESTIONS
from tests.views.pages import asking, json_at, page_at, some_pairs, text_of

pytestmark = pytest.mark.usefixtures("record")

FORMS = {
    "North West": "north-west",
    "London": "lOnDon",
    "North East, Yorkshire and the Humber": "North-East-Yorkshire-and-the-Humber",
}


ASKING = [
    *(path for path, names in asking()
      if "region" in names and not path.endswith((".xlsx", ".ods", ".jsonl"))),
    *(f"/questions/{q.key}{form}" for q in QUESTIONS if "region" in q.names
      for form in ("/", ".json", ".csv")),
]  # fmt: skip
"""Every address that takes `region`: pages, JSON, CSV and the API."""


def said(client: Client, address: str, region: str) -> str:
    """What an address answers, without the addresses in it, which repeat what was asked."""
    response = client.get(address, {"region": region})
    assert response.status_code == 200, (address, region, response.content[:300])
    text = b"".join(response).decode()
    is_page = "html" in response["Content-Type"]
    return re.sub(r"\S*region=\S*", "", unescape(text_of(text)) if is_page else text)


def test_the_walk_finds_the_addresses_that_take_a_region() -> None:
    for address in ("/national/", "/due.csv", "/authorities/", "/inspections.json",
                    "/changes/coverage/", "/questions/improved/", "/api/v1/events"):  # fmt: skip
        assert address in ASKING


@pytest.mark.parametrize(("address", "name"), some_pairs(3, ASKING, FORMS))
def test_name_and_slug_are_answered_alike(client: Client, address: str, name: str) -> None:
    assert said(client, address, FORMS[name]) == said(client, address, name)


@pytest.mark.parametrize("address", ASKING)
def test_an_unknown_region_is_refused_with_the_names_of_all(client: Client, address: str) -> None:
    response = client.get(address, {"region": "atlantis"})
    assert response.status_code == (422 if address.startswith("/api/") else 400)
    for part in PARTS:
        assert part.name in response.content.decode()


@pytest.mark.parametrize("address", ["/due/", "/national/", "/authorities/", "/inspections/"])
def test_the_form_shows_the_name(client: Client, address: str) -> None:
    page = client.get(address, {"region": "north-west"}).content.decode()
    assert re.search(r'<option value="North West" selected>North West</option>', page)


@pytest.mark.parametrize(
    ("region", "names"),
    [
        ("north-east", {"North East"}),
        ("north-east-yorkshire-and-the-humber", {"North East", "Yorkshire and The Humber"}),
    ],
)
def test_a_list_narrowed_to_a_region_holds_that_region_only(
    client: Client, region: str, names: set[str]
) -> None:
    for address in ("/authorities.json", "/due.json"):
        rows = json_at(client, address, {"region": region})["authorities"]
        assert {row["region"] for row in rows} == names
    rows = json_at(client, "/questions/held-longest.json", {"region": region})["rows"]
    assert {row["authority"]["region"] for row in rows} == names


@pytest.mark.parametrize(
    ("text", "slug"),
    [("London", "london"), ("LONDON", "london"), ("North West", "north-west"),
     ("atlantis", ""), ("England", ""), ("england", "")],
)  # fmt: skip
def test_a_feed_is_found_by_the_name_of_its_region(client: Client, text: str, slug: str) -> None:
    response = client.get(f"/feeds/regions/{text}.atom?as_at=2024-03-31")
    if slug:
        assert response.status_code == 302
        assert response["Location"] == f"/feeds/regions/{slug}.atom?as_at=2024-03-31"
    else:
        assert response.status_code == 404
        assert "north-west" in response.content.decode()


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
    said = SENTENCE.findall(page)
    assert all(has(sentence, words[:1]) for sentence in said)
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

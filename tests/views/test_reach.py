"""How far the record reaches: said at the foot, by the date control, in whatever is copied."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.models import Completeness
from ratings.models.data_version import DataVersion
from ratings.rules.questions.registry import QUESTIONS
from tests.views.pages import json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

REACH = "reports published to 20 August 2026"
NORTHANTS = (
    "inadequate (2013) → requires improvement (2016) → declined (2018) → inadequate (2019) → "
    "improved (2020–2021)"
)


def text_at(client: Client, address: str) -> str:
    """What an address answers, with the page's own foot left out."""
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode()).partition('<footer class="site-footer">')[0]


def part(client: Client, address: str, pattern: str) -> str:
    found = re.search(pattern, text_at(client, address), re.DOTALL)
    assert found, address
    return found[1]


COPIED = r'data-copy="(Ofsted’s ratings of [^"]*)"'
SENTENCE = r'id="sentence">(.*?)</p>'
CITED = r'id="citation">(.*?)</p>'
QUOTED = r'class="question-citation">(.*?)</p>'
ANSWER = r'id="answer">(.*?)</p>'
WHOLE = r"(.*)"

CITE = "page=/authorities/northamptonshire/"
OEMBED = "url=http://127.0.0.1:8000/authorities/kent/"
PLACES = [
    ("/", SENTENCE),
    ("/?as_at=2024-03-31&area=care-leavers", SENTENCE),
    ("/authorities/kent/", COPIED),
    ("/authorities/northamptonshire/", COPIED),
    ("/authorities/kent/", CITED),
    ("/authorities/kent/", r'og:description" content="([^"]*)"'),
    ("/authorities/kent/", r'og:image:alt" content="([^"]*)"'),
    ("/compare/?authority=kent&authority=st-helens", COPIED),
    ("/compare/?authority=kent&authority=st-helens", CITED),
    ("/inspections/kent-sif-2017-03-06/", COPIED),
    ("/inspections/kent-sif-2017-03-06/", CITED),
    (f"/cite/?{CITE}", r"<pre[^>]*>(.*?)</pre>"),
    (f"/cite.txt?{CITE}", WHOLE),
    (f"/cite.bib?{CITE}", r"note = \{(.*?)\},"),
    (f"/cite.json?{CITE}", r'"note": "([^"]*)"'),
    ("/national/", r'national-lede">(.*?)</p>'),
    ("/due/", r'class="answer-sentence">(.*?)</p>'),
    ("/questions/", r'class="lede">(.*?)</p>'),
    ("/data/", r"<blockquote[^>]*>(.*?)</blockquote>"),
    ("/embed/kent/", r"<main>(.*)</main>"),
    ("/badge/kent.svg", r"<title[^>]*>(.*?)</title>"),
    ("/badge/kent.svg", r"<text(.*)</text>"),
    (f"/oembed/?{OEMBED}", r'"title": "([^"]*)"'),
    (f"/oembed/?{OEMBED}&format=xml", r"<title>(.*?)</title>"),
    ("/feeds/all.atom", r"<subtitle[^>]*>(.*?)</subtitle>"),
    ("/feeds/authorities/kent.json", r'"description": "([^"]*)"'),
    ("/data/datapackage.json", r'"citation": "([^"]*)'),
    *((f"/questions/{question.key}/", pattern) for question in QUESTIONS
      for pattern in (ANSWER, QUOTED)),
]  # fmt: skip


def test_whatever_is_copied_says_on_which_reports_it_rests(client: Client) -> None:
    Completeness.objects.filter(kind="graded").update(last_day=date(2026, 7, 31))
    DataVersion.bump()
    for address, pattern in PLACES:
        said = part(client, address, pattern)
        assert "reports published to 31 July 2026" in said, address
        assert "20 August 2026" not in said, address


def test_the_card_says_it(client: Client, settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.VAR_DIR = tmp_path
    drawn: list[str] = []
    monkeypatch.setattr(
        "ratings.views.embed.frame.png_of",
        lambda svg, width, folder: drawn.append(svg) or b"png",
    )
    assert client.get("/authorities/kent/card.png").status_code == 200
    assert REACH in text_of(drawn[0])


@pytest.mark.parametrize(
    ("address", "copied"),
    [
        ("northamptonshire/", f"Northamptonshire’s children’s services: {NORTHANTS}. On {REACH}."),
        (
            "northamptonshire/?as_at=2018-12-31&known_by=2018-12-31",
            "Northamptonshire’s children’s services as at 31 December 2018, as published by 31 "
            "December 2018: inadequate (2013) → requires improvement (2016) → declined (2018). "
            "On reports published to 31 December 2018.",
        ),
        ("st-helens/?as_at=2020-01-01", "St Helens’ children’s services as at 1 January 2020: "),
    ],
)
def test_a_copied_line_names_the_council_ofsted_and_what_was_rated(
    client: Client, address: str, copied: str
) -> None:
    page = text_at(client, f"/authorities/{address}")
    found = re.search(COPIED, page)
    assert found
    assert found[1].startswith(f"Ofsted’s ratings of {copied}")
    assert f'<noscript><p class="small">{found[1]}</p></noscript>' in page


def test_without_completeness_nothing_is_said_of_it(client: Client) -> None:
    Completeness.objects.all().delete()
    for address, pattern in PLACES[:5]:
        said = part(client, address, pattern)
        assert "published to" not in said
        assert not re.search(r"\. *\.|, *,", said)


@pytest.mark.parametrize(
    ("as_at", "shown"),
    [("2019-03-31", ""), ("2026-06-11", ""), ("2026-06-12", "12 June 2026"),
     ("2026-12-01", "1 December 2026")],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/authorities/kent/", "/national/", "/due/"])
def test_a_late_day_says_which_inspections_may_be_missing(
    client: Client, address: str, as_at: str, shown: str
) -> None:
    page = text_of(page_at(client, f"{address}?as_at={as_at}"))
    said = "Inspections begun between 11 June 2026 and"
    assert page.count(said) == int(bool(shown))
    assert f"{said} {shown} may not be on record" in page or not shown
    not_yet = "Reports published after 20 August 2026 are not in this record yet."
    assert page.count(not_yet) == int(as_at == "2026-12-01")


def test_answers_as_data_say_it_too(client: Client) -> None:
    graded = {
        "kind": "graded", "basis": "published", "first_day": None, "last_day": "2026-08-20",
        "words": "reports of graded inspections published to 20 August 2026",
    }  # fmt: skip
    visits = {
        "kind": "visits", "basis": "begun", "first_day": "2021-04-01", "last_day": "2025-03-31",
        "words": "visits begun from 1 April 2021 to 31 March 2025",
    }  # fmt: skip
    for address in ("/authorities/kent.json", "/api/v1/authorities/kent", "/national.json",
                    "/questions.json", "/data/datapackage.json"):  # fmt: skip
        assert json_at(client, address)["completeness"] == [graded, visits], address


OLD = ("silence means", "is not known here", "complete to", "Complete to", "published so far")


@pytest.mark.parametrize(
    "address",
    ["/", "/about/", "/authorities/kent/", "/national/", "/compare/?authority=kent",
     "/changes/coverage/", "/due/", "/data/", "/data/dictionary/", "/api/v1/openapi.json",
     "/embed/kent/", "/feeds/all.json"],
)  # fmt: skip
def test_no_page_says_that_silence_means_anything(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    said = re.sub(r"(?s)<figure.*?</figure>|<svg.*?</svg>", "", page)
    assert not [words for words in OLD if words in said]

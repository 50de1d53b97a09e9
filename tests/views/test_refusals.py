"""What is refused, and in which words: nonsense by name, addresses at which there is nothing."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ratings.views.authority.redirects import authority_not_found
from ratings.views.decorators import public_view
from ratings.views.errors import LONGEST_ECHO, ParameterError
from tests.views.histories import BURY
from tests.views.pages import assert_well_formed, text_of

NUMBER = "a whole number from 1 to"
BAD_DATE = "“2024-02-30” is not something that as_at can be. It can be a date such as 2024-03-31"

WITH_ALLOWED = {
    "/": {"area=brilliance": "help-and-protection"},
    **{f"/national{form}": {
        "area=happiness": "leaders", "region=Wales": "London", "type=parish": "London borough",
        "programme=abc": "ilacs", "which=some": "latest", "begun_from=soon": "a date such as",
        "as_at=2024-02-30": "a date such as", "grade=good": "area",
    } for form in (".json", ".csv", "/repeats.json")},
    "/authorities/": {
        "as_at=yesterday": "a date such as 2024-03-31",
        "as_at=2024-02-30": BAD_DATE,
        "known_by=2024-13-01": "a date such as 2024-03-31",
        "grade=brilliant": "requires-improvement",
        "trend=up": "not-comparable",
        "region=Wessex": "South West",
        "type=parish": "unitary authority",
        "abolished=no": "yes",
        "sort=line": "-since",
        "colour=red": "region",
        "q=" + "x" * 101: "up to 100 characters",
        "q=a%00b": "name or code",
    },
    "/inspections/": {
        **dict.fromkeys(["page=0", "page=9999", "page=-1", "page=²"], NUMBER),
        "framework=ilacs": "ilacs-2018",
        "kind=long": "monitoring-visit",
        "direction=up": "not-stated",
        "result=all": "graded",
        "begun_from=2018": "a date such as",
        "sort=kind": "-date",
        "per_page=500": "framework",
    },
    "/authorities/kent/": dict.fromkeys(
        [f"version={n}" for n in ("0", "-1", "x", "1.5", "999999", "1" * 30, "١")], NUMBER
    ),
}  # fmt: skip
FORMS = ("/", ".json", ".csv")
LISTS = ("/authorities.json", "/authorities.csv", "/inspections.json", "/inspections.csv")
DUE = ("region=Wales", "grade=fine", "type=parish", "sort=luck", "q=kent", "as_at=1")
PICTURES = (
    "/embed/kent/", "/embed/kent/timeline.svg", "/embed/kent/timeline.png", "/badge/kent.svg",
    "/authorities/kent/timeline.svg", "/authorities/kent/timeline.png",
    "/authorities/kent/card.png",
)  # fmt: skip
NAMED = [
    *(f"{address}?{query}" for address in LISTS
      for query in ("as_at=yesterday", "colour=red", "region=Atlantis", "as_at=2024-02-30")),
    *(f"/due{form}?{query}" for form in ("/", ".json") for query in DUE),
    *(f"{address}?{query}" for address in PICTURES
      for query in ("as_at=soon", "known_by=2024-13-01", "colour=red")),
    *(f"/changes/coverage/?{query}" for query in (
        "state=lost", "inspections=few", "region=Wales", "framework=send", "authority=atlantis",
        "framework=slac&page=99", "what=entered")),
    *(f"/changes/discrepancies/?{query}" for query in (
        "status=closed", "about=money", "source=hearsay", "authority=atlantis", "page=99",
        "colour=red")),
    f"{BURY}/?page=2", "/?as_at=tomorrow", "/?known_by=1", "/?grade=good",
    *(f"/changes{form}?{query}" for form in FORMS for query in (
        "what=deleted", "since=yesterday", "page=2", "authority=atlantis", "as_at=2026-13-01",
        "before=1", "before=20260801T120000.000000Z-user-1",
        "before=20261301T120000.000000Z-rating-1", "what=entered&what=corrected")),
    *(f"/authorities/kent{form}?{query}" for form in FORMS
      for query in ("as_at=31.3.2024", "asat=2024-03-31")),
    *(f"/national/{query}" for query in (
        "?goal=adequate", "?which=first", "authorities/?grade=brilliant", "transitions/?from=x",
        "transitions/?pair=sif", "transitions/?change=worse", "spells/?reading=quick",
        "recovery/?outcome=maybe")),
    "/national.json?begun_from=2020-01-01&begun_to=2019-01-01",
    *(f"/national/{name}{query}" for name in ("authorities", "transitions", "spells", "recovery")
      for query in (
        *(f"/?page={n}" for n in ("0", "-1", "9999", "2.0", "²", "x", "1&page=2")),
        *(f".{form}?page=1" for form in ("json", "csv", "xlsx", "ods", "jsonl")))),
    *(f"/questions/{query}" for query in (
        "?since=2024-01-01", "improved/?since=spring", "improved/?steps=2",
        "improved.json?area=everything", "improved.csv?region=Wales", "moved/?steps=4",
        "moved/?way=sideways", "published/?month=2026-13", "published/?month=July",
        "since-inadequate/?reached=outstanding", "leaders-differ/?area=overall-effectiveness",
        "held-longest/?grade=brilliant", "improved/?as_at=tomorrow",
        "improved/?since=2024-01-01&since=2025-01-01")),
    "/data/versions/?before=yesterday", "/data/versions.json?before=-1",
    "/data/versions/?colour=red", "/data/versions/1/?before=here",
    "/authorities/kent/?version=1&version=1", "/authorities/kent.json?version=1",
    "/figures/?area=leaders", "/accessibility/?colour=red",
]  # fmt: skip


REFUSED = [
    (f"{page}?{query}", allowed)
    for page, queries in WITH_ALLOWED.items()
    for query, allowed in queries.items()
]
REFUSED += [(address, "") for address in NAMED]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("address", "allowed"), REFUSED)
def test_nonsense_is_refused_by_name(client: Client, address: str, allowed: str) -> None:
    """The parameter at fault is the last of each address."""
    name = address.partition("?")[2].rpartition("&")[2].partition("=")[0]
    response = client.get(address)
    assert response.status_code == 400
    said = response.content.decode()
    assert name in said
    assert allowed in text_of(said)
    if ".json?" in address:
        assert response.json()["parameter"] == name
    if "html" in response["Content-Type"]:
        assert f"<code>{name}</code>" in said
        assert_well_formed(said)


NO_SIZE = "“size” is not something that sort can be. It can be"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ParameterError("sort", "size", ["name"]), f"{NO_SIZE} name."),
        (ParameterError("sort", "size", ["name", "date"]), f"{NO_SIZE} name or date."),
        (
            ParameterError("sort", "size", ["name", "date", "grade"]),
            f"{NO_SIZE} name, date or grade.",
        ),
        (ParameterError.unknown("x", "1", []), "This page has no parameter “x”. It takes none."),
        (ParameterError("as_at", "x", ["a date"], "No such day."), "No such day."),
    ],
)
def test_the_sentence_of_a_refusal(error: ParameterError, message: str) -> None:
    assert str(error) == error.message == message


def test_a_very_long_value_is_not_repeated_in_full() -> None:
    error = ParameterError("q" * 500, "v" * 5000, ["short"])
    assert len(error.value) == len(error.name) == LONGEST_ECHO + 1
    assert len(error.message) < 300


# The decorator of every public page


@public_view("as_at", repeated={"authority"})
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page."""
    return HttpResponse(slug)


def ask(query: str) -> HttpResponse:
    return page(RequestFactory().get(f"/kent/?{query}"), slug="kent")


def test_a_public_page_answers_as_before_and_tells_its_parameters() -> None:
    answer = ask("as_at=2020-01-01")
    assert (answer.content, answer.public_page) == (b"kent", True)
    assert (page.__name__, page.__doc__) == ("page", "A page.")
    assert page.parameters == ("as_at", "authority")


def test_a_public_page_refuses_what_it_does_not_know_and_what_it_cannot_have_twice() -> None:
    assert ask("authority=kent&authority=essex").status_code == 200
    with pytest.raises(ParameterError, match="as_at is given more than once"):
        ask("as_at=2020-01-01&as_at=2021-01-01")
    with pytest.raises(ParameterError, match="no parameter “colour”") as refusal:
        ask("colour=")
    assert refusal.value.allowed == ["as_at", "authority"]


# Nothing at an address


def test_an_unknown_address_leads_on(client: Client, db: None) -> None:
    response = client.get("/nothing/here/")
    said = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing at this address" in said
    assert 'href="/authorities/"' in said
    assert "ever published here" not in said
    assert "withdrawn is not shown until it is published again" in said
    assert_well_formed(said)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("text", "slug"),
    [("kentt", "kent"), ("northamptonshir", "northamptonshire"), ("brimingham", "birmingham")],
)
def test_an_unknown_authority_suggests_near_names(client: Client, text: str, slug: str) -> None:
    response = client.get(f"/authorities/{text}/")
    assert response.status_code == 404
    assert f'href="/authorities/{slug}/"' in response.content.decode()


@pytest.mark.usefixtures("record")
def test_what_is_like_no_name_is_escaped_and_shortened() -> None:
    request = RequestFactory().get("/authorities/x/")
    said = authority_not_found(request, "<script>" + "9" * 500).content.decode()
    assert "&lt;script&gt;" in said
    assert "9" * 100 not in said
    assert "No authority has a name like it" in said


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_refusal_needs_neither_the_database_nor_a_request(name: str) -> None:
    said = render_to_string(name)
    assert "<h1>" in said
    assert_well_formed(said)

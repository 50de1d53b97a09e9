"""An attack in every text and address of the record, shown by every page, feed, picture, table."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from ratings.models import Authority, Event
from tests.security.hostile import LONG, WORD, text_fields
from tests.security.markup import problems_of
from tests.security.people import everybody
from tests.security.walking import Poisoned, answer_of

SCHEMES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd",
)  # fmt: skip

URLS = [field for _, field in text_fields() if isinstance(field, models.URLField)]


def test_the_attacks_are_where_they_should_be(poisoned: Poisoned) -> None:
    assert len(poisoned.fields) > 30, sorted(poisoned.fields)
    for walk, least in ((poisoned.public, 90), (poisoned.desk, 60)):
        shown = [path for path, found in walk.answers.items() if WORD.encode() in found.body]
        assert len(shown) >= least


@pytest.mark.parametrize("which", ["public", "desk"])
def test_no_page_breaks_on_them(poisoned: Poisoned, which: str) -> None:
    answers = getattr(poisoned, which).answers
    assert {path: found.status for path, found in answers.items() if found.status >= 500} == {}


@pytest.mark.parametrize("which", ["public", "desk"])
def test_nothing_of_them_runs_anywhere(poisoned: Poisoned, which: str) -> None:
    answers = getattr(poisoned, which).answers
    found = {path: list(problems_of(answer))[:3] for path, answer in answers.items()}
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("field", URLS, ids=str)
@pytest.mark.parametrize("address", SCHEMES)
def test_no_address_of_the_record_is_anything_but_a_web_address(
    field: models.URLField, address: str
) -> None:
    with pytest.raises(ValidationError):
        field.clean(address, None)


@pytest.mark.parametrize("address", SCHEMES)
def test_the_desk_takes_no_other_address_either(record: None, address: str) -> None:
    keeper = everybody()["keeper"]
    told = {
        "authority": Authority.objects.get(slug="leeds").pk, "kind": "other", "title": "hostile",
        "began": "2020", "source_url": address, "verified": "news",
    }  # fmt: skip
    assert keeper.post("/admin/ratings/event/add/", told).status_code == 200
    sent = {"report_url": address, "file": ""}
    page = keeper.post("/admin/ratings/importrun/read-report/", sent)
    assert not Event.objects.filter(title="hostile").exists()
    assert page.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/authorities/?q={}", "/authorities/{}/", "/inspections/?grade={}",
        "/compare/?authority={}", "/changes/?as_at={}", "/nowhere/{}", "/cite/?page={}",
        "/oembed/?url={}", "/{}/?{}={}",
        "/questions/{}/", "/admin/login/?next={}", "/api/v1/authorities/{}", "/badge/{}.svg",
        "/embed/{}/", "/feeds/regions/{}.atom",
    ],
)  # fmt: skip
def test_what_is_asked_is_never_run_where_it_is_repeated(
    client: Client, record: None, address: str
) -> None:
    for attack in (LONG.replace("/", ""), f"javascript:{WORD}()", f"%3C{WORD}%3E%22onload%3D1"):
        answer = answer_of(client.get(address.replace("{}", attack)))
        assert answer.status < 500
        assert list(problems_of(answer)) == []
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_model_of_the_record_is_attacked() -> None:
    named = {model._meta.model_name for model, _ in text_fields()}
    own = {m._meta.model_name for m in apps.get_app_config("ratings").get_models()}
    plain = {name for name in own if not name.startswith(("historical", "import"))}
    assert plain - named == {"dataversion", "neighbour", "versionentry"}

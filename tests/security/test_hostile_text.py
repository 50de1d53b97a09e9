"""An attack in every text and address of the record, shown by every page, feed, picture, table."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from ratings.models import Authority, Event
from tests.security.hostile import LONG, WORD, problems_of, text_fields
from tests.security.walking import Walk, answer_of

SCHEMES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd",
)  # fmt: skip

URLS = [field for _, field in text_fields() if isinstance(field, models.URLField)]


@pytest.mark.parametrize(("which", "least"), [("public", 90), ("desk", 60)])
def test_nothing_of_them_runs_anywhere_and_no_page_breaks(
    poisoned: dict[str, Walk], which: str, least: int
) -> None:
    answers = poisoned[which].answers
    shown = [path for path, found in answers.items() if WORD.encode() in found.body]
    assert len(shown) >= least
    assert {path: found.status for path, found in answers.items() if found.status >= 500} == {}
    found = {path: list(problems_of(answer))[:3] for path, answer in answers.items()}
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize("field", URLS, ids=str)
@pytest.mark.parametrize("address", SCHEMES)
def test_only_web_addresses_are_taken_by_the_record(field: models.URLField, address: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(address, None)


@pytest.mark.parametrize("address", SCHEMES)
def test_the_desk_takes_no_other_address_either(keeper: Client, address: str) -> None:
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
        "/oembed/?url={}", "/{}/?{}={}", "/questions/{}/", "/admin/login/?next={}",
        "/api/v1/authorities/{}", "/badge/{}.svg", "/embed/{}/", "/feeds/regions/{}.atom",
    ],
)  # fmt: skip
def test_what_is_asked_is_repeated_and_not_run(client: Client, record: None, address: str) -> None:
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

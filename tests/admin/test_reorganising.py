"""Reorganisation and change of code at the desk: told, shown, done."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ratings.models import Authority, FormerCode, Succession

REORGANISE = "/admin/ratings/authority/reorganise/"
CODES = "/admin/ratings/authority/codes/"


def told(**changes: Any) -> dict[str, Any]:
    return {
        "predecessor": Authority.objects.get(slug="kent").pk,
        "last_day": "31 March 2028",
        "source_url": "https://www.legislation.gov.uk/uksi/2027/1",
        "verified": "registry",
        "reason": "the order was made",
        "s0-name": "North Kent",
        "s0-gss_code": "E06000901",
        "s0-la_code": "997",
        "s0-region": "South East",
        "s0-authority_type": "unitary authority",
        "s0-kind": "split",
        **changes,
    }


def test_it_is_shown_before_it_is_done(keeper: Client) -> None:
    response = keeper.post(REORGANISE, {**told(), "step": "check"})
    assert response.context["plan"].steps()[0] == "Kent ends: its last day is 31 March 2028."
    assert not Authority.objects.filter(slug="north-kent").exists()


def test_it_is_done_once_it_has_been_seen(keeper: Client, client: Client) -> None:
    assert keeper.post(REORGANISE, {**told(), "step": "save"}).status_code == 302
    assert Succession.objects.filter(successor__slug="north-kent").count() == 1
    north = Authority.objects.get(slug="north-kent")
    assert north.history.latest().history_user.username == "kit"


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_written(keeper: Client) -> None:
    taken = Authority.objects.get(slug="leeds").gss_code
    wrong = told(**{"s0-gss_code": taken})
    page = keeper.post(REORGANISE, {**wrong, "step": "save"})
    assert page.context["rows"][0].errors["gss_code"]
    assert Authority.objects.get(slug="kent").end_date is None


def test_a_successor_needs_to_say_what_happened(keeper: Client) -> None:
    page = keeper.post(REORGANISE, {**told(**{"s0-kind": ""}), "step": "check"})
    assert page.context["rows"][0].errors["kind"]


def test_a_code_is_changed_and_the_old_one_leads_on(keeper: Client, client: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    data = {"authority": kent.pk, "slug": "kent-county", "reason": "renamed"}
    assert keeper.post(CODES, data).status_code == 302
    assert FormerCode.objects.filter(authority=kent, scheme="slug", value="kent").exists()
    chain = client.get("/authorities/kent/", follow=True).redirect_chain
    assert chain[-1][0].startswith("/authorities/kent-county/")


def test_a_change_of_nothing_and_one_without_a_reason_are_refused(keeper: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    nothing = keeper.post(CODES, {"authority": kent.pk, "reason": "so"}).content.decode()
    assert "Nothing changes" in nothing
    silent = keeper.post(CODES, {"authority": kent.pk, "slug": "kent-county", "reason": ""})
    assert silent.context["form"].errors["reason"]


def test_only_those_at_the_desk_reorganise(client: Client, record: None) -> None:
    assert client.get(REORGANISE).status_code == 302
    assert client.post(CODES, {}).status_code == 302

"""Reorganisation and change of code at the desk: told, shown, done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion, FormerCode, Succession

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
        "s0-kind": "replaced",
        **changes,
    }


def test_it_is_shown_before_it_is_done(reviewer: Client) -> None:
    response = reviewer.post(REORGANISE, {**told(), "step": "check"})
    assert response.context["plan"].steps()[0] == "Kent ends: its last day is 31 March 2028."
    assert not Authority.objects.filter(slug="north-kent").exists()


def test_it_is_done_once_it_has_been_seen(reviewer: Client, client: Client) -> None:
    assert reviewer.post(REORGANISE, {**told(), "step": "save"}).status_code == 302
    assert Succession.objects.filter(successor__slug="north-kent").count() == 1
    north = Authority.objects.get(slug="north-kent")
    assert north.history.latest().history_user.username == "robin"


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_written(reviewer: Client) -> None:
    taken = Authority.objects.get(slug="leeds").gss_code
    wrong = told(**{"s0-gss_code": taken})
    page = reviewer.post(REORGANISE, {**wrong, "step": "save"})
    assert page.context["rows"][0].errors["gss_code"]
    assert Authority.objects.get(slug="kent").end_date is None


def test_a_successor_needs_to_say_what_happened(reviewer: Client) -> None:
    page = reviewer.post(REORGANISE, {**told(**{"s0-kind": ""}), "step": "check"})
    assert page.context["rows"][0].errors["kind"]


def test_a_code_is_changed_and_the_old_one_leads_on(reviewer: Client, client: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    data = {"authority": kent.pk, "slug": "kent-county", "reason": "renamed"}
    assert reviewer.post(CODES, data).status_code == 302
    assert FormerCode.objects.filter(authority=kent, scheme="slug", value="kent").exists()
    chain = client.get("/authorities/kent/", follow=True).redirect_chain
    assert chain[-1][0].startswith("/authorities/kent-county/")


def test_a_change_of_nothing_and_one_without_a_reason_are_refused(reviewer: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    nothing = reviewer.post(CODES, {"authority": kent.pk, "reason": "so"}).content.decode()
    assert "Nothing changes" in nothing
    silent = reviewer.post(CODES, {"authority": kent.pk, "slug": "kent-county", "reason": ""})
    assert silent.context["form"].errors["reason"]


def test_one_council_is_not_a_split_and_two_are(reviewer: Client) -> None:
    alone = told(**{"s0-kind": "split"})
    page = reviewer.post(REORGANISE, {**alone, "step": "check"})
    assert "cannot split into one council" in page.context["rows"][0].errors["kind"][0]
    other = {
        "s1-name": "South Kent", "s1-gss_code": "E06000902", "s1-la_code": "998",
        "s1-region": "South East", "s1-authority_type": "unitary authority", "s1-kind": "split",
    }  # fmt: skip
    assert "plan" in reviewer.post(REORGANISE, {**alone, **other, "step": "check"}).context


@pytest.mark.parametrize("day", ["31 December 9999", "1 January 0001"])
def test_a_day_outside_all_reason_is_refused(reviewer: Client, day: str) -> None:
    page = reviewer.post(REORGANISE, {**told(last_day=day), "step": "check"})
    assert page.context["form"].errors["last_day"] == ["Give a year from 1900 to 2100."]


@pytest.mark.parametrize("address", [REORGANISE, CODES])
def test_keepers_do_not_decide_who_exists(keeper: Client, address: str) -> None:
    assert keeper.get(address).status_code == 403
    assert keeper.post(address, {**told(), "step": "save"}).status_code == 403
    for page in ("/admin/", "/admin/ratings/authority/"):
        assert address not in keeper.get(page).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slug", "kent", "kent is Kent's slug"),
        ("slug", "886", "886 is Kent's DfE code"),
        ("slug", "e10000016", "e10000016 is Kent's GSS code"),
        ("la_code", "886", "886 is Kent's DfE code"),
    ],
)
def test_no_address_of_another_is_taken(
    reviewer: Client, field: str, value: str, sentence: str
) -> None:
    leeds = Authority.objects.get(slug="leeds")
    data = {"authority": leeds.pk, field: value, "reason": "so"}
    page = reviewer.post(CODES, data)
    found = page.context["form"].errors[field]
    assert sentence in found[0] or "already exists" in found[0]
    leeds.refresh_from_db()
    assert getattr(leeds, field) != value


def test_only_those_at_the_desk_reorganise(client: Client, record: None) -> None:
    assert client.get(REORGANISE).status_code == 302
    assert client.post(CODES, {}).status_code == 302


@pytest.mark.parametrize(
    ("address", "sent"), [(CODES, {"slug": "kent-county"}), (REORGANISE, {"step": "save"})]
)
def test_what_another_corrected_meanwhile_is_not_put_back(
    reviewer: Client, monkeypatch: pytest.MonkeyPatch, address: str, sent: dict[str, str]
) -> None:
    """The correction is committed while the page waits for its turn."""
    kent, hold = Authority.objects.get(slug="kent"), DataVersion.hold

    def after_another() -> None:
        Authority.objects.filter(pk=kent.pk).update(region="London")
        hold()

    monkeypatch.setattr(DataVersion, "hold", after_another)
    data = {"authority": kent.pk, "reason": "so", **told(), **sent}
    assert reviewer.post(address, data).status_code == 302
    assert Authority.objects.get(pk=kent.pk).region == "London"
    assert kent.history.latest().region == "London"

"""Reorganisation and change of code in the admin: told, shown, done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion, FormerCode, Succession

REORGANISE = "/admin/ratings/authority/reorganise/"
CODES = "/admin/ratings/authority/codes/"


def council(number: int, name: str, kind: str) -> dict[str, str]:
    told = {
        "name": name, "gss_code": f"E0600090{number + 1}", "la_code": str(997 + number),
        "region": "South East", "authority_type": "unitary authority", "kind": kind,
    }  # fmt: skip
    return {f"s{number}-{field}": value for field, value in told.items()}


def reorganise(reviewer: Client, step: str, **changes: Any) -> Any:
    told = {
        "predecessor": Authority.objects.get(slug="kent").pk, "last_day": "31 March 2028",
        "source_url": "https://www.legislation.gov.uk/uksi/2027/1", "verified": "registry",
        "reason": "the order was made", **council(0, "North Kent", "replaced"),
    }  # fmt: skip
    return reviewer.post(REORGANISE, {**told, **changes, "step": step})


def test_it_is_shown_before_it_is_done(reviewer: Client) -> None:
    response = reorganise(reviewer, "check")
    assert response.context["plan"].steps()[0] == "Kent ends: its last day is 31 March 2028."
    assert not Authority.objects.filter(slug="north-kent").exists()
    assert reorganise(reviewer, "save").status_code == 302
    assert Succession.objects.filter(successor__slug="north-kent").count() == 1
    north = Authority.objects.get(slug="north-kent")
    assert north.history.latest().history_user.username == "robin"


@pytest.mark.parametrize("step", ["check", "save"])
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("gss_code", "E08000035", ""),  # Leeds has it
        ("kind", "", ""),
        ("kind", "split", "cannot split into one council"),
    ],
)
def test_what_is_wrong_of_a_successor_stands_beside_the_field_and_nothing_is_written(
    reviewer: Client, kent: Authority, step: str, field: str, value: str, message: str
) -> None:
    page = reorganise(reviewer, step, **{f"s0-{field}": value})
    assert message in page.context["rows"][0].errors[field][0]
    kent.refresh_from_db()
    assert kent.end_date is None


def test_two_councils_are_a_split(reviewer: Client) -> None:
    both = council(0, "North Kent", "split") | council(1, "South Kent", "split")
    assert "plan" in reorganise(reviewer, "check", **both).context


def test_a_day_outside_all_reason_is_refused(reviewer: Client) -> None:
    page = reorganise(reviewer, "check", last_day="31 December 9999")
    assert page.context["form"].errors["last_day"] == ["Give a year from 1900 to 2100."]


def test_a_former_code_leads_on(reviewer: Client, client: Client, kent: Authority) -> None:
    data = {"authority": kent.pk, "slug": "kent-county", "reason": "renamed"}
    nothing = reviewer.post(CODES, {**data, "slug": ""}).content.decode()
    assert "Nothing changes" in nothing
    assert reviewer.post(CODES, {**data, "reason": ""}).context["form"].errors["reason"]
    assert reviewer.post(CODES, data).status_code == 302
    assert FormerCode.objects.filter(authority=kent, scheme="slug", value="kent").exists()
    chain = client.get("/authorities/kent/", follow=True).redirect_chain
    assert chain[-1][0].startswith("/authorities/kent-county/")


@pytest.mark.parametrize("page", ["/admin/", "/admin/ratings/authority/"])
def test_keepers_are_not_led_to_what_they_may_not_open(keeper: Client, page: str) -> None:
    shown = keeper.get(page).content.decode()
    assert REORGANISE not in shown
    assert CODES not in shown


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slug", "kent", "kent is Kent's slug"),
        ("slug", "886", "886 is Kent's DfE code"),
        ("slug", "e10000016", "e10000016 is Kent's GSS code"),
        ("la_code", "886", "886 is Kent's DfE code"),
        ("gss_code", "E08000016", "was Barnsley's before"),
    ],
)
def test_no_address_of_another_is_taken(
    reviewer: Client, field: str, value: str, sentence: str
) -> None:
    leeds = Authority.objects.get(slug="leeds")
    page = reviewer.post(CODES, {"authority": leeds.pk, field: value, "reason": "so"})
    found = page.context["form"].errors[field]
    assert sentence in found[0] or "already exists" in found[0]
    leeds.refresh_from_db()
    assert getattr(leeds, field) != value


@pytest.mark.parametrize("address", [CODES, REORGANISE])
def test_what_another_corrected_meanwhile_is_not_put_back(
    reviewer: Client, kent: Authority, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The correction is committed while the page waits for its turn."""
    hold = DataVersion.hold

    def after_another() -> None:
        Authority.objects.filter(pk=kent.pk).update(region="London")
        hold()

    monkeypatch.setattr(DataVersion, "hold", after_another)
    if address == CODES:
        told = {"authority": kent.pk, "slug": "kent-county", "reason": "so"}
        response = reviewer.post(CODES, told)
    else:
        response = reorganise(reviewer, "save")
    assert response.status_code == 302
    assert Authority.objects.get(pk=kent.pk).region == "London"
    assert kent.history.latest().region == "London"

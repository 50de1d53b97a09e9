"""What nobody types by hand, sent to the desk: answered with a refusal, never with a fault."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from ratings.admin import admin_site
from ratings.models import Event, Inspection
from tests.admin.conftest import change, form_data, url_of

HUGE = "9" * 40
EXAMPLES = int(os.environ.get("SECURITY_EXAMPLES", "1"))
SEED = os.environ.get("SECURITY_SEED", "1")

ADDRESSES = (
    "event/add/?authority={}", "event/add/?_popup=1&_to_field={}", "scale/add/?grades={}",
    "event/add/?_changelist_filters={}", "rating/?inspection__status={}", "inspection/?q={}",
    "inspection/?authority__region={}", "inspection/?p={}", "inspection/?o={}",
    "inspection/?status__exact={}", "inspection/?verified__in={},a", "inspection/?id__in={}",
    "inspection/?first_day__year={}", "inspection/?first_day__year=2020&first_day__month={}",
    "inspection/?kind__is_graded__exact={}", "inspection/?framework__id__exact={}",
    "inspection/?gap={}", "inspection/?found={}", "inspection/?{}=1", "inspection/publish/?key={}",
    "inspection/withdraw/?key={}", "inspection/add/?authority={}&framework={}&kind={}&start={}",
    "authority/codes/?authority={}", "authority/reorganise/?predecessor={}&last_day={}",
    "importrun/?q={}", "importrun/load-release/?source={}", "event/{}/change/",
    "importrun/read-report/?report_url={}", "event/{}/delete/", "event/{}/history/",
    "importrun/{}/", "importrun/{}/apply/",
)  # fmt: skip
ODD = (
    "%00", HUGE, "x", "-1", "0", "%ff%fe", "%ed%a0%80", "é", "1e9", "_2B1", "1%0a",
    "%F0%9F%92%A9", "0000-00-00", "[]", "None", "٣",
)  # fmt: skip
ODD_VALUES = (
    "", "x" * 6000, HUGE, "-1", "<script>", "0", "31/02/2026", "\u202e", "٣", "1e400", "NaN",
    "2026-13-45", "[]", "\x00", "é" * 40,
)  # fmt: skip
WITHOUT_FORM = ("importrun", "dataversion", "publicchange")
FORMS = [
    str(model._meta.model_name)
    for model in admin_site._registry
    if model._meta.app_label == "ratings" and model._meta.model_name not in WITHOUT_FORM
]


def some(found: Sequence[Any], number: int, what: str) -> list[Any]:
    """So many of them; others with another `SECURITY_SEED`, more with `SECURITY_EXAMPLES`."""
    rng = random.Random(f"{SEED} {what}")
    return rng.sample(found, min(len(found), number * EXAMPLES))


@pytest.mark.parametrize("is_list", [True, False])
def test_no_address_of_the_desk_breaks(
    administrator: Client, request: pytest.FixtureRequest, is_list: bool
) -> None:
    if is_list:  # a list is read before it is drawn, a form while it is
        request.getfixturevalue("undrawn")
    asked = {
        f"/admin/ratings/{address.replace('{}', odd)}"
        for address in ADDRESSES
        if ("/?" in address) is is_list
        for odd in ("%00", HUGE, *some(ODD[2:], 2, address))
    }
    statuses = {path: administrator.get(path).status_code for path in asked}
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


def test_no_version_is_found_that_is_not_there(administrator: Client) -> None:
    event = Event.objects.first()
    assert event is not None
    event.save()
    typed = "app_label=ratings&model_name=event&field_name=authority"
    for odd in ODD:
        for row in (event.pk, odd):
            path = f"/admin/ratings/event/{row}/history/{odd}/"
            assert administrator.get(path).status_code in (302, 400, 404), path
            assert administrator.post(path, {"reason": "so"}).status_code in (302, 400, 404), path
        for place in (f"r/{odd}/1/", f"r/1/{odd}/", f"autocomplete/?term={odd}"):
            assert administrator.get(f"/admin/{place}").status_code in (302, 400, 403, 404), place
        found = administrator.get(f"/admin/autocomplete/?{typed}&term={odd}&page={odd}")
        assert found.status_code in (200, 400, 404), odd


def test_what_is_ticked_is_a_row_or_refused(administrator: Client) -> None:
    for ticked in ("x", "\x00", HUGE, "-1", "", "1 or 1=1"):
        sent = {"action": "publish_drafts", "_selected_action": [ticked]}
        response = administrator.post("/admin/ratings/inspection/", sent)
        assert response.status_code in (302, 400), ticked
        assert response.status_code == 400 or response.headers["Location"].startswith("/admin/")


@pytest.mark.parametrize("place", ["publish", "withdraw"])
def test_a_nul_is_refused_in_words(administrator: Client, place: str) -> None:
    for key, reason in (("\x00", "so"), ("york", "s\x00o")):
        sent = {"key": key, "reason": reason}
        response = administrator.post(f"/admin/ratings/inspection/{place}/", sent)
        assert response.status_code == 400
        assert "The request could not be read" in response.content.decode()


def test_a_reason_may_be_long_and_may_not_hold_a_nul(administrator: Client) -> None:
    event = Event.objects.first()
    told = {"post": "yes", "reason": "\x00"}
    assert administrator.post(url_of(event, "delete"), told).status_code == 400
    assert Event.objects.filter(pk=event.pk).exists()
    administrator.post(url_of(event, "delete"), {"post": "yes", "reason": "so" * 5000})
    assert not Event.objects.filter(pk=event.pk).exists()


def test_clearing_the_only_date_of_an_inspection_is_refused_in_words(administrator: Client) -> None:
    undated = Inspection.objects.filter(start_date__isnull=True).first()
    assert undated is not None
    response = change(administrator, undated, published="")
    assert response.status_code == 200
    assert "first day" in response.content.decode()


@pytest.mark.parametrize("model", FORMS)
def test_no_form_of_the_desk_breaks_on_an_odd_value(administrator: Client, model: str) -> None:
    """One field at a time, as somebody with a crafted form would; nothing else is changed."""
    row: Any = apps.get_model("ratings", model).objects.order_by("pk").last()
    data = {**form_data(administrator.get(url_of(row))), "reason": "tried"}
    pairs = [(name, odd) for name in data for odd in ODD_VALUES]
    broken = []
    for name, odd in some(pairs, 4, model):
        sent = {**data, name: [odd] if isinstance(data[name], list) else odd}
        status = administrator.post(url_of(row), sent).status_code
        if status >= 500:
            broken.append((name, odd[:20], status))
    assert broken == []


TOLD = ("authority", "framework", "kind", "start", "sources", "area:overall-effectiveness")


@pytest.mark.parametrize("odd", ["x", HUGE])
def test_no_step_of_entering_breaks_on_an_odd_value(administrator: Client, odd: str) -> None:
    for step in ("findings", "check", "publish", odd):
        sent = {"step": step} | dict.fromkeys(TOLD, odd)
        assert administrator.post("/admin/ratings/inspection/add/", sent).status_code == 200
    for page in ("reorganise", "codes"):
        told = ("predecessor", "authority", "s0-existing", "s0-latitude")
        sent = {"step": "save"} | dict.fromkeys(told, odd)
        assert administrator.post(f"/admin/ratings/authority/{page}/", sent).status_code == 200

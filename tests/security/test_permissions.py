"""Who may open and who may send to every address of the desk: a table that is written down.

A new address without a rule fails; so does a rule for an address that is gone.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client

from tests.security.addresses import Address, desk_path, every_address, rows
from tests.security.walking import ROLES, People

STRANGERS = "in in {} in"
"""Nobody, readers without the desk and those who have left are sent to sign in."""

ALL_SEE = ("200 200 200", "200 200 200")
REVIEWERS = ("403 200 200", "403 200 200")
ADMINISTRATORS = ("403 403 200", "403 403 200")
NOBODY = ("403 403 403", "403 403 403")
MOVED = ("302 302 302", "302 302 302")

DECIDED = "arealink|completeness|formercode|framework|grade|headingalias|inspectionkind" \
    "|judgementarea|programme|publishedfigure|scale|source|succession"  # fmt: skip
ENTERED = "alias|discrepancy|event|neighbour"

RULES: tuple[tuple[str, tuple[str, str]], ...] = (
    # What anybody with the desk may use; a password is changed by whoever has it.
    (r"index|app_list|password_change", ALL_SEE),
    (r"password_change_done|jsi18n", ("200 200 200", "405 405 405")),
    (r"autocomplete", ("403 403 403", "405 405 405")),  # without saying of which field
    (r"view_on_site", MOVED),
    # What touches one authority: keepers enter and correct, reviewers delete, with a reason.
    (rf"ratings_({ENTERED})_(changelist|add|change|history|simple_history)", ALL_SEE),
    (rf"ratings_({ENTERED})_delete", ("403 200 200", "403 302 302")),
    # What many lines stand on: keepers look.
    (rf"ratings_({DECIDED})_(changelist|history)", ALL_SEE),
    (rf"ratings_({DECIDED})_change", ("200 200 200", "403 200 200")),
    (rf"ratings_({DECIDED})_(add|simple_history)", REVIEWERS),
    # Not deleted by anybody: a date that every page shows, a source that facts cite.
    (r"ratings_(completeness|source)_delete", MOVED),
    (rf"ratings_({DECIDED})_delete", ("403 200 200", "403 302 302")),
    # Authorities: keepers correct a name, reviewers decide which there are.
    (r"ratings_authority_(changelist|change|history)", ALL_SEE),
    (r"ratings_authority_(add|codes|reorganise|simple_history)", REVIEWERS),
    (r"ratings_authority_delete", ("403 200 200", "403 302 302")),
    # What is published: keepers look, reviewers correct, nobody deletes.
    (r"ratings_inspection_(changelist|add|history)", ALL_SEE),
    (r"ratings_inspection_change", ("200 200 200", "403 200 200")),
    (r"ratings_inspection_simple_history", REVIEWERS),
    (r"ratings_inspection_(publish|withdraw)", ("403 200 200", "403 302 302")),
    (r"ratings_inspection_delete", MOVED),
    (r"ratings_rating_(changelist|history)", ALL_SEE),
    (r"ratings_rating_add", NOBODY),
    (r"ratings_rating_change", ("200 200 200", "403 200 200")),
    (r"ratings_rating_simple_history", REVIEWERS),
    (r"ratings_rating_delete", MOVED),
    # The data version and public changes are looked at.
    (r"ratings_(dataversion|publicchange)_(changelist|history)", ALL_SEE),
    (r"ratings_(dataversion|publicchange)_change", ("200 200 200", "403 403 403")),
    (r"ratings_(dataversion|publicchange)_(add|delete)", NOBODY),
    # Imports: keepers load, read, choose, discard, and apply what is only new; reviewers undo.
    (r"ratings_importrun_(changelist|help|load_release|read_report|change)", ALL_SEE),
    (r"ratings_importrun_apply", ALL_SEE),
    (r"ratings_importrun_(add|choose|answer|again)", MOVED),
    (r"ratings_importrun_discard", ("200 200 200", "302 302 302")),
    (r"ratings_importrun_undo", ("403 302 302", "403 302 302")),
    # Accounts and refused sign-ins: administrators.
    (r"auth_(user|group)_(changelist|add|change|delete|history|password_change)", ADMINISTRATORS),
    (r"axes_accessattempt_(changelist|delete|history)", ADMINISTRATORS),
    (r"axes_accessattempt_change", ("403 403 200", "403 403 302")),
    (r"axes_accessattempt_add", NOBODY),
    (r"None", MOVED),  # /admin/ratings/event/26/ leads to …/change/
)  # fmt: skip
"""Status for keeper, reviewer and administrator of GET and of POST, by the name of the address.
The first rule that fits."""

WHOLE: dict[str, tuple[str, str]] = {
    "login": ("200 200 302 302 302 200", "200 200 200 200 200 200"),
    "logout": ("302 302 405 405 405 302", "302 302 200 200 200 302"),
    "admin/(?P<url>.*)$": ("in in 404 404 404 in", "in in 404 404 404 in"),
}
"""Statuses for every role, where strangers are not merely sent to sign in."""

DESK = [address for address in every_address() if address.is_desk]


def rule_of(route: str, name: str) -> tuple[str, str]:
    plain = name.removeprefix("admin:")
    if (whole := WHOLE.get(plain) or WHOLE.get(route)) is not None:
        return whole
    for pattern, (get, post) in RULES:
        if re.fullmatch(pattern, plain):
            return STRANGERS.format(get), STRANGERS.format(post)
    pytest.fail(f"Who may open /{route} ({name})? Write it into RULES.")


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    for address in DESK:
        for statuses in rule_of(address.route, address.name):
            assert len(statuses.split()) == len(ROLES), address.route
    names = {address.name.removeprefix("admin:") for address in DESK}
    idle = [rule for rule, _ in RULES if not any(re.fullmatch(rule, name) for name in names)]
    assert idle == []
    assert set(WHOLE) <= names | {address.route for address in DESK}


def answered(client: Client, method: str, path: str) -> str:
    """What somebody gets, with everything put back as it was, their session too."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    is_sent_in = response.headers.get("Location", "").startswith("/admin/login/")
    return "in" if is_sent_in else str(response.status_code)


ALIKE = re.compile(f"_(?:{DECIDED}|{ENTERED})_")
ONE_EACH = list({(ALIKE.sub("_…_", a.name), rule_of(a.route, a.name)): a for a in DESK}.values())
"""One address for each rule of the models that are decided or entered alike, and all the others."""


@pytest.mark.parametrize(("method", "addresses"), [
    ("post", DESK), ("get", ONE_EACH), pytest.param("get", DESK, marks=pytest.mark.slow),
])  # fmt: skip
def test_each_role_is_answered_as_in_the_table(
    people: People, undrawn: None, method: str, addresses: list[Address]
) -> None:
    """What a role may not send to is asked of every model; what it may look at, of one for each
    rule (`make slow`: of every model)."""
    found, wrong = rows(), []
    for address in addresses:
        path = desk_path(address, found)
        expected = rule_of(address.route, address.name)[method == "post"]
        given = " ".join(answered(people[role], method, path) for role in ROLES)
        if given != expected:
            wrong.append(f"{method} {path}: {given}, not {expected}")
    assert wrong == []

"""Looking changes nothing, at any address, for anybody; and no form is taken from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.security.addresses import desk_paths, public_paths, rows
from tests.security.walking import Walk, no_connections, state


def test_looking_at_every_public_page_changes_nothing(walk: Walk) -> None:
    assert len(walk.answers) > 130
    assert walk.after == walk.before
    strange = {path: found.status for path, found in walk.answers.items() if found.status != 200}
    assert strange == {"/api/v1/": 404, "/api/v1/nowhere": 404}


def test_looking_at_every_admin_page_changes_nothing(administrator: Client, undrawn: None) -> None:
    paths = [path for path in desk_paths(rows()).values() if path != "/admin/logout/"]
    before = state()
    with no_connections() as tried:
        for path in paths:
            administrator.get(path, {"step": "save", "post": "yes", "reason": "so", "action": "x"})
    assert state() == before
    assert tried == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_public_address_takes_anything(record: None, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    statuses = {path: getattr(client, method)(path).status_code for path in public_paths()}
    assert {path: s for path, s in statuses.items() if s != 405} == {}


def test_a_form_from_elsewhere_is_refused_everywhere_in_the_admin(administrator: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = administrator.cookies
    paths = desk_paths(rows()).values()
    before, told = state(), {"post": "yes", "reason": "so"}
    statuses = {path: client.post(path, told).status_code for path in paths}
    assert {path: status for path, status in statuses.items() if status != 403} == {}
    assert state() == before

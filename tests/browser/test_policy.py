"""The strict content policy holds in a real browser, in the admin too."""

import pytest
from django.contrib.auth.models import User

from tests.browser.conftest import Opener


@pytest.mark.parametrize("address", ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/"])
def test_the_admin_works_under_the_policy(visit: Opener, keeper: User, address: str) -> None:
    opened = visit(address, user=keeper)
    assert opened.page.url.endswith(address)
    opened.assert_no_problems()


def test_a_script_within_a_page_is_refused_and_noticed(visit: Opener, keeper: User) -> None:
    opened = visit("/admin/login/")
    opened.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'broken in'";
            document.body.append(script);
        }"""
    )
    if not opened.problems:
        opened.page.wait_for_event("console")
    assert opened.page.title() != "broken in"
    assert any("CSP: script-src-elem refused inline" in problem for problem in opened.problems)
    opened.problems.clear()

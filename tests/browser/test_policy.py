"""The strict content policy holds in a real browser, in the admin too."""

import pytest
from django.contrib.auth.models import User

from tests.browser.conftest import Opener

REFUSAL = "CSP: script-src-elem refused inline"


@pytest.mark.parametrize("address", ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/"])
def test_the_admin_works_under_the_policy(visit: Opener, robin: User, address: str) -> None:
    """`visit` fails where anything was refused; here somebody sees every page."""
    User.objects.filter(pk=robin.pk).update(is_superuser=True)
    assert visit(address, user=robin).page.url.endswith(address)


def test_a_script_within_a_page_is_refused_and_noticed(visit: Opener) -> None:
    opened = visit("/admin/login/")
    with opened.page.expect_console_message(lambda said: REFUSAL in said.text):
        opened.page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "document.title = 'broken in'";
                document.body.append(script);
            }"""
        )
    assert opened.page.title() != "broken in"
    assert any(REFUSAL in problem for problem in opened.problems)
    opened.problems.clear()

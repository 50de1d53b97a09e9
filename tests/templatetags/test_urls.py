"""`{% url %}` gives what Django's gives, from memory."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, set_script_prefix, set_urlconf
from django.urls import reverse as django_reverse

from ratings.models.cached_urls import reverse


def shown(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("another/<str:slug>/", elsewhere, name="authority")]


@pytest.mark.parametrize(
    ("name", "args"),
    [("home", []), ("authority", ["kent"]), ("authority", ["a & b"]), ("version", [12]),
     ("discrepancy", ["kent", "published"])],
)  # fmt: skip
def test_an_address_is_djangos(name: str, args: list[object]) -> None:
    for _ in range(2):  # the second time from memory
        assert reverse(name, args) == django_reverse(name, args=args)


def test_a_template_has_it_escaped_and_may_keep_it() -> None:
    assert shown("{% url 'authority' slug %}", slug="a'b&c") == "/authorities/a&#x27;b&amp;c/"
    assert shown("{% autoescape off %}{% url 'authority' 'a&b' %}{% endautoescape %}") == (
        "/authorities/a&b/"
    )
    kept = "as there %}[{{ there }}]"
    assert shown("{% url 'authority' slug='kent' " + kept) == "[/authorities/kent/]"
    assert shown("{% url 'nowhere' " + kept) == "[]"
    assert shown("{% url 'admin:index' %}") == "/admin/"


def test_what_is_no_address_fails_as_ever() -> None:
    with pytest.raises(NoReverseMatch):
        shown("{% url 'nowhere' %}")
    with pytest.raises(NoReverseMatch):
        reverse("version", ["twelve"])


def test_a_site_that_begins_elsewhere_has_addresses_of_its_own() -> None:
    assert reverse("authority", ["kent"]) == "/authorities/kent/"
    set_script_prefix("/ratings/")
    try:
        assert reverse("authority", ["kent"]) == "/ratings/authorities/kent/"
    finally:
        set_script_prefix("/")


def test_another_set_of_addresses_is_another_answer() -> None:
    assert reverse("authority", ["kent"]) == "/authorities/kent/"
    with override_settings(ROOT_URLCONF=__name__):
        set_urlconf(__name__)
        try:
            assert reverse("authority", ["kent"]) == "/another/kent/"
        finally:
            set_urlconf(None)

"""The mark of a public page."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ratings.views.decorators import public_page
from ratings.views.errors import BadParameter


@public_page("as_at", repeated={"authority"})
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page."""
    return HttpResponse(slug)


def ask(query: str) -> HttpResponse:
    return page(RequestFactory().get(f"/kent/?{query}"), slug="kent")


def test_the_view_answers_as_before_and_is_marked() -> None:
    answer = ask("as_at=2020-01-01")
    assert answer.content == b"kent"
    assert answer.public_page is True


def test_the_view_keeps_its_name_and_tells_its_parameters() -> None:
    assert page.__name__ == "page"
    assert page.__doc__ == "A page."
    assert page.parameters == ("as_at", "authority")


def test_a_parameter_may_be_given_several_times_only_where_that_means_something() -> None:
    assert ask("authority=kent&authority=essex").status_code == 200
    with pytest.raises(BadParameter, match="as_at is given more than once"):
        ask("as_at=2020-01-01&as_at=2021-01-01")


def test_an_unknown_parameter_is_refused_even_when_blank() -> None:
    with pytest.raises(BadParameter, match="no parameter “colour”") as refusal:
        ask("colour=")
    assert refusal.value.allowed == ["as_at", "authority"]


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 405)])
def test_only_reading_is_possible(method: str, status: int) -> None:
    request = RequestFactory(enforce_csrf_checks=False).generic(method, "/kent/")
    assert page(request, slug="kent").status_code == status

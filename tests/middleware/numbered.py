"""A site whose pages are numbered: a page with an old number was kept."""

from itertools import count

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from ratings.models import DataVersion
from ratings.views.decorators import public_page
from tests.transactions import new_transaction

made = count(1)
"""Every page below carries the next number: a page with an old number was kept."""


@public_page("as_at", "q", repeated={"authority"})
def numbered(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"page {next(made)} " + "about Kent " * 100)


@public_page()
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(f"page {next(made)}")
    response.set_cookie("who", "you")
    return response


@public_page()
def with_message(request: HttpRequest) -> HttpResponse:
    messages.info(request, "for one person")
    return HttpResponse(f"page {next(made)}")


@public_page()
def with_name(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"page {next(made)} for {request.session.get('name')}")


@public_page()
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@public_page()
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([f"page {next(made)}".encode()])


@public_page()
def framed(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("embedded")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"page {next(made)}")


saves = [0]
"""Pages below during whose making a keeper still saves."""


@public_page()
def while_saved(request: HttpRequest) -> HttpResponse:
    version, seen = DataVersion.current(), request.seen  # type: ignore[attr-defined]
    if saves[0]:
        saves[0] -= 1
        new_transaction()
        DataVersion.bump()
    told = f"of {version}, seen in {seen.number if seen else None}, page {next(made)}"
    return HttpResponse(told)


VIEWS = [numbered, with_cookie, with_message, with_name, missing, streamed, framed, unmarked,
         while_saved]  # fmt: skip

urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]

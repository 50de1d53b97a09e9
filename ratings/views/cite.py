"""The citation of any page: `/cite/?page=/authorities/kent/&as_at=2024-03-31`.

The page is rendered as for any reader, so that its own citation and the one here are the
same; and a URL that is invalid for the page is invalid here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from ratings.exports.citations import Citation
from ratings.models.record import Record
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.errors import ParameterError
from ratings.views.trackers import without_trackers

PARAMETERS = ("page", *MOMENT)
A_PAGE = "the address of a page of this site, such as /authorities/kent/"
NOT_PAGES = ("/cite", "/admin/", "/api/")
"""Path prefixes of what is not a page about ratings, or depends on the user."""


@public_view(*PARAMETERS)
def cite(request: HttpRequest) -> HttpResponse:
    """A page's citation in every format, each to be copied."""
    citation = cited(request)
    return render(
        request,
        "ratings/cite.html",
        {
            "cited": citation,
            "forms": (
                ("Text", "cite-text", citation.text),
                ("BibTeX", "cite-bibtex", citation.bibtex()),
                ("CSL-JSON", "cite-csl", _json(citation)),
            ),
            "query": request.GET.urlencode(),
            "record": Record.current(),
        },
    )


def _as_file(
    content: Callable[[Citation], str], content_type: str
) -> Callable[[HttpRequest], HttpResponse]:
    """The view that returns one format."""

    @public_view(*PARAMETERS)
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(content(cited(request)), content_type=content_type)

    return answer


def _json(citation: Citation) -> str:
    return json.dumps([citation.csl()], ensure_ascii=False, indent=2) + "\n"


cite_text = _as_file(lambda c: f"{c.text}\n", "text/plain; charset=utf-8")
cite_bibtex = _as_file(lambda c: c.bibtex(), "application/x-bibtex; charset=utf-8")
cite_csl = _as_file(_json, "application/vnd.citationstyles.csl+json; charset=utf-8")


def cited(request: HttpRequest) -> Citation:
    """The citation of the page that the URL names. Raises ParameterError, Http404."""
    get_query_dates(request)
    asked = _page(request)
    path, query = _address(asked)
    dates = {name: value for name in MOMENT if (value := request.GET.get(name))}
    pairs = [(n, v) for n, v in query if n not in dates] + list(dates.items())
    for _ in range(2):  # an old name of an authority redirects to the new one, once
        inner = _request(request, path, urlencode(pairs))
        response = _made(inner, asked)
        if "Location" not in response.headers:
            break
        path = unquote(urlsplit(response.headers["Location"]).path)
    if response.status_code == 404:
        raise Http404(f"There is no page {path}.")
    citation = getattr(inner, "citation", None)
    if citation is None:
        raise ParameterError("page", asked, [A_PAGE])
    return citation


def _page(request: HttpRequest) -> str:
    """The page requested, without the trackers in its URL: put back into the
    request, so that no link of this page carries them on."""
    path, _, query = request.GET.get("page", "").partition("?")
    query = without_trackers(query)
    page = f"{path}?{query}" if query else path
    given = request.GET.copy()
    given["page"] = page
    request.GET = given  # type: ignore[assignment]
    return page


def _address(asked: str) -> tuple[str, list[tuple[str, str]]]:
    """Path and parameters of a page of this site. Raises ParameterError."""
    parts = urlsplit(asked) if asked.isprintable() else urlsplit("")
    is_here = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_here or not parts.path.endswith("/"):
        raise ParameterError("page", asked, [A_PAGE])
    return unquote(parts.path), parse_qsl(parts.query, keep_blank_values=True)


def _request(request: HttpRequest, path: str, query: str) -> WSGIRequest:
    """The request that a reader who opens the page would make."""
    environ = {name: value for name, value in request.META.items() if name.startswith("HTTP_")}
    kept = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme", "wsgi.input")
    own = {name: request.META[name] for name in kept if name in request.META}
    as_bytes = path.encode().decode("latin-1")
    return WSGIRequest(
        {**environ, **own, "REQUEST_METHOD": "GET", "PATH_INFO": as_bytes, "QUERY_STRING": query}
    )


def _made(inner: WSGIRequest, asked: str) -> HttpResponse:
    """The page, rendered. Raises ParameterError, Http404."""
    if inner.path_info.startswith(NOT_PAGES):
        raise ParameterError("page", asked, [A_PAGE])
    try:
        match = resolve(inner.path_info)
    except Resolver404:
        raise Http404(f"There is no page {inner.path_info}.") from None
    inner.resolver_match = match
    response: HttpResponse = match.func(inner, *match.args, **match.kwargs)
    return response

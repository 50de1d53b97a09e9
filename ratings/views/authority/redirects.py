"""Resolve the text in a URL to an authority: its slug, or a current or former code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ratings.exports.responses import data_not_found
from ratings.models import Authority
from ratings.models.record import Record


def redirect_to_canonical(request: HttpRequest, text: str) -> HttpResponse:
    """Redirect to the authority that the text means, keeping format and query, or a 404.

    Not a permanent redirect: a code can be given to another authority later.
    """
    found = list(Authority.objects.addressed_as(text)[:2])
    if len(found) == 1 and found[0].slug != text:
        return to_slug(request, text, found[0].slug)
    if request.path.endswith("/"):
        return authority_not_found(request, text)
    near = [named.slug for named in Record.current().near(text.replace("-", " "))]
    return data_not_found(request.path, f"There is no authority “{text[:LONGEST_ECHO]}”.", near)


def to_slug(request: HttpRequest, text: str, slug: str) -> HttpResponse:
    """Redirect to the same URL with the slug in place of another name for it."""
    place = request.path.replace(f"/{text}", f"/{slug}", 1)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{place}?{query}" if query else place)


LONGEST_ECHO = 80
"""The most characters of the requested text that the page repeats."""


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 of any URL; makes no database queries."""
    return render(request, "404.html", {"text": "", "near": []}, status=404)


def authority_not_found(request: HttpRequest, text: str) -> HttpResponse:
    """The 404 for a text that names no authority: suggests similar names."""
    asked = text[:LONGEST_ECHO]
    near = Record.current().near(asked.replace("-", " "))
    return render(request, "404.html", {"text": asked, "near": near}, status=404)

"""What a page says when there is nothing at an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.models.authority_search import Names

LONGEST_ECHO = 80
"""What was asked for is repeated to the reader up to this many characters."""


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 of any address; asks nothing of the database."""
    return render(request, "404.html", {"text": "", "near": []}, status=404)


def authority_not_found(request: HttpRequest, text: str) -> HttpResponse:
    """The 404 for a text that names no authority: suggests near names."""
    asked = text[:LONGEST_ECHO]
    near = Names.current().near(asked.replace("-", " "))
    return render(request, "404.html", {"text": asked, "near": near}, status=404)

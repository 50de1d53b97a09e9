"""Addresses of the pages of imports, and what each of them is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from ratings.admin.imports.access import may_decide, may_load
from ratings.admin.site import desk
from ratings.models import ImportRun


def address(page: str, *args: Any) -> str:
    """The address of a page: `load_release`, `read_report`, `help`, `changelist`, or of a run:
    `change` (the run's own page), `choose`, `apply`, `again`, `answer`, `discard`, `undo`."""
    return reverse(f"admin:ratings_importrun_{page}", args=args)


def of_run(run: ImportRun, page: str = "change") -> str:
    return address(page, run.pk)


def changes_url() -> str:
    """Where readers see what has changed; empty while the site has no such page."""
    try:
        return reverse("changes")
    except NoReverseMatch:
        return ""


def show(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the desk about imports."""
    about = {
        **desk.each_context(request),
        "title": title,
        "opts": ImportRun._meta,
        "may_load": may_load(request),
        "may_decide": may_decide(request),
        **context,
    }
    return render(request, f"admin/imports/{template}.html", about, status=status)


def back_to(request: HttpRequest, run: ImportRun, problem: str = "") -> HttpResponseRedirect:
    """To the page of the run, with what went wrong if anything did."""
    if problem:
        messages.error(request, problem)
    return HttpResponseRedirect(of_run(run))

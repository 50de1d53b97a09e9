"""The site of the keeper's desk: Django's admin, whose first page says what needs doing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.helpers import get_lockout_response as locked_out
from django.contrib.admin import AdminSite
from django.contrib.auth import authenticate
from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse

from ratings.admin.dashboard import tasks
from ratings.forms import today

logger = logging.getLogger(__name__)

NUL = "\0"


class Desk(AdminSite):
    """Only for people with an account; the public pages need none."""

    site_header = "Keeper’s desk"
    site_title = "Keeper’s desk · Ofsted ratings over time"
    index_title = "What needs doing"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the desk is answered through this, and kept by nobody (Django would let
        the page be kept on which a password is changed)."""
        return super().admin_view(sane(view), cacheable=False)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**(extra_context or {}), "tasks": tasks(today())})

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The old password that is asked for is a try like one at sign-in: bad ones are counted
        with those, so that whoever finds a session open cannot guess for eight hours."""
        if request.method == "POST":
            name, old = request.user.get_username(), request.POST.get("old_password", "")
            known = authenticate(request, username=name, password=old)
            if known is None and getattr(request, "axes_locked_out", False):
                return locked_out(request, credentials={"username": name})
        return super().password_change(request, extra_context)


def sane(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, answering with 400 what no database could hold: a NUL in a text, a number
    beyond its integers. Left to the databases, each fails on it in its own place.

    Where two people, or one who pressed twice, write the same at once, the later is asked again,
    files from their beginning: now the guards see what is there, and say so."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if NUL in request.path or _has_nul(request.GET) or _has_nul(request.POST):
            raise BadRequest("There is a NUL in it.")
        try:
            try:
                return view(request, *args, **kwargs)
            except IntegrityError:
                _rewind(request)
                return view(request, *args, **kwargs)
        except (DataError, OverflowError) as error:
            logger.warning("The database cannot hold what was sent", exc_info=error)
            raise BadRequest("The database cannot hold it.") from error

    return answered


def _rewind(request: HttpRequest) -> None:
    """The files that were sent, to be read once more."""
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def _has_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *map(str, values)))


desk = Desk(name="admin")
desk.disable_action("delete_selected")

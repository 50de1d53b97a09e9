"""The site of the keeper's desk: Django's admin, whose first page says what needs doing."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse

from ratings.admin.tasks import tasks
from ratings.forms import today


class Desk(AdminSite):
    """Only for people with an account; the public pages need none."""

    site_header = "Keeper’s desk"
    site_title = "Keeper’s desk · Ofsted ratings over time"
    index_title = "What needs doing"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**(extra_context or {}), "tasks": tasks(today())})


desk = Desk(name="admin")
desk.disable_action("delete_selected")

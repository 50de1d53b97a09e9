"""Pages of a model that Django's admin does not have."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


class PagesMixin:
    """A ModelAdmin with pages of its own."""

    opts: Any
    admin_site: Any

    def address(self, page: str, *args: Any) -> str:
        """Return the URL of one of this model's pages: `change`, `history`, `changelist`, …"""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"{self.admin_site.name}:{name}", args=args)

    def page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Render a page of this model that Django's admin does not have."""
        about = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return render(request, f"admin/{template}.html", {**about, **context})

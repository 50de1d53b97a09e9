"""The date control: what day a page is about, in words and to be changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()

OWN = ("as_at", "known_by", "page")


@register.inclusion_tag("components/date_control.html", takes_context=True)
def date_control(context: Context) -> dict[str, Any]:
    """The control for the page's `moment` and `record`; keeps every other parameter.

    Another date starts again on the first page of a list.
    """
    moment, request = context["moment"], context["request"]
    lists = request.GET.lists()
    graded_to = context["record"].reference.complete_to.get("graded")
    return {
        "request": request,
        "beyond": graded_to if graded_to and moment.as_at > graded_to else None,
        "moment": moment,
        "presets": moment.presets(context["record"].reference.frameworks.values()),
        "others": [(n, v) for n, values in lists if n not in OWN for v in values if v],
    }

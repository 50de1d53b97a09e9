"""The date control: the page's as-of dates, shown and editable."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from ratings.rules.questions.results import sentence

register = template.Library()

OWN = ("as_at", "known_by", "page")


@register.simple_tag(takes_context=True)
def reach(context: Context) -> str:
    """`On reports published to 20 August 2026.`: follows a sentence that is meant to be quoted."""
    return sentence(context["record"].reach(context["moment"].known_by))


@register.inclusion_tag("components/date_control.html", takes_context=True)
def date_control(context: Context) -> dict[str, Any]:
    """The control for the page's `moment` and `record`; keeps every other parameter.

    Another date starts again on the first page of a list.
    """
    moment, request = context["moment"], context["request"]
    lists = request.GET.lists()
    graded = context["record"].completeness.get("graded")
    return {
        "request": request,
        "may_lack": graded.may_lack_in_words(moment.as_at) if graded else "",
        "moment": moment,
        "presets": moment.presets(context["record"].begun(*moment.span)),
        "others": [(n, v) for n, values in lists if n not in OWN for v in values if v],
    }

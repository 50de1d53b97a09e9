"""Numbers formatted for people."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def figure(number: int) -> str:
    """`1,169`."""
    return f"{number:,}"

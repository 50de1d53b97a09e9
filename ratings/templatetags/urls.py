"""`{% url %}` that reverses each URL once in a process (`models.cached_urls`).

Built into every template by `TEMPLATES` in the settings.
"""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parsed
from django.utils.html import conditional_escape

from ratings.models.cached_urls import reverse

register = template.Library()


class KeptURLNode(URLNode):
    """Django's node, used only where the result depends on more: namespaces, names, `as`."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        if self.kwargs or self.asvar or ":" in name:
            return super().render(context)
        address = reverse(name, [arg.resolve(context) for arg in self.args])
        return str(conditional_escape(address)) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> KeptURLNode:
    """As Django's tag of this name: `{% url 'authority' slug %}`."""
    node = parsed(parser, token)
    return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)

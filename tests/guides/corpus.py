"""What the site can say: every text of its code and templates, to hold quotations against."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from functools import cache

from tests.guides.blocks import ROOT

TAG = re.compile(r"<[^>]*>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)


@cache
def said() -> tuple[str, ...]:
    """Texts of the code, and what stands between the tags of the templates."""
    code = (text for path in ROOT.glob("ratings/**/*.py") for text in _texts(path.read_text()))
    pages = (text for path in ROOT.glob("templates/**/*.html") for text in words(path.read_text()))
    return tuple({" ".join(text.split()) for text in (*code, *pages)})


def _texts(source: str) -> Iterator[str]:
    """Every string; what an f-string says between two values."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def words(page: str) -> list[str]:
    """What stands between the tags of some HTML, blanks made one."""
    found = (" ".join(html.unescape(text).split()) for text in TAG.split(page))
    return [text for text in found if text]


def can_be_said(quotation: str) -> bool:
    return any(quotation in text for text in said())

"""Grades and directions as text, mark and colour. Source: look.md."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ratings.models.record import Record
from ratings.rules.grades import judgements_summary, why_no_headline
from ratings.rules.line import sign_without_grade, tone_without_grade
from ratings.rules.types import FINDING_WORDS, Grade, Inspection

register = template.Library()

FINDING_MARKS = {
    "improved": "▲", "declined": "▼", "mixed": "◆", "unchanged": "■",
    "none-stated": "○", "not-read": "◌", "not-asked": "⊙",
}  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=256)
def grade(given: Grade | None, words: str = "no overall grade") -> SafeString:
    """A grade as mark and word; without one a dashed mark and `words`, which says why."""
    if given is None:
        return _marked(tone_without_grade(words), sign_without_grade(words), words)
    return _marked(given.tone, given.letter, given.word)


@register.simple_tag
@lru_cache(maxsize=64)
def direction(finding: str) -> SafeString:
    """What a visit found (`Inspection.finding`), as mark and text; nothing where it is empty."""
    if not finding:
        return SafeString()
    return format_html(
        '<span class="direction"><span class="direction-mark direction-{}" aria-hidden="true">{}'
        "</span> {}</span>",
        finding, FINDING_MARKS[finding], FINDING_WORDS[finding],
    )  # fmt: skip


@register.filter
def why_none(inspection: Inspection) -> str:
    """Why a graded inspection has no overall grade."""
    return why_no_headline(inspection)


@register.filter
def profile(inspection: Inspection) -> str:
    """The grades of its areas, where its framework gives no overall one."""
    return "" if inspection.framework.headline_area else judgements_summary(inspection)


@register.filter
def name_of(record: Record, slug: str) -> str:
    """The name of an authority."""
    return record.authorities[slug].name


def _marked(tone: str, letter: str, words: str) -> SafeString:
    return format_html(
        '<span class="grade"><span class="mark mark-{}" aria-hidden="true">{}</span>'
        "<span>{}</span></span>",
        tone, letter, words,
    )  # fmt: skip

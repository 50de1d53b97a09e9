"""Sheets about children's homes and other providers: recognised, and left alone with a word."""

from __future__ import annotations

from ratings.importing.layouts.table import Headings

NAME = "provider"
SAID = "About children's homes and other providers, not about authorities: left alone."
COUNTS = "Counts over time, not ratings of single authorities: left alone."

PROVIDERS = {"urn", "provision type", "registration status", "linked education urn"}
PERIODS = {"period", "period as at", "date"}
COUNTED = {"outstanding", "data type", "all children's homes"}


def recognises(headings: Headings) -> bool:
    """Registration numbers and provision types, or counts by period."""
    return len(headings & PROVIDERS) > 1 or _counts(headings)


def said(headings: Headings) -> str:
    """Why the sheet is left alone."""
    return COUNTS if _counts(headings) else SAID


def _counts(headings: Headings) -> bool:
    return bool(headings & PERIODS) and bool(headings & COUNTED)

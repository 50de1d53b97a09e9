"""Which framework a report was made under, and which kind of inspection it was."""

from __future__ import annotations

from datetime import date

from ratings.importing.report.document_type import Title
from ratings.importing.report.parsed_report import Read
from ratings.importing.report.period import Period
from ratings.importing.report.reference import Rules, Vocabulary

MOST_DAYS_OF_A_SHORT_ONE = 7
"""Fieldwork of at most so many days a part means short (domain §2): an estimate, since no
report prints it. It reproduces every label that Ofsted has published."""


def framework_of(title: Title, start: date | None, vocabulary: Vocabulary) -> Rules | str:
    """The framework of the title's programme that applied on the first day, or why unknown."""
    versions = vocabulary.of_programme(title.programme)
    if start is None:
        if len(versions) == 1:
            return versions[0]
        return "The first day could not be read, and the version of the framework follows it."
    for rules in versions:
        if rules.applied_on(start):
            return rules
    return f"No framework of the kind that the title names was in force on {start}."


def kind_of(title: Title, rules: Rules, period: Period) -> tuple[Read[str] | None, bool]:
    """The kind, and whether it is an estimate; None where there is nothing to tell it by.

    A title without "re-inspection" does not prove a first inspection: several second ones
    under the single inspection framework have the plain title.
    """
    if {"short", "standard"} <= rules.kinds:
        if not period.parts:
            return None, False
        is_short = max(part.days for part in period.parts) <= MOST_DAYS_OF_A_SHORT_ONE
        return Read("short" if is_short else "standard", period.page, period.words), True
    return _printed(title, rules)


def _printed(title: Title, rules: Rules) -> tuple[Read[str] | None, bool]:
    wanted = "re-inspection" if title.is_re_inspection else "full"
    if wanted in rules.kinds:
        is_estimate = wanted == "full" and "re-inspection" in rules.kinds
        return Read(wanted, title.page.number, title.words), is_estimate
    if len(rules.kinds) == 1:
        return Read(next(iter(rules.kinds)), title.page.number, title.words), False
    return None, False

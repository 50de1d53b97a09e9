"""Hostile reports are refused, or read in time."""

from __future__ import annotations

import pytest

from ratings.importing.readers import Limits
from ratings.importing.report import Vocabulary, read_report
from tests.importing.readers.opening import PATIENT
from tests.importing.safety.reports import PDFS


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_report_is_refused_or_read_in_time(record: None, name: str) -> None:
    reading = read_report(PDFS[name](), Vocabulary.current(), Limits(seconds=3))
    assert reading.refused or reading.unread


def test_pages_are_counted_before_they_are_read(record: None) -> None:
    said = read_report(PDFS["many"](), Vocabulary.current(), PATIENT).refused
    assert said.startswith("The PDF has 100,000 pages; at most 300 are read.")

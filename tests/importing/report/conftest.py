"""The words of the record, as the reader is given them."""

import pytest

from ratings.importing.report import Vocabulary


@pytest.fixture
def vocabulary(record: None) -> Vocabulary:
    return Vocabulary.current()

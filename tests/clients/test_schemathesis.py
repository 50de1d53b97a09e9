"""Schemathesis asks every operation what nobody would think of, and finds nothing.

It makes requests from the site's own OpenAPI document: what fits it must be answered, what
does not must be refused, and every answer must be what the document says. Always the same
examples, so that a run tells of the code and not of luck.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, strategies
from schemathesis import Case, GenerationMode

from tests.views.api.test_document import PATHS

ADDRESS = "/api/v1/openapi.json"
EXAMPLES = 25
"""For each operation that fit the document, and as many that do not."""

schemathesis.openapi.format(
    "date", strategies.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
)

# No schema can say that one day must not be before another: `fits` looks at those.
EXPECTED = {"expected-statuses": ["2xx", "3xx", "400", "404", "409", "422"]}
CONFIG = schemathesis.Config.from_dict({"checks": {"positive_data_acceptance": EXPECTED}})

AS_IT_IS = {"Accept-Encoding": "identity"}
"""The caller within the process does not unpack."""

BEYOND_A_SCHEMA = {"begun_to", "published_to", "before"}
"""Parameters that may be refused although the document allows them: ends before their
beginnings, and a place in the history that is not in the calendar."""


@pytest.fixture
def document(record: None) -> Any:
    """The document as the site gives it, asked in the process."""
    return schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application(), config=CONFIG)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_found(document: Any, path: str, mode: GenerationMode) -> None:
    operation = document[path]["GET"]

    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        response = case.call_and_validate(headers=AS_IT_IS)
        if mode is GenerationMode.POSITIVE and response.status_code in (400, 422):
            assert response.json()["parameter"] in BEYOND_A_SCHEMA, response.json()

    ask()


def test_the_document_names_every_operation(document: Any) -> None:
    """Else what is not in it would not be asked."""
    assert sorted(result.ok().path for result in document.get_all_operations()) == sorted(PATHS)

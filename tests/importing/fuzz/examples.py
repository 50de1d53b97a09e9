"""How many examples a test tries: a few in CI, always the same; `make fuzz` tries new ones."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FUZZ_EXAMPLES", "1"))
"""By how much the number of examples of every test here is multiplied."""


def examples(count: int) -> Callable[[Any], Any]:
    """So many examples, for a test that uses fixtures which no example changes."""
    return settings(
        max_examples=count * TIMES,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

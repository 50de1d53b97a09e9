"""The responses that an operation declares."""

from __future__ import annotations

from typing import Any

from ratings.views.api.schemas.base import Refusal


def answers(success: Any) -> dict[int, Any]:
    """The success response, and the errors that every operation shares."""
    return {200: success, 400: Refusal, 404: Refusal, 422: Refusal, 503: Refusal}

"""The one permission rule beyond Django's own permissions.

A draft may be changed by any user who may edit inspections. The content of a published
inspection, and which authorities exist, when and under which codes, may be changed only by users
who may publish. Keepers create and correct, with a reason, data about one authority; data on
which many lines depend, and deletion, are for reviewers (`roles.py`).
"""

from __future__ import annotations

from django.http import HttpRequest

from ratings.models import Inspection

PUBLISH = "ratings.publish_inspection"


def may_publish(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(PUBLISH))


def may_change(request: HttpRequest, inspection: Inspection | None) -> bool:
    """Whether the user may change this inspection and its ratings; None: inspections at all."""
    is_draft = inspection is None or inspection.status == Inspection.Status.DRAFT
    return is_draft or may_publish(request)

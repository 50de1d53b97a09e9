"""Who may do what beyond Django's own permissions: one rule.

A draft is changed by whoever edits inspections. What a published inspection says, and which
authorities exist, when and under which codes, is changed only by those who may publish. What
touches one authority keepers enter and correct themselves, with a reason; what many lines
stand on, and deleting, is for reviewers (`roles.py`).
"""

from __future__ import annotations

from django.http import HttpRequest

from ratings.models import Inspection

PUBLISH = "ratings.publish_inspection"


def may_publish(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(PUBLISH))


def may_change(request: HttpRequest, inspection: Inspection | None) -> bool:
    """Whether this inspection, and its ratings, may be changed; None: some inspection."""
    is_draft = inspection is None or inspection.status == Inspection.Status.DRAFT
    return is_draft or may_publish(request)

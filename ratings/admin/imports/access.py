"""Who may do what with an import: whoever enters inspections loads, reads and chooses;
reviewers apply and undo. A keeper applies only what is new, as drafts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ratings.admin.imports.summary import Outlook
from ratings.models import ImportRun

ADD, APPLY, VIEW = "ratings.add_importrun", "ratings.apply_importrun", "ratings.view_importrun"


def may_load(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(ADD))


def may_decide(request: HttpRequest) -> bool:
    """Whether this is a reviewer, who applies and undoes anything."""
    return bool(request.user.has_perm(APPLY))


def may_apply(request: HttpRequest, outlook: Outlook) -> bool:
    """Whether this person may apply a plan as it is chosen."""
    return may_decide(request) or (may_load(request) and outlook.is_only_new)


def publishes(request: HttpRequest, run: ImportRun) -> bool:
    """Whether new inspections become public at once: from a reviewer, with a citation."""
    is_cited = run.kind != ImportRun.Kind.REPORT or bool(run.report_url)
    return may_decide(request) and is_cited


def run_for(request: HttpRequest, object_id: Any, permission: str = VIEW) -> ImportRun:
    """The run of an address, for somebody who may; PermissionDenied or 404 else."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    people = ImportRun.objects.select_related("uploaded_by", "decided_by", "undone_by", "source")
    return get_object_or_404(people, pk=object_id)

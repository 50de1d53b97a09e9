"""The two roles. A keeper creates facts about one authority; a reviewer also publishes, deletes,
applies imports, and changes data on which many lines or the list of authorities depend.

The content of published inspections, and the dates and codes of an authority, may be changed only
by users who may publish, on every page; a draft by any who may edit inspections: that rule is not a
Django permission (`may_change`). Permissions are granted after every `migrate` (and `flush`), so
that reviewers get those of a new model automatically, and keepers lose those that are not theirs;
permissions of other apps that an administrator gave to a group are not changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt
from django.apps import AppConfig
from django.apps.registry import Apps
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, User
from django.db.models.signals import post_migrate
from django.http import HttpRequest

from ratings.admin.site import admin_site
from ratings.models import Inspection

admin_site.register(User, UserAdmin)
admin_site.register(Group, GroupAdmin)
admin_site.register(AccessAttempt, AccessAttemptAdmin)


KEEPER, REVIEWER = "keeper", "reviewer"

SEEN = ("dataversion", "versionentry")
"""Models that are view-only for both roles."""

RUN = "importrun"
"""The model of an import: keepers upload, read and discard one; reviewers apply it."""

PARTS_OF_RUN = ("importchange", "importfile", "importitem")
"""Models of an import's parts: shown on its page, never edited."""

KEEPERS_ADD = ("alias", "discrepancy", "event", "inspection", "neighbour", "rating")
"""Models that keepers create and edit: each row is about one authority, or is a draft."""

KEEPERS_CHANGE = (*KEEPERS_ADD, "authority")
"""Also the authority, for its name and place; its codes and dates are read-only to keepers."""


PUBLISH = "ratings.publish_inspection"


def may_publish(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(PUBLISH))


def may_change(request: HttpRequest, inspection: Inspection | None) -> bool:
    """Whether the user may change this inspection and its ratings; None: inspections at all."""
    is_draft = inspection is None or inspection.status == Inspection.Status.DRAFT
    return is_draft or may_publish(request)


def entered(models: list[str]) -> list[str]:
    """Return the models that users create and edit: not histories, imports or `SEEN`."""
    untyped = {*SEEN, RUN, *PARTS_OF_RUN}
    return [name for name in models if not name.startswith("historical") and name not in untyped]


def codenames(role: str, models: list[str]) -> set[str]:
    """Return a role's permission codenames. A keeper may delete drafts, never published facts."""
    names = {f"view_{name}" for name in (*entered(models), *SEEN, RUN)} | {f"add_{RUN}"}
    if role == REVIEWER:
        verbs = ("add", "change", "delete")
        return names | {"publish_inspection", f"apply_{RUN}"} | _named(verbs, entered(models))
    names |= _named(("add",), KEEPERS_ADD) | _named(("change",), KEEPERS_CHANGE)
    return names | {"delete_inspection", "delete_rating"}


def _named(verbs: Iterable[str], models: Iterable[str]) -> set[str]:
    return {f"{verb}_{name}" for verb, name in product(verbs, models)}


def grant(sender: AppConfig, using: str, apps: Apps, **_: Any) -> None:
    """Add missing permissions to both groups, and remove reviewers' permissions from keepers."""
    try:
        group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    create_permissions(sender, verbosity=0, using=using, apps=apps)
    models = [str(model._meta.model_name) for model in sender.get_models()]
    own = permission.objects.using(using).filter(content_type__app_label=sender.label)
    for role in (KEEPER, REVIEWER):
        members, _created = group.objects.using(using).get_or_create(name=role)
        members.permissions.add(*own.filter(codename__in=codenames(role, models)))
        others = codenames(REVIEWER, models) - codenames(role, models)
        members.permissions.remove(*own.filter(codename__in=others))


def grant_after_migrate(config: AppConfig) -> None:
    post_migrate.connect(grant, sender=config, dispatch_uid="ratings.roles")

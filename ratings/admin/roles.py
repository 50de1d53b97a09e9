"""The two roles. A keeper enters facts about one authority; a reviewer also publishes,
deletes, applies imports, and changes what many lines or the list of authorities stand on.

What a published inspection says, and the days and codes of an authority, are changed only by
those who may publish, whichever page they come by: that rule is not a permission of Django's
and stands in `permissions.py`. Granted after every `migrate` (and `flush`), so that a model
that is added later is the reviewers' without a word, and is taken from keepers where it is
not theirs; what an administrator gave a group of other apps' is left alone.
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

from ratings.admin.site import admin_site

admin_site.register(User, UserAdmin)
admin_site.register(Group, GroupAdmin)
admin_site.register(AccessAttempt, AccessAttemptAdmin)


KEEPER, REVIEWER = "keeper", "reviewer"

SEEN = ("dataversion", "versionentry")
"""What nobody types: it is only looked at."""

RUN = "importrun"
"""An import: whoever enters inspections loads, reads and discards one; reviewers apply it."""

PARTS_OF_RUN = ("importchange", "importfile", "importitem")
"""What an import is made of: seen on its page, typed by nobody."""

KEEPERS_ADD = ("alias", "discrepancy", "event", "inspection", "neighbour", "rating")
"""What is entered and edited without a reviewer: it touches one authority, or is a draft."""

KEEPERS_CHANGE = (*KEEPERS_ADD, "authority")
"""An authority's name and place besides; its codes and days are read-only to keepers."""


def entered(models: list[str]) -> list[str]:
    """The models that people enter and edit: all but histories, imports, the data version."""
    untyped = {*SEEN, RUN, *PARTS_OF_RUN}
    return [name for name in models if not name.startswith("historical") and name not in untyped]


def codenames(role: str, models: list[str]) -> set[str]:
    """The permissions of a role. A keeper may throw away a draft, never a published fact."""
    names = {f"view_{name}" for name in (*entered(models), *SEEN, RUN)} | {f"add_{RUN}"}
    if role == REVIEWER:
        verbs = ("add", "change", "delete")
        return names | {"publish_inspection", f"apply_{RUN}"} | _named(verbs, entered(models))
    names |= _named(("add",), KEEPERS_ADD) | _named(("change",), KEEPERS_CHANGE)
    return names | {"delete_inspection", "delete_rating"}


def _named(verbs: Iterable[str], models: Iterable[str]) -> set[str]:
    return {f"{verb}_{name}" for verb, name in product(verbs, models)}


def grant(sender: AppConfig, using: str, apps: Apps, **_: Any) -> None:
    """Give both groups what they lack, and take from keepers what is the reviewers'."""
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

"""The two roles. A keeper enters and edits; a reviewer also publishes and deletes.

What a published inspection says is changed only by those who may publish one, whichever
page they come by: that rule is not a permission of Django's and stands in `permissions.py`.
Granted after every `migrate` (and `flush`), so that a model that is added later is part of
the roles without a word; what an administrator gave a group besides is left alone.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate

KEEPER, REVIEWER = "keeper", "reviewer"

SEEN = "dataversion"
"""What nobody types: it is only looked at."""


def entered(models: list[str]) -> list[str]:
    """The models that people enter and edit: all but histories and the data version."""
    return [name for name in models if not name.startswith("historical") and name != SEEN]


def codenames(role: str, models: list[str]) -> set[str]:
    """The permissions of a role. A keeper may throw away a draft, never a published fact."""
    names = {f"{verb}_{name}" for verb in ("add", "change", "view") for name in entered(models)}
    names |= {f"view_{SEEN}", "delete_inspection", "delete_rating"}
    if role == REVIEWER:
        names |= {f"delete_{name}" for name in entered(models)} | {"publish_inspection"}
    return names


def grant(sender: AppConfig, using: str, apps: Apps, **_: Any) -> None:
    """Give both groups what they lack, creating what does not exist yet."""
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


def grant_after_migrate(config: AppConfig) -> None:
    post_migrate.connect(grant, sender=config, dispatch_uid="ratings.roles")

"""History pages: who changed what, when and why; and an earlier value put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from ratings.admin.concurrency import changed_since, hold, seen_of
from ratings.admin.history_values import in_words, values_of
from ratings.importing.entry import Problem, Refused
from ratings.models.history import FIRST_RECORDED

if TYPE_CHECKING:
    from ratings.admin.base import KeeperAdmin

ONE_CHANGE = timedelta(seconds=2)
"""Rows written by one person for one reason within this time are one change."""

WHAT = {"+": "entered", "~": "changed", "-": "deleted"}


@dataclass(frozen=True, slots=True)
class Told:
    """A row whose changes are told, what to call it (empty: the object of the page), and
    the labels of its fields that say only what it belongs to."""

    row: models.Model
    name: str = ""
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that became another; both in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one row went through. `restore_url` is empty for the state that holds now."""

    when: datetime
    who: str
    what: str
    why: str
    subject: str
    fields: tuple[FieldChange, ...]
    restore_url: str
    is_new: bool

    def is_with(self, earlier: Change) -> bool:
        """Whether it belongs to the same step as one just before it."""
        same = (self.who, self.why) == (earlier.who, earlier.why)
        return same and self.when - earlier.when < ONE_CHANGE


def steps_of(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes latest first, those that one person made together in one step.

    What a row said before its first change is written down only when it changes, and is told
    last all the same: it is the oldest.
    """
    steps: list[list[Change]] = []
    for change in sorted(changes, key=lambda change: (change.why != FIRST_RECORDED, change.when)):
        if steps and change.is_with(steps[-1][-1]):
            steps[-1].append(change)
        else:
            steps.append([change])
    return steps[::-1]


def changes_of(told: Told, site: str) -> Iterator[Change]:
    """The history of a row, latest first; versions written together are one change."""
    versions = told.row.history.select_related("history_user").order_by("-history_id")  # type: ignore[attr-defined]
    groups = _together(list(versions))
    for index, group in enumerate(groups):
        before = groups[index + 1][0] if index + 1 < len(groups) else None
        fields = tuple(_differences(before, group[0], told.untold))
        if fields or before is None or group[0].history_type == "-":
            restore = _restore_url(group[0], site) if index else ""
            yield _change(told, group, fields, restore)


def _together(versions: list[Any]) -> list[list[Any]]:
    """Versions, latest first, in groups that were written at once (a row, then its sources)."""
    groups: list[list[Any]] = []
    for version in versions:
        if groups and _is_one_change(groups[-1][-1], version):
            groups[-1].append(version)
        else:
            groups.append([version])
    return groups


def _is_one_change(later: Any, earlier: Any) -> bool:
    return (
        later.history_user_id == earlier.history_user_id
        and later.history_change_reason == earlier.history_change_reason
        and later.history_type == "~"
        and later.history_date - earlier.history_date < ONE_CHANGE
    )


def _change(told: Told, group: list[Any], fields: tuple[FieldChange, ...], restore: str) -> Change:
    latest, first = group[0], group[-1]
    return Change(
        when=latest.history_date,
        who=_who(latest),
        what=WHAT[latest.history_type if latest.history_type == "-" else first.history_type],
        why=latest.history_change_reason or "",
        subject=told.name,
        fields=fields,
        restore_url=restore,
        is_new=not any(field.old for field in fields),
    )


def _who(version: Any) -> str:
    user = version.history_user
    if version.history_change_reason == FIRST_RECORDED:
        return "The record"
    return str(user.get_full_name() or user.get_username()) if user else "A command"


def _restore_url(version: Any, site: str) -> str:
    opts = version.instance_type._meta
    name = f"{site}:{opts.app_label}_{opts.model_name}_simple_history"
    return reverse(name, args=[getattr(version, opts.pk.attname), version.history_id])


def _differences(before: Any, after: Any, untold: tuple[str, ...]) -> Iterator[FieldChange]:
    old = values_of(before) if before is not None else {}
    for label, value in values_of(after).items():
        if old.get(label) != value and (before is not None or value) and label not in untold:
            yield FieldChange(label, in_words(old.get(label)), in_words(value))


def history_page(admin: KeeperAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Every change of an object and of what belongs to it, latest first."""
    obj = _object(admin, request, object_id)
    changes = [c for told in admin.told(obj) for c in changes_of(told, admin.admin_site.name)]
    context = {
        **admin.admin_site.each_context(request),
        "title": "History",
        "subtitle": str(obj),
        "opts": admin.opts,
        "object": obj,
        "steps": steps_of(changes),
        "may_restore": admin.may_restore(request, obj),
    }
    return render(request, "admin/history.html", context)


class RestoreForm(forms.Form):
    """Why an earlier value is right after all, of a row as it was seen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why",
        max_length=400,
        error_messages={"required": "Say why the earlier value is right after all."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def restore_page(
    admin: KeeperAdmin, request: HttpRequest, object_id: str, version_id: str
) -> HttpResponse:
    """Show what going back would change; do it when a reason is given."""
    obj = _object(admin, request, object_id)
    if not admin.may_restore(request, obj):
        raise PermissionDenied
    if not version_id.isdecimal():
        raise Http404("There is no such version.")
    version = get_object_or_404(obj.history, history_id=version_id)
    form = RestoreForm(request.POST or None, initial={"seen": seen_of(admin, obj)})
    if request.method == "POST" and form.is_valid():
        try:
            restore(admin, obj, version, **form.cleaned_data)
        except (ValidationError, Refused) as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(request, f"Restored: {obj}.")
            return HttpResponseRedirect(admin.address("history", object_id))
    return render(request, "admin/restore.html", _restore_context(admin, request, version, form))


def _restore_context(
    admin: KeeperAdmin, request: HttpRequest, version: Any, form: RestoreForm
) -> dict[str, Any]:
    obj = _object(admin, request, str(version.instance.pk))
    now, then = values_of(obj), values_of(version)
    skipped = {admin.opts.get_field(name).verbose_name for name in admin.unrestored}
    fields = [
        FieldChange(label, in_words(now.get(label)), in_words(value))
        for label, value in then.items()
        if now.get(label) != value and label not in skipped
    ]
    return {
        **admin.admin_site.each_context(request),
        "title": "Restore an earlier value",
        "subtitle": str(obj),
        "opts": admin.opts,
        "object": obj,
        "version": version,
        "fields": fields,
        "form": form,
        "history_url": admin.address("history", obj.pk),
    }


def _object(admin: KeeperAdmin, request: HttpRequest, object_id: str) -> Any:
    obj = admin.get_object(request, object_id)
    if obj is None:
        raise Http404("There is no such row; it may have been deleted.")
    if not admin.has_view_or_change_permission(request, obj):
        raise PermissionDenied
    return obj


@transaction.atomic
def restore(admin: KeeperAdmin, obj: Any, version: Any, reason: str, seen: str = "") -> None:
    """Put back the values of a version, with who, when and why.

    Raises ValidationError or Refused, with nothing written, where it cannot stand, or where
    somebody has changed the row since it was seen.
    """
    hold(admin, obj)
    if seen and (said := changed_since(admin, obj, seen)):
        raise Refused([Problem("", said)])
    before = admin.standing_problems(obj)
    day = timezone.localtime(version.history_date)
    why = f"restored what it said on {day:%-d %B %Y, %H:%M}: {reason}"
    for field in obj._meta.concrete_fields:
        if not (field.primary_key or field.generated or field.name in admin.unrestored):
            setattr(obj, field.attname, getattr(version, field.attname))
    admin.keep_restored(obj, why)
    for field in version._history_m2m_fields:
        related = [
            getattr(row, f"{field.m2m_reverse_field_name()}_id") for row in _rows(version, field)
        ]
        getattr(obj, field.name).set(related)
    added = [problem for problem in admin.standing_problems(obj) if problem not in before]
    if added:
        raise Refused(added)


def _rows(version: Any, field: Any) -> Any:
    return getattr(version, field.name).all()


def _sentences(refusal: ValidationError | Refused) -> list[str]:
    if isinstance(refusal, Refused):
        return [problem.message for problem in refusal.problems]
    return list(refusal.messages)

"""History pages: who changed what, when and why; and restoring an earlier version."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from ratings.admin.concurrency import ConcurrentAdmin, HistoryRow
from ratings.admin.pages import PagesMixin
from ratings.importing.entry import EntryRefusedError
from ratings.models.history import FIRST_RECORDED
from ratings.rules.dates import day_in_words
from ratings.rules.validation import Problem

ONE_CHANGE = timedelta(seconds=2)
"""Rows written by one user for one reason within this time count as one change."""

WHAT = {"+": "entered", "~": "changed", "-": "deleted"}


Change = dict[str, Any]
"""One change to one row, or to one field of it (label, old and new value), as display text."""


def grouped(items: Iterable[Any], belongs: Callable[[Any, Any], bool]) -> list[list[Any]]:
    """Group items with those before them to which they belong."""
    groups: list[list[Any]] = []
    for item in items:
        if groups and belongs(groups[-1][-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def steps_of(changes: Iterable[Change]) -> list[list[Change]]:
    """Group changes into steps, latest first; one user's simultaneous changes are one step.

    A row's original values are saved only at its first change, but are listed last all the
    same, as they are the oldest.
    """

    def is_with(before: Change, change: Change) -> bool:
        same = (change["who"], change["why"]) == (before["who"], before["why"])
        return same and bool(change["when"] - before["when"] < ONE_CHANGE)

    in_order = sorted(changes, key=lambda each: (each["why"] != FIRST_RECORDED, each["when"]))
    return grouped(in_order, is_with)[::-1]


def changes_of(told: HistoryRow, site: str) -> Iterator[Change]:
    """Yield the changes of a row, latest first; versions written together are one change.

    `restore_url` is empty for the current version.
    """
    row, name, untold = told
    url = f"{site}:{row._meta.app_label}_{row._meta.model_name}_simple_history"
    versions = row.history.select_related("history_user").order_by("-history_id")  # type: ignore[attr-defined]
    groups = grouped(versions, _is_one_change)
    for index, group in enumerate(groups):
        before = groups[index + 1][0] if index + 1 < len(groups) else None
        latest, first = group[0], group[-1]
        old, new = values_of(before) if before is not None else {}, values_of(latest)
        if before is None:
            new = {label: value for label, value in new.items() if value}
        fields = differences(old, new, untold)
        is_deleted = latest.history_type == "-"
        if fields or before is None or is_deleted:
            yield {
                "when": latest.history_date,
                "who": _who(latest),
                "what": WHAT[latest.history_type if is_deleted else first.history_type],
                "why": latest.history_change_reason or "",
                "subject": name,
                "fields": fields,
                "restore_url": reverse(url, args=[row.pk, latest.history_id]) if index else "",
                "is_new": not any(field["old"] for field in fields),
            }


def _is_one_change(later: Any, version: Any) -> bool:
    """Whether two versions were written together (a row, then its sources)."""
    return (
        later.history_user_id == version.history_user_id
        and later.history_change_reason == version.history_change_reason
        and later.history_type == "~"
        and later.history_date - version.history_date < ONE_CHANGE
    )


def _who(version: Any) -> str:
    user = version.history_user
    if version.history_change_reason == FIRST_RECORDED:
        return "The record"
    return str(user.get_full_name() or user.get_username()) if user else "A command"


def differences(
    old: dict[str, Any], new: dict[str, Any], untold: Container[str] = ()
) -> list[Change]:
    """The fields whose values differ, by their labels."""
    return [
        {"label": label, "old": in_words(old.get(label)), "new": in_words(value)}
        for label, value in new.items()
        if old.get(label) != value and label not in untold
    ]


def values_of(row: Any) -> dict[str, Any]:
    """Return the value of every field of a row or a historical version of it, by its label."""
    model = getattr(row, "instance_type", type(row))
    found = {
        str(field.verbose_name): _value(row, field)
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    for field in model._meta.many_to_many:
        rows = getattr(row, field.name).all()
        if hasattr(row, "history_id"):
            rows = [getattr(one, field.m2m_reverse_field_name()) for one in rows]
        found[str(field.verbose_name)] = ", ".join(sorted(map(str, rows)))
    return found


def _value(row: Any, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        key = getattr(row, field.attname)
        related = field.related_model._default_manager.filter(pk=key).first()
        return str(related or key or "")
    value = getattr(row, field.attname)
    return str(dict(field.flatchoices).get(value, value)) if field.choices and value else value


def in_words(value: Any) -> str:
    """Return a value as display text; None is an empty string."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_in_words(value) if isinstance(value, date) else str(value)


class RestoreForm(forms.Form):
    """The reason for restoring a version, and the state of the row when rendered (`seen`)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why",
        max_length=400,
        error_messages={"required": "Say why the earlier value is right after all."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HistoryAdmin(PagesMixin, ConcurrentAdmin):
    """A ModelAdmin with a history page, from which an earlier version can be restored."""

    fixed: Sequence[str] = ()
    unrestored: Sequence[str] = ()
    """Fields that restoring does not change, besides the `fixed` ones."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show every change to an object and its related rows, latest first."""
        obj = self._object(request, object_id)
        changes = [c for told in self.told(obj) for c in changes_of(told, self.admin_site.name)]
        context = {
            "subtitle": str(obj),
            "object": obj,
            "steps": steps_of(changes),
            "may_restore": self.may_restore(request, obj),
        }
        return self.page(request, "history", "History", context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what restoring a version would change; restore it when a reason is posted."""
        obj = self._object(request, object_id)
        if not self.may_restore(request, obj):
            raise PermissionDenied
        if not version_id.isdecimal():
            raise Http404("There is no such version.")
        version = get_object_or_404(obj.history, history_id=version_id)
        form = RestoreForm(request.POST or None, initial={"seen": self.seen_of(obj)})
        if request.method == "POST" and form.is_valid():
            try:
                self.restore(obj, version, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            except EntryRefusedError as refusal:
                form.add_error(None, [problem.message for problem in refusal.problems])
            else:
                messages.success(request, f"Restored: {obj}.")
                return HttpResponseRedirect(self.address("history", object_id))
        obj = self._object(request, str(version.instance.pk))
        skipped = {
            self.opts.get_field(name).verbose_name for name in (*self.fixed, *self.unrestored)
        }
        context = {
            "subtitle": str(obj),
            "object": obj,
            "version": version,
            "fields": differences(values_of(obj), values_of(version), skipped),
            "form": form,
            "history_url": self.address("history", obj.pk),
        }
        return self.page(request, "restore", "Restore an earlier value", context)

    def _object(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404("There is no such row; it may have been deleted.")
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return obj

    @transaction.atomic
    def restore(self, obj: Any, version: Any, reason: str, seen: str = "") -> None:
        """Restore the values of a version, recording the user, time and reason.

        Raises ValidationError or EntryRefusedError, with nothing written, if the result is not
        valid or another user has changed the row since it was rendered.
        """
        self.hold(obj)
        if seen and (said := self.changed_since(obj, seen)):
            raise EntryRefusedError([Problem("", said)])
        before = self.standing_problems(obj)
        day = timezone.localtime(version.history_date)
        why = f"restored what it said on {day:%-d %B %Y, %H:%M}: {reason}"
        kept = {*self.fixed, *self.unrestored}
        for field in obj._meta.concrete_fields:
            if not (field.primary_key or field.generated or field.name in kept):
                setattr(obj, field.attname, getattr(version, field.attname))
        self.keep_restored(obj, why)
        for field in version._history_m2m_fields:
            related = f"{field.m2m_reverse_field_name()}_id"
            rows = getattr(version, field.name).all()
            getattr(obj, field.name).set([getattr(row, related) for row in rows])
        added = [problem for problem in self.standing_problems(obj) if problem not in before]
        if added:
            raise EntryRefusedError(added)

    def may_restore(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the user may restore an earlier version."""
        return bool(self.has_change_permission(request, obj))

    def standing_problems(self, obj: Any) -> Sequence[Problem]:
        """Return the errors in a row as it is stored: restoring must not add to them."""
        return ()

    def keep_restored(self, obj: Any, reason: str) -> None:
        """Save a row with its restored values, except many-to-many ones."""
        obj._change_reason = reason
        obj.full_clean()
        obj.save()

"""Forms that require a reason for each change and detect concurrent changes (`seen`)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ratings.admin.concurrency import ConcurrentAdmin, last_known

WHY = ("reason", "seen")
"""The last fields of a form that changes a row."""

SAY_WHY = "Say why this is changed: the old value is kept with your reason beside it."


class ReasonForm(forms.ModelForm):
    """A form that changes a row only if a reason is given and the row has not changed since the
    form was rendered; a new row needs neither."""

    of_page: ConcurrentAdmin | None = None
    """The admin that checks whether the row has changed; None for a new row."""

    reason = forms.CharField(
        label="Why this is changed",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Needed for a change, and shown in the history: what was wrong, and who says so.",
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.of_page:
            self.initial["seen"] = self.of_page.seen_of(self.instance)

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen and self.of_page and (said := self.of_page.changed_since(self.instance, seen)):
            self.add_error(None, said)
        return seen

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.instance.pk and self.changes_row and not reason:
            raise ValidationError(SAY_WHY)
        return reason

    @property
    def changes_row(self) -> bool:
        """Whether any field of the row differs from its stored value."""
        return bool(set(self.changed_data) - set(WHY))


class ReasonedFormSet(forms.BaseInlineFormSet):
    """Inline rows: changing them requires the reason given in the parent form."""

    model: Any

    def get_queryset(self) -> Any:
        """When bound, return the submitted rows in their order, so that rows which others have
        added or deleted since cannot pair one row's values with another row."""
        return self._sent if self.is_bound else super().get_queryset()

    @cached_property
    def _sent(self) -> list[Any]:
        there = {str(row.pk): row for row in super().get_queryset()}
        name = self.model._meta.pk.name
        count = min(self.initial_form_count(), self.total_form_count())
        prefixes = map(self.add_prefix, range(count))
        sent = [self.data.get(f"{prefix}-{name}", "") for prefix in prefixes]
        return [there.get(pk) or self._gone(pk) for pk in sent]

    def _gone(self, pk: str) -> Any:
        """Return a stand-in for a row that was deleted or never existed; it has no primary key,
        so that it is not saved."""
        row = last_known(self.model, pk) or self.model()
        row.pk = None
        setattr(row, self.fk.name, self.instance)
        return row

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give each field an `aria-label` of column and row, as table cells have no label."""
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", f"{field.label}, {row}")

    def clean(self) -> None:
        super().clean()
        if self.instance.pk and self.has_changed() and not self.data.get("reason", "").strip():
            raise ValidationError(SAY_WHY)


def reason_of(form: Any) -> str:
    """Return the reason given in a form, or an empty string."""
    return str(form.cleaned_data.get("reason") or "")

"""Forms that change rows: each change with a reason, and of what its sender has seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ratings.admin.seen import CHANGED

WHY = ("reason", "seen")
"""The last fields of a form that changes a row."""

SAY_WHY = "Say why this is changed: the old value is kept with your reason beside it."


class ReasonForm(forms.ModelForm):
    """A form that changes a row only with a reason, and only as it was when the form was sent
    out; a new row needs neither."""

    now_seen = ""
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
        self.initial["seen"] = self.now_seen

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen and seen != self.now_seen:
            self.add_error(None, CHANGED)
        return seen

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        changed = set(self.changed_data) - set(WHY)
        if self.instance.pk and changed and not reason:
            raise ValidationError(SAY_WHY)
        return reason


class ReasonedFormSet(forms.BaseInlineFormSet):
    """Rows that belong to another: changing them needs the reason given for the whole form."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """A field in a table has no label of its own: it is named by column and row."""
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
    """The reason that a form gives, or nothing."""
    return str(form.cleaned_data.get("reason") or "")

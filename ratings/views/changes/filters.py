"""Query-string filters of the changes, the discrepancies and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms

from ratings.models.record import Record
from ratings.parameters import ChosenField
from ratings.views.compare.params import slug_of
from ratings.views.dates import check

Choices = Iterable[tuple[str, Any]]


class NarrowingForm(forms.Form):
    """A filter form: an authority by name or code, and choices.

    `slug` is the authority asked for, once `checked`; empty for all of them.
    """

    slug = ""

    authority = forms.CharField(
        label="Name or code",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any], **choices: Choices) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, ChosenField)
            field.choices = list(values)
        for name, field in self.fields.items():
            field.widget.attrs |= {"id": f"filter-{name}", "class": "field"}
        self.fields["authority"].allowed = ("a name or code of up to 100 characters",)  # type: ignore[attr-defined]

    def checked(self, record: Record) -> Self:
        """The form, and in `slug` the authority asked for. Raises ParameterError."""
        check(self)
        text = self.cleaned_data["authority"]
        self.slug = slug_of("authority", text, record) if text else ""
        return self

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that narrow the page, by name."""
        given = {field.name: self.data.get(field.name) for field in self.visible_fields()}
        return {name: value for name, value in given.items() if value}

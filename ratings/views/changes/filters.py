"""Query-string filters of the changes, the discrepancies and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from ratings.models.authority_search import AuthoritySearch
from ratings.parameters import ChosenField
from ratings.views.compare.params import slug_of
from ratings.views.dates import check

Choices = Iterable[tuple[str, Any]]


class NarrowingForm(forms.Form):
    """A filter form: an authority by name or code, and choices."""

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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter as the component renders it; `authority` is a slug, empty for all of them."""

    form: NarrowingForm
    authority: str

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that narrow the page, by name."""
        names = [field.name for field in self.form.visible_fields()]
        given = {name: self.form.data.get(name) for name in names}
        return {name: value for name, value in given.items() if value}

    def value(self, name: str) -> Any:
        """The cleaned value of a field."""
        return self.form.cleaned_data[name]


def narrowing(form: NarrowingForm, names: AuthoritySearch) -> Narrowing:
    """The filter that a form means. Raises ParameterError."""
    check(form)
    text = form.cleaned_data["authority"]
    return Narrowing(form, slug_of("authority", text, names) if text else "")

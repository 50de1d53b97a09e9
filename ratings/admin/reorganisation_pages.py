"""Admin pages for a reorganisation (form, confirmation, save) and for a change of code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import slugify

from ratings.admin.base import BaseAdmin
from ratings.admin.concurrency import serialised
from ratings.admin.fields import DayField
from ratings.admin.forms import AuthorityChoice, add_problems, address_field
from ratings.admin.roles import may_publish
from ratings.importing.entry import EntryRefusedError
from ratings.importing.reorganisation import (
    Reorganisation,
    changed_codes,
    keep_authority,
    problems,
    reorganise,
)
from ratings.models import Authority, Succession
from ratings.models.source import SourceStrength
from ratings.rules.validation import Problem

MOST_SUCCESSORS = 4

NEW = ("name", "slug", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
       "latitude", "longitude")  # fmt: skip


class EndForm(forms.Form):
    """The council that ends, its last day and the source."""

    predecessor = AuthorityChoice(label="Council that ends")
    last_day = DayField(label="Its last day")
    source_url = address_field(
        "Source", "Where the order or the announcement can be read.", required=True
    )
    verified = forms.ChoiceField(
        label="Strength of evidence",
        choices=SourceStrength.choices,
        initial=SourceStrength.REGISTRY,
    )
    reason = forms.CharField(
        label="Why", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept in the history. Left empty: “reorganisation”.",
    )  # fmt: skip


class SuccessorForm(forms.ModelForm):
    """One successor: an existing council of the record, or a new one with its codes."""

    existing = AuthorityChoice(
        label="In the record already", required=False, empty_label="none: create it below"
    )
    kind = forms.ChoiceField(
        label="What happened", choices=[("", "choose …"), *Succession.Kind.choices], required=False
    )

    class Meta:
        model = Authority
        fields = NEW
        labels = {"name": "Name of the new council"}
        help_texts = {"slug": "For its address; left empty, it is made from the name."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEW:
            self.fields[name].required = False
            self.fields[name].widget.is_required = False

    @property
    def is_blank(self) -> bool:
        return not any(self.data.get(self.add_prefix(name)) for name in self.fields)

    def new_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NEW]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_blank:
            return data
        if not data.get("kind"):
            self.add_error("kind", "Say what happened: merged, split, part transferred, replaced.")
        if data.get("existing") and data.get("name"):
            self.add_error("existing", "Either choose a council of the record or name a new one.")
        if not data.get("slug"):
            data["slug"] = slugify(data.get("name", ""))
        return data

    def _post_clean(self) -> None:
        """Skip model validation: the whole plan is validated, once the first day is known."""

    def succession(self) -> Succession:
        data = self.cleaned_data
        new = Authority(**{name: data[name] for name in NEW})
        return Succession(successor=data["existing"] or new, kind=data["kind"])


def _plan(form: EndForm, rows: list[SuccessorForm]) -> Reorganisation | None:
    """Validate the forms and return the plan, or None with the errors added to the forms."""
    given = [row for row in rows if not row.is_blank]
    valid = [item.is_valid() for item in (form, *rows)]
    if not all(valid):
        return None
    data = form.cleaned_data
    plan = Reorganisation(
        predecessor=data["predecessor"],
        last_day=data["last_day"],
        successors=tuple(row.succession() for row in given),
        source_url=data["source_url"],
        verified=data["verified"],
    )
    found = problems(plan)
    _say(found, form, given)
    return None if found else plan


def _say(found: list[Problem], form: EndForm, given: list[SuccessorForm]) -> None:
    """Add each error to the form field of the council that it is about."""
    for problem in found:
        if not problem.field.startswith("successor:"):
            add_problems(form, [problem])
            continue
        _, number, *name = problem.field.split(":")
        field = name[0] if name else "existing"
        add_problems(given[int(number)], [Problem(field, problem.message)])


class CodesForm(forms.Form):
    """A council that continues under another code or slug."""

    authority = AuthorityChoice()
    gss_code = forms.CharField(label="New GSS code", max_length=9, required=False)
    la_code = forms.CharField(label="New DfE code", max_length=3, required=False)
    slug = forms.CharField(label="New slug", max_length=80, required=False)
    reason = forms.CharField(
        label="Why", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it changes, and where that can be read."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        authority = data.get("authority")
        if authority is None or self.errors:
            return data
        changed = changed_codes(authority, data)
        if not changed:
            raise forms.ValidationError("Nothing changes: give a new code or slug.")
        for field in changed:
            setattr(authority, field, data[field])
        try:
            authority.full_clean()
        except forms.ValidationError as refusal:
            for field, found in refusal.message_dict.items():
                self.add_error(field if field in self.fields else None, found)
        return data


class ReorganisationAdmin(BaseAdmin):
    """The two pages on which reviewers reorganise councils and change their codes."""

    own_pages = ("reorganise", "codes")

    @serialised
    def reorganise_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with any errors, then a confirmation page; save on confirmation."""
        self._for_reviewers(request)
        step = request.POST.get("step", "") if request.method == "POST" else ""
        told = request.POST if step else None
        form = EndForm(told, initial=request.GET.dict())
        rows = [SuccessorForm(told, prefix=f"s{number}") for number in range(MOST_SUCCESSORS)]
        again = {"form": form, "rows": rows}
        plan = _plan(form, rows) if step in {"check", "save"} else None
        if plan is None:
            return self.page(request, "reorganise", "Reorganisation", again)
        if step == "check":
            skipped = {"step", "csrfmiddlewaretoken"}
            hidden = [(n, v) for n, v in request.POST.items() if n not in skipped]
            context = {"plan": plan, "hidden": hidden}
            return self.page(request, "reorganise_check", "What this will do", context)
        try:
            reorganise(plan, form.cleaned_data["reason"] or "reorganisation")
        except EntryRefusedError as refusal:
            _say(refusal.problems, form, rows)
            return self.page(request, "reorganise", "Reorganisation", again)
        messages.success(request, f"{plan.predecessor} ends and is followed by {plan.names}.")
        return HttpResponseRedirect(self.address("change", plan.predecessor.pk))

    @serialised
    def codes_view(self, request: HttpRequest) -> HttpResponse:
        """Give an authority a new code or slug; the old one is kept, so that its URLs redirect."""
        self._for_reviewers(request)
        form = CodesForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            authority = form.cleaned_data["authority"]
            try:
                kept = keep_authority(authority, form.cleaned_data["reason"])
            except EntryRefusedError as refusal:
                add_problems(form, refusal.problems)
            else:
                names = ", ".join(str(row) for row in kept)
                messages.success(request, f"{authority}: changed. {names} still leads to it.")
                return HttpResponseRedirect(self.address("change", authority.pk))
        return self.page(request, "codes", "Change of code", {"form": form})

    def _for_reviewers(self, request: HttpRequest) -> None:
        """Raise PermissionDenied unless the user may publish and may add and change authorities."""
        allowed = self.has_add_permission(request) and self.has_change_permission(request)
        if not (allowed and may_publish(request)):
            raise PermissionDenied("Reorganisations and changes of code are for reviewers.")

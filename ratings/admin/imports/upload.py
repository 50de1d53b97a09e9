"""The two upload pages, for a release and for a report; both redirect to the run's page."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ratings.admin.forms import address_field
from ratings.admin.imports.labels import file_size
from ratings.admin.imports.pages import ADD, RunPagesMixin, refusal_of
from ratings.importing import jobs
from ratings.importing.readers import LIMITS
from ratings.models import ImportRun, Source

Status = ImportRun.Status
UNDECIDED = (Status.WAITING, Status.PLANNING, Status.PLANNED, Status.APPLYING)
LONGEST_NAME = 200
MOST = file_size(LIMITS.file_bytes)


class SentFile(forms.FileField):
    """A file field that rejects files of more than `LIMITS.file_bytes` bytes."""

    def __init__(self, accept: str, missing: str, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.FileInput(attrs={"accept": accept}),
            error_messages={
                "required": missing,
                "empty": "The file is empty. Download it again and check its size.",
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile) and (found.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(
                f"The file has {file_size(found.size or 0)}; at most {MOST} are read."
            )
        return found


class ReleaseForm(forms.Form):
    """Upload form for an Ofsted release, or for the site's own table."""

    file = SentFile(
        ".ods,.xlsx,.xlsb,.xls,.csv",
        "Choose the file of the release.",
        help_text=f"ODS, XLSX or CSV, as Ofsted publishes it; at most {MOST}.",
    )
    source = forms.ModelChoiceField(
        Source.objects.filter(address_with_fact=False).order_by("order"),
        required=False,
        empty_label="what its cover names",
        help_text="Who says what the file says. Leave it so, unless the file has no cover sheet.",
    )
    only_sheet = forms.CharField(
        label="Only the sheet",
        required=False,
        max_length=200,
        help_text="Its name, to read one sheet and leave the others. Empty: every sheet is read.",
    )


class ReportForm(forms.Form):
    """Upload form for an Ofsted report and its URL."""

    file = SentFile(
        ".pdf,application/pdf",
        "Choose the PDF of the report.",
        help_text=f"The PDF as Ofsted publishes it; at most {MOST}.",
    )
    report_url = address_field(
        "Address of the report at Ofsted",
        "Such as https://files.ofsted.gov.uk/v1/file/50300000. It can be left empty now,"
        " but nothing is published without it: the inspection is then entered as a draft.",
        widget=forms.URLInput(attrs={"size": 60}),
    )


class UploadMixin(RunPagesMixin):
    """The two upload pages, for a release and for a report; both redirect to the run's page."""

    def load_release(self, request: HttpRequest) -> HttpResponse:
        form = ReleaseForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
        return self._upload(request, form, ImportRun.Kind.RELEASE, "Load a release")

    def read_report(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
        return self._upload(request, form, ImportRun.Kind.REPORT, "Read a report")

    def _upload(
        self, request: HttpRequest, form: ReleaseForm | ReportForm, kind: str, title: str
    ) -> HttpResponse:
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        if request.method == "POST":
            form.is_bound = True
            run = self._received(request, form, kind) if form.is_valid() else None
            if run is not None:
                return HttpResponseRedirect(self.address("change", run.pk))
        return self.show(request, f"load_{kind}", title, {"form": form})

    def _received(
        self, request: HttpRequest, form: ReleaseForm | ReportForm, kind: str
    ) -> ImportRun | None:
        """Save the file and start planning; None, with a form error, if the file is rejected."""
        about = dict(form.cleaned_data)
        sent = about.pop("file")
        data = sent.read()
        same = ImportRun.objects.filter(
            kind=kind, file_sha256=hashlib.sha256(data).hexdigest(), status__in=UNDECIDED, **about
        ).first()
        if same is not None:
            messages.warning(request, "This very file was sent already and is not decided yet.")
            return same
        try:
            run = jobs.save_upload(kind, sent.name[-LONGEST_NAME:], data, request.user, **about)
        except jobs.ImportJobError as refusal:
            form.add_error("file", str(refusal))
            return None
        if problem := refusal_of(jobs.start_worker, run, "plan"):
            messages.error(request, problem)
        return run

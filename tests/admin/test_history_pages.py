"""A correction keeps the old value, who changed it, when and why; and can be taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from ratings.models import Authority, FormerCode, Inspection
from tests.admin.conftest import change_address, form_data

YORK = "york-ilacs-2023-2025-02-24"
LABEL = {"ratings-1-label_as_published": "Good"}


@pytest.fixture
def inspection(record: None) -> Inspection:
    return Inspection.objects.get(key=YORK)


def change(client: Client, row: object, **values: object) -> object:
    address = change_address(row)
    return client.post(address, {**form_data(client.get(address)), **values})


def test_a_change_without_a_reason_is_refused_and_with_one_is_kept(
    reviewer: Client, inspection: Inspection
) -> None:
    response = change(reviewer, inspection, published="16 April 2025")
    assert "Say why this is changed" in response.content.decode()
    change(reviewer, inspection, published="16 April 2025", reason="the letter says 16 April")
    latest = inspection.history.latest()
    assert (latest.history_user.username, latest.history_change_reason) == (
        "robin", "the letter says 16 April",
    )  # fmt: skip
    assert str(inspection.history.earliest().published) == "2025-04-15"


def test_saving_without_a_change_needs_no_reason(reviewer: Client, inspection: Inspection) -> None:
    assert change(reviewer, inspection).status_code == 302


def test_a_grade_is_corrected_with_a_reason_and_not_without(
    reviewer: Client, inspection: Inspection
) -> None:
    rating = inspection.ratings.get(area__key="leaders")
    response = change(reviewer, inspection, **{"ratings-1-answer": "grade:good"})
    assert "Say why this is changed" in response.content.decode()
    changes = {"ratings-1-answer": "grade:good", "reason": "misread"}
    page = change(reviewer, inspection, **changes).content.decode()
    assert "The words as published still say “Outstanding”" in page
    assert change(reviewer, inspection, **changes, **LABEL).status_code == 302
    rating.refresh_from_db()
    assert rating.grade.key == "good"
    assert rating.history.latest().history_change_reason == "misread"


def test_a_grade_of_another_scale_is_refused_in_the_change_form(
    reviewer: Client, inspection: Inspection
) -> None:
    changes = {"ratings-1-answer": "grade:adequate", "reason": "misread"}
    page = change(reviewer, inspection, **changes).content.decode()
    assert "ILACS 2023 does not give this grade" in page


def test_only_the_areas_of_the_framework_stand_in_the_change_form(
    reviewer: Client, inspection: Inspection
) -> None:
    response = reviewer.get(change_address(inspection))
    (inline,) = response.context["inline_admin_formsets"]
    asked = [form.area.key for form in inline.formset.forms]
    assert asked == [area.key for area in inspection.framework.areas.all()]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"end_date": "1 February 2025"}, "before the first day"),
        ({"published": "1 March 2025"}, "published before its last day"),
        ({"start": "24 February 2022"}, "is for inspections that began"),
        ({"sources": []}, "choose at least one source"),
        ({"report_url": ""}, "give its address at Ofsted"),
    ],
)
def test_the_guards_of_entering_hold_for_a_correction_too(
    reviewer: Client, inspection: Inspection, values: dict[str, object], message: str
) -> None:
    page = change(reviewer, inspection, **values, reason="so").content.decode()
    assert message in page


def test_the_history_tells_old_and_new_value_who_and_why(
    reviewer: Client, inspection: Inspection
) -> None:
    values = {"published": "16 April 2025", "ratings-1-answer": "grade:good", **LABEL}
    change(reviewer, inspection, **values, reason="the report says so")
    page = reviewer.get(f"/admin/ratings/inspection/{inspection.pk}/history/").content.decode()
    for told in ("15 April 2025", "16 April 2025", "robin", "the report says so", "Leaders"):
        assert told in page
    assert "<del>outstanding</del>" in page
    assert "<ins>good</ins>" in page


def test_an_earlier_value_is_restored_with_a_reason_and_not_without(
    reviewer: Client, inspection: Inspection
) -> None:
    change(reviewer, inspection, published="16 April 2025", reason="so it seemed")
    first = inspection.history.earliest()
    address = f"/admin/ratings/inspection/{inspection.pk}/history/{first.history_id}/"
    page = reviewer.get(address).content.decode()
    assert "<del>16 April 2025</del>" in page
    assert "Say why the earlier value" in reviewer.post(address, {"reason": ""}).content.decode()
    reviewer.post(address, {"reason": "the letter was right"})
    inspection.refresh_from_db()
    assert str(inspection.published) == "2025-04-15"
    assert inspection.history.latest().history_change_reason.endswith(": the letter was right")
    assert inspection.status == "published"


def test_restoring_brings_back_the_sources_too(reviewer: Client, inspection: Inspection) -> None:
    before = sorted(source.key for source in inspection.sources.all())
    kept = [inspection.sources.get(key="report-pdf").pk]
    change(reviewer, inspection, sources=kept, reason="only the report")
    assert [s.key for s in inspection.sources.all()] == ["report-pdf"]
    first = inspection.history.earliest()
    address = f"/admin/ratings/inspection/{inspection.pk}/history/{first.history_id}/"
    reviewer.post(address, {"reason": "the releases say it too"})
    assert sorted(source.key for source in inspection.sources.all()) == before


def test_a_grade_is_restored_from_the_history_of_its_inspection(
    reviewer: Client, inspection: Inspection
) -> None:
    values = {"ratings-1-answer": "grade:good", **LABEL}
    change(reviewer, inspection, **values, reason="misread")
    rating = inspection.ratings.get(area__key="leaders")
    first = rating.history.earliest()
    reviewer.post(
        f"/admin/ratings/rating/{rating.pk}/history/{first.history_id}/", {"reason": "no"}
    )
    rating.refresh_from_db()
    assert rating.grade.key == "outstanding"


def test_a_code_changed_in_the_form_is_kept_and_its_address_redirects(
    reviewer: Client, client: Client, record: None
) -> None:
    kent = Authority.objects.get(slug="kent")
    old = kent.gss_code
    change(reviewer, kent, gss_code="E10000999", slug="kent-new", reason="SI 2026/1")
    assert FormerCode.objects.filter(authority=kent, scheme="gss", value=old).exists()
    response = client.get("/authorities/kent/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/authorities/kent-new/")


def test_a_code_that_was_another_s_is_refused(reviewer: Client, record: None) -> None:
    kent = Authority.objects.get(slug="kent")
    barnsley = FormerCode.objects.get(authority__slug="barnsley", scheme="gss")
    page = change(reviewer, kent, gss_code=barnsley.value, reason="so").content.decode()
    assert "was Barnsley’s before" in page or "was Barnsley&#x27;s before" in page


def test_a_version_without_its_source_or_address_is_not_restored(
    reviewer: Client, inspection: Inspection
) -> None:
    before = list(inspection.sources.all())
    for lacking in ("sources", "report_url"):
        if lacking == "sources":
            inspection.sources.clear()
        else:
            Inspection.objects.filter(pk=inspection.pk).update(report_url="")
            inspection.refresh_from_db()
        inspection.note = f"without {lacking}"
        inspection.save()
        bare = inspection.history.latest()
        inspection.sources.set(before)
        inspection.report_url = "https://files.ofsted.gov.uk/v1/file/50300000"
        inspection.save()
        address = f"/admin/ratings/inspection/{inspection.pk}/history/{bare.history_id}/"
        page = reviewer.post(address, {"reason": "so"})
        assert page.context["form"].errors
        inspection.refresh_from_db()
        assert inspection.sources.exists()
        assert inspection.report_url


def test_an_old_report_that_never_had_an_address_is_corrected_all_the_same(
    reviewer: Client, record: None
) -> None:
    old = Inspection.objects.filter(report_url="", sources__key="report-pdf").public().first()
    assert old is not None
    assert change(reviewer, old, note="read again", reason="a note").status_code == 302
    page = change(reviewer, old, sources=[], reason="so").content.decode()
    assert "choose at least one source" in page


# Who exists, and to which day the record is complete.


def test_a_keeper_changes_the_name_of_an_authority_and_not_its_days_or_codes(
    keeper: Client, record: None
) -> None:
    kent = Authority.objects.get(slug="kent")
    crafted = {"end_date": "1 January 2027", "la_code": "123", "slug": "k", "gss_code": "E09999999"}
    change(keeper, kent, name="County of Kent", reason="so", **crafted)
    after = Authority.objects.get(pk=kent.pk)
    assert after.name == "County of Kent"
    for field in ("end_date", "la_code", "slug", "gss_code"):
        assert getattr(after, field) == getattr(kent, field)
    address = f"/admin/ratings/authority/{kent.pk}/history/{kent.history.earliest().history_id}/"
    assert keeper.post(address, {"reason": "so"}).status_code == 403


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"end_date": "1 January 2015"}, "has inspections after that day"),
        ({"start_date": "1 January 2015"}, "has inspections before that day"),
        ({"slug": "886"}, "886 is Kent"),
        ({"ofsted_urn": "80467"}, ""),
        ({"end_date": "1 January 3000"}, "Give a year from 1900 to 2100."),
    ],
)
def test_an_authority_keeps_its_inspections_and_its_own_addresses(
    reviewer: Client, record: None, values: dict[str, str], message: str
) -> None:
    kent, leeds = (Authority.objects.get(slug=slug) for slug in ("kent", "leeds"))
    if "ofsted_urn" in values:
        values, message = {"ofsted_urn": kent.ofsted_urn}, "Another authority has this Ofsted URN"
    assert message in change(reviewer, leeds, **values, reason="so").content.decode()


def test_days_around_all_inspections_are_taken(reviewer: Client, record: None) -> None:
    leeds = Authority.objects.get(slug="leeds")
    days = {"start_date": "1 April 1974", "end_date": "31 March 2028"}
    assert change(reviewer, leeds, **days, reason="an order").status_code == 302


def test_a_former_code_never_leads_away_from_its_owner(reviewer: Client, record: None) -> None:
    address, leeds = "/admin/ratings/formercode/add/", Authority.objects.get(slug="leeds")
    row = {"authority": leeds.pk, "scheme": "slug"}
    page = reviewer.post(address, {**row, "value": "kent"})
    assert "Addresses with kent lead to Kent" in page.content.decode()
    assert reviewer.post(address, {**row, "value": "leeds-city"}).status_code == 302

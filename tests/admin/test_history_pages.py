"""A correction keeps the old value, who changed it, when and why; and can be taken back."""

from __future__ import annotations

from django.test import Client

from ratings.models import Authority, Inspection
from tests.admin.conftest import change, form_data, url_of

LABEL = {"ratings-1-label_as_published": "Good"}
TO_GOOD = {"ratings-1-answer": "grade:good", **LABEL}


def test_a_change_is_kept_with_its_reason(reviewer: Client, inspection: Inspection) -> None:
    response = change(reviewer, inspection, reason="", published="16 April 2025")
    assert "Say why this is changed" in response.content.decode()
    assert change(reviewer, inspection, reason="").status_code == 302  # nothing is changed
    change(reviewer, inspection, published="16 April 2025", reason="the letter says 16 April")
    latest = inspection.history.latest()
    assert latest.history_user.username == "robin"
    assert latest.history_change_reason == "the letter says 16 April"
    assert str(inspection.history.earliest().published) == "2025-04-15"


def test_a_grade_is_corrected_and_restored(reviewer: Client, inspection: Inspection) -> None:
    rating = inspection.ratings.get(area__key="leaders")
    response = change(reviewer, inspection, reason="", **{"ratings-1-answer": "grade:good"})
    assert "Say why this is changed" in response.content.decode()
    page = change(reviewer, inspection, **{"ratings-1-answer": "grade:good"}).content.decode()
    assert "The words as published still say “Outstanding”" in page
    assert change(reviewer, inspection, reason="misread", **TO_GOOD).status_code == 302
    rating.refresh_from_db()
    assert rating.grade.key == "good"
    assert rating.history.latest().history_change_reason == "misread"
    first = rating.history.earliest()
    reviewer.post(url_of(rating, f"history/{first.history_id}"), {"reason": "no"})
    rating.refresh_from_db()
    assert rating.grade.key == "outstanding"


def test_the_form_has_the_areas_of_the_framework(reviewer: Client, inspection: Inspection) -> None:
    (inline,) = reviewer.get(url_of(inspection)).context["inline_admin_formsets"]
    asked = [form.area.key for form in inline.formset.forms]
    assert asked == [area.key for area in inspection.framework.areas.all()]


def test_the_guards_of_entering_hold_for_a_correction_too(
    reviewer: Client, inspection: Inspection
) -> None:
    opened = form_data(reviewer.get(url_of(inspection)))
    for values, message in (
        ({"end_date": "1 February 2025"}, "before the first day"),
        ({"start": "24 February 2022"}, "is for inspections begun"),
        ({"sources": []}, "choose at least one source"),
        ({"report_url": ""}, "give its address at Ofsted"),
        ({"ratings-1-answer": "grade:adequate"}, "ILACS 2023 does not give this grade"),
    ):
        page = reviewer.post(url_of(inspection), {**opened, **values, "reason": "so"})
        assert message in page.content.decode()


def test_the_history_tells_old_and_new_value_who_and_why(
    reviewer: Client, inspection: Inspection
) -> None:
    values = {"published": "16 April 2025", **TO_GOOD}
    change(reviewer, inspection, **values, reason="the report says so")
    page = reviewer.get(url_of(inspection, "history")).content.decode()
    for told in ("15 April 2025", "16 April 2025", "robin", "the report says so", "Leaders"):
        assert told in page
    assert "<del>outstanding</del>" in page
    assert "<ins>good</ins>" in page


def test_an_earlier_value_is_restored_with_a_reason_and_not_without_and_its_sources_too(
    reviewer: Client, inspection: Inspection
) -> None:
    before = sorted(source.key for source in inspection.sources.all())
    kept = [inspection.sources.get(key="report-pdf").pk]
    change(reviewer, inspection, published="16 April 2025", sources=kept)
    assert [s.key for s in inspection.sources.all()] == ["report-pdf"]
    version = url_of(inspection, f"history/{inspection.history.earliest().history_id}")
    assert "<del>16 April 2025</del>" in reviewer.get(version).content.decode()
    assert "Say why the earlier value" in reviewer.post(version, {"reason": ""}).content.decode()
    reviewer.post(version, {"reason": "the letter was right"})
    inspection.refresh_from_db()
    assert str(inspection.published) == "2025-04-15"
    assert sorted(source.key for source in inspection.sources.all()) == before
    assert inspection.history.latest().history_change_reason.endswith(": the letter was right")
    assert inspection.status == "published"


def test_a_former_code_is_kept(reviewer: Client, kent: Authority) -> None:
    old = kent.gss_code
    change(reviewer, kent, gss_code="E10000999", slug="kent-new", reason="SI 2026/1")
    assert set(kent.former_codes.values_list("value", flat=True)) == {old, "kent"}


def test_a_version_without_its_source_is_not_restored(
    reviewer: Client, inspection: Inspection
) -> None:
    before = list(inspection.sources.all())
    inspection.sources.clear()
    inspection.note = "without sources"
    inspection.save()
    bare = inspection.history.latest()
    inspection.sources.set(before)
    inspection.save()
    page = reviewer.post(url_of(inspection, f"history/{bare.history_id}"), {"reason": "so"})
    assert page.context["form"].errors
    inspection.refresh_from_db()
    assert inspection.sources.exists()


def test_an_old_report_that_never_had_an_url_is_corrected_all_the_same(reviewer: Client) -> None:
    old = Inspection.objects.filter(report_url="", sources__key="report-pdf").public().first()
    assert old is not None
    assert change(reviewer, old, note="read again", reason="a note").status_code == 302
    assert "choose at least one source" in change(reviewer, old, sources=[]).content.decode()


# Who exists, and to which day the record is complete.


def test_a_keeper_changes_the_name_and_not_days_or_codes(keeper: Client, kent: Authority) -> None:
    crafted = {
        "slug": "k", "gss_code": "E09999999", "la_code": "123", "ofsted_urn": "99999",
        "start_date": "1 May 2020", "end_date": "1 January 2027",
    }  # fmt: skip
    told = {"name": "County of Kent", "latitude": "53.9"}
    assert change(keeper, kent, **told, **crafted).status_code == 302
    after = Authority.objects.get(pk=kent.pk)
    assert (after.name, float(after.latitude or 0)) == ("County of Kent", 53.9)
    for field in crafted:
        assert getattr(after, field) == getattr(kent, field)


def test_an_authority_keeps_its_inspections_and_its_own_addresses(
    reviewer: Client, kent: Authority
) -> None:
    leeds = Authority.objects.get(slug="leeds")
    opened = form_data(reviewer.get(url_of(leeds)))
    for values, message in (
        ({"end_date": "1 January 2015"}, "has inspections after that day"),
        ({"start_date": "1 January 2015"}, "has inspections before that day"),
        ({"slug": "886"}, "886 is Kent"),
        ({"ofsted_urn": kent.ofsted_urn}, "Another authority has this Ofsted URN"),
        ({"gss_code": "E08000016"}, "was Barnsley’s before"),
    ):
        page = reviewer.post(url_of(leeds), {**opened, **values, "reason": "so"})
        assert message in page.content.decode().replace("&#x27;", "’")
    days = {"start_date": "1 April 1974", "end_date": "31 March 2028"}
    assert change(reviewer, leeds, **days).status_code == 302


def test_a_former_code_never_leads_away_from_its_owner(reviewer: Client) -> None:
    address, leeds = "/admin/ratings/formercode/add/", Authority.objects.get(slug="leeds")
    row = {"authority": leeds.pk, "scheme": "slug"}
    page = reviewer.post(address, {**row, "value": "kent"})
    assert "Addresses with kent lead to Kent" in page.content.decode()
    assert reviewer.post(address, {**row, "value": "leeds-city"}).status_code == 302

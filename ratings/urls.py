"""URL configuration: which view answers each URL."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from ratings.admin import admin_site
from ratings.views import (
    about,
    api,
    authorities,
    authority,
    changes,
    cite,
    compare,
    data,
    embed,
    feeds,
    figures,
    home,
    inspection,
    inspections,
    national,
    next_inspection,
    questions,
    sitemap,
    versions,
)
from ratings.views.data import DATA_URLS
from ratings.views.formats import format_urls


class NameConverter(StringConverter):
    """A name in a URL: any text without a NUL, on which PostgreSQL fails."""

    regex = r"[^/\0]+"


register_converter(NameConverter, "name")


urlpatterns = [
    path("", home.home, name="home"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities.json", data.authorities_json, name="authorities-json"),
    path("authorities.csv", data.authorities_csv, name="authorities-csv"),
    path("authorities/<name:slug>.json", authority.authority_json, name="authority-json"),
    path("authorities/<name:slug>.csv", authority.authority_csv, name="authority-csv"),
    path("authorities/<name:slug>/timeline.svg", embed.whole_svg, name="timeline-svg"),
    path("authorities/<name:slug>/timeline.png", embed.whole_png, name="timeline-png"),
    path("authorities/<name:slug>/card.png", embed.card_png, name="card-png"),
    path("authorities/<name:slug>/", authority.authority, name="authority"),
    path("embed/<name:slug>/timeline.svg", embed.small_svg, name="embed-svg"),
    path("embed/<name:slug>/timeline.png", embed.small_png, name="embed-png"),
    path("embed/<name:slug>/", embed.embed, name="embed"),
    path("badge/<name:slug>.svg", embed.badge, name="badge"),
    path("oembed/", embed.oembed, name="oembed"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections.json", data.inspections_json, name="inspections-json"),
    path("inspections.csv", data.inspections_csv, name="inspections-csv"),
    path("inspections/<name:key>.json", inspection.inspection_json, name="inspection-json"),
    path("inspections/<name:key>.csv", inspection.inspection_csv, name="inspection-csv"),
    path("inspections/<name:key>/", inspection.inspection, name="inspection"),
    path("compare/", compare.compare, name="compare"),
    path("compare.json", compare.compare_json, name="compare-json"),
    path("compare.csv", compare.compare_csv, name="compare-csv"),
    path("national.json", national.national_json, name="national-json"),
    path("national.csv", national.national_csv, name="national-csv"),
    path("national/repeats.json", national.repeats_json, name="national-repeats-json"),
    path("national/repeats.csv", national.repeats_csv, name="national-repeats-csv"),
    path("national/", national.national, name="national"),
    path("national/over-time.json", national.over_time_json, name="national-over-time-json"),
    path("national/over-time.csv", national.over_time_csv, name="national-over-time-csv"),
    path("national/groups.json", national.groups_json, name="national-groups-json"),
    path("national/groups.csv", national.groups_csv, name="national-groups-csv"),
    path("national/authorities/", national.authorities.page, name="national-authorities"),
    path(
        "national/authorities.json",
        national.authorities.as_json,
        name="national-authorities-json",
    ),
    path("national/authorities.csv", national.authorities.as_csv, name="national-authorities-csv"),
    path("national/transitions/", national.transitions.page, name="national-transitions"),
    path(
        "national/transitions.json", national.transitions.as_json, name="national-transitions-json"
    ),
    path("national/transitions.csv", national.transitions.as_csv, name="national-transitions-csv"),
    path("national/spells/", national.durations.page, name="national-spells"),
    path("national/spells.json", national.durations.as_json, name="national-spells-json"),
    path("national/spells.csv", national.durations.as_csv, name="national-spells-csv"),
    path("national/recovery/", national.recovery.page, name="national-recovery"),
    path("national/recovery.json", national.recovery.as_json, name="national-recovery-json"),
    path("national/recovery.csv", national.recovery.as_csv, name="national-recovery-csv"),
    path("figures/", figures.figures, name="figures"),
    path("figures.json", figures.figures_json, name="figures-json"),
    path("figures.csv", figures.figures_csv, name="figures-csv"),
    path("questions/", questions.questions, name="questions"),
    path("questions.json", questions.questions_json, name="questions-json"),
    path("questions.csv", questions.questions_csv, name="questions-csv"),
    path("questions/<name:key>.json", questions.question_json, name="question-json"),
    path("questions/<name:key>.csv", questions.question_csv, name="question-csv"),
    path("questions/<name:key>/", questions.question, name="question"),
    path("due/", next_inspection.due_page, name="due"),
    path("due.json", next_inspection.due_json, name="due-json"),
    path("due.csv", next_inspection.due_csv, name="due-csv"),
    path("changes/", changes.changes, name="changes"),
    path("changes.json", changes.changes_json, name="changes-json"),
    path("changes.csv", changes.changes_csv, name="changes-csv"),
    path("changes/coverage/", changes.coverage.page, name="coverage"),
    path("changes/coverage.json", changes.coverage.as_json, name="coverage-json"),
    path("changes/coverage.csv", changes.coverage.as_csv, name="coverage-csv"),
    path("changes/discrepancies/", changes.discrepancies.page, name="discrepancies"),
    path("changes/discrepancies.json", changes.discrepancies.as_json, name="discrepancies-json"),
    path("changes/discrepancies.csv", changes.discrepancies.as_csv, name="discrepancies-csv"),
    path(
        "changes/discrepancies/<name:subject>/<name:key>.json",
        changes.discrepancy.as_json,
        name="discrepancy-json",
    ),
    path(
        "changes/discrepancies/<name:subject>/<name:key>.csv",
        changes.discrepancy.as_csv,
        name="discrepancy-csv",
    ),
    path(
        "changes/discrepancies/<name:subject>/<name:key>/",
        changes.discrepancy.page,
        name="discrepancy",
    ),
    *DATA_URLS,
    path("cite/", cite.cite, name="cite"),
    path("cite.txt", cite.cite_text, name="cite-text"),
    path("cite.bib", cite.cite_bibtex, name="cite-bibtex"),
    path("cite.json", cite.cite_csl, name="cite-csl"),
    path("feeds/", feeds.feeds, name="feeds"),
    *(
        path(f"feeds/{address}.{form}", feeds.feed(kind, form), name=f"feed-{kind}-{form}")
        for kind, address in feeds.ADDRESSES.items()
        for form in feeds.FORMS
    ),
    path("sitemap.xml", sitemap.sitemap_xml, name="sitemap"),
    path("robots.txt", sitemap.robots_txt, name="robots"),
    path("data/versions/", versions.versions, name="versions"),
    path("data/versions.json", versions.versions_json, name="versions-json"),
    path("data/versions.csv", versions.versions_csv, name="versions-csv"),
    path("data/versions/<int:number>/", versions.version, name="version"),
    path("data/versions/<int:number>.json", versions.version_json, name="version-json"),
    path("data/versions/<int:number>.csv", versions.version_csv, name="version-csv"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("api/", api.about, name="api"),
    path("api/docs/", api.docs, name="api-docs"),
    path("api/v1/openapi.json", api.openapi_json, name="api-openapi"),
    path("api/v1/", include((api.addresses(), "ninja"), namespace="api")),
    path("admin/", admin_site.urls),
]
urlpatterns += format_urls(urlpatterns)

handler404 = "ratings.views.authority.redirects.page_not_found"
handler500 = "ratings.middleware.database_errors.server_error"

"""Which address is answered by which view."""

from django.urls import path

from ratings.admin import desk
from ratings.views import about, authorities, authority, downloads, home, inspection, inspections

urlpatterns = [
    path("", home.home, name="home"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities.json", downloads.authorities_json, name="authorities-json"),
    path("authorities.csv", downloads.authorities_csv, name="authorities-csv"),
    path("authorities/<str:slug>.json", authority.authority_json, name="authority-json"),
    path("authorities/<str:slug>.csv", authority.authority_csv, name="authority-csv"),
    path("authorities/<str:slug>/", authority.authority, name="authority"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections.json", downloads.inspections_json, name="inspections-json"),
    path("inspections.csv", downloads.inspections_csv, name="inspections-csv"),
    path("inspections/<str:key>.json", inspection.inspection_json, name="inspection-json"),
    path("inspections/<str:key>.csv", inspection.inspection_csv, name="inspection-csv"),
    path("inspections/<str:key>/", inspection.inspection, name="inspection"),
    path("about/", about.about, name="about"),
    path("admin/", desk.urls),
]

handler404 = "ratings.views.not_found.page_not_found"

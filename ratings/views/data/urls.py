"""The addresses of /data/: a file of every table in every format, and the whole in one."""

from __future__ import annotations

from django.urls import URLPattern, path

from ratings.exports.dictionary import TABLES
from ratings.exports.formats import FORMATS
from ratings.views.data import bulk, dictionary, page
from ratings.views.data.tables import table_view

DATA_URLS: list[URLPattern] = [
    path("data/", page.data, name="data"),
    path("data/dictionary/", dictionary.page, name="dictionary"),
    path("data/dictionary.json", dictionary.as_json, name="dictionary-json"),
    path("data/dictionary.csv", dictionary.as_csv, name="dictionary-csv"),
    path("data/datapackage.json", bulk.described, name="datapackage-json"),
    path("data/datapackage.zip", bulk.package, name="datapackage-zip"),
    path("data/ratings-over-time.sqlite", bulk.database, name="data-sqlite"),
    *(
        path(f"data/{table.name}.{form.suffix}", table_view(table, form),
             name=f"data-{form.suffix}-{table.name}")
        for table in TABLES
        for form in FORMATS.values()
    ),
]  # fmt: skip

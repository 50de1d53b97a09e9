"""Structured data for search engines: schema.org's Dataset, as JSON-LD.

What the vocabulary means: schema.org/Dataset. Google asks for a description of 50 characters or
more, a licence, and where the files are. `{% json_ld %}` writes it into a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from ratings.models.cached_urls import reverse

Data = dict[str, Any]

NAME = "Ofsted ratings over time"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RECORD_BEGINS = date(2009, 4, 1)
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
VARIABLES = (
    "inspection", "judgement area", "grade", "reason why there is no grade",
    "direction of a visit", "first day", "publication date",
)  # fmt: skip


def record_dataset(complete_to: date | None, version: str) -> Data:
    """All the data: for the front page and the page of downloads."""
    description = (
        "How Ofsted has rated the children’s services of every English authority since 2009: "
        "every graded inspection and visit, each judgement area's grade or the reason why there "
        "is none, with dates, sources and disagreements between sources."
    )
    files = [("authorities-csv", ()), ("authorities-json", ()),
             ("inspections-csv", ()), ("inspections-json", ())]  # fmt: skip
    return {
        **_dataset(f"{NAME}: the record", description, reverse("home"), complete_to, files),
        "version": version,
        "spatialCoverage": {"@type": "Place", "name": "England"},
    }


def authority_dataset(
    name: str, slug: str, gss_code: str, line: str, complete_to: date | None, suffix: str = ""
) -> Data:
    """One authority's inspections and ratings. `suffix` is the query of the page's dates."""
    description = f"Ofsted inspections and ratings of children’s services in {name}: {line}."
    files = [("authority-csv", (slug,)), ("authority-json", (slug,))]
    path = reverse("authority", args=[slug])
    return {
        **_dataset(f"{name}: {NAME}", description, path, complete_to, files, suffix),
        "identifier": gss_code,
        "spatialCoverage": {"@type": "AdministrativeArea", "name": name, "identifier": gss_code},
        "isPartOf": {"@type": "Dataset", "name": NAME, "url": f"{settings.SITE_URL}/"},
    }


def _dataset(
    name: str,
    description: str,
    path: str,
    complete_to: date | None,
    files: Iterable[tuple[str, tuple[str, ...]]],
    suffix: str = "",
) -> Data:
    end = complete_to.isoformat() if complete_to else ".."
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": f"{settings.SITE_URL}{path}{suffix}",
        "license": OGL,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "creator": {"@type": "Organization", "name": NAME, "url": f"{settings.SITE_URL}/"},
        "isBasedOn": "https://reports.ofsted.gov.uk/",
        "temporalCoverage": f"{RECORD_BEGINS.isoformat()}/{end}",
        "variableMeasured": list(VARIABLES),
        "distribution": [_file(view, args, suffix) for view, args in files],
    }


def _file(view: str, args: tuple[str, ...], suffix: str) -> Data:
    return {
        "@type": "DataDownload",
        "encodingFormat": MEDIA_TYPES[view.rsplit("-", 1)[-1]],
        "contentUrl": f"{settings.SITE_URL}{reverse(view, args=args)}{suffix}",
    }

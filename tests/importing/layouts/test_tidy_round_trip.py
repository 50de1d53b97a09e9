"""The tidy table comes back: over the record nothing changes, without inspections all return."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from ratings.models import Discrepancy, Inspection, Rating

pytestmark = pytest.mark.usefixtures("record")

NOTHING = {"new": 0, "details": 0, "contradicts": 0, "known": 0, "refused": 0}


@pytest.fixture
def file(client: Client, tmp_path: Path) -> Path:
    """/data/ratings.csv as it is downloaded."""
    response: Any = client.get("/data/ratings.csv")
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"".join(response.streaming_content))
    return path


def loaded(path: Path, *options: str) -> dict[str, int]:
    """What `manage.py load_release` says of a file: how many items of each outcome."""
    out = StringIO()
    call_command("load_release", str(path), "--json", *options, stdout=out)
    found = json.loads(out.getvalue())
    return {name: len(found[name]) for name in ("same", *NOTHING)}


def kept() -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Everything that is kept of every inspection and of every rating, sources too."""
    inspections = {
        each.key: {
            **{f.name: str(getattr(each, f.name)) for f in Inspection._meta.fields
               if f.name not in ("id", "status")},
            "sources": {source.key for source in each.sources.all()},
        }
        for each in Inspection.objects.select_related("authority", "framework", "kind")
        .prefetch_related("sources")
    }  # fmt: skip
    ratings = {
        (each.inspection.key, each.area.key): {
            "grade": each.grade and each.grade.key, "missing": each.missing,
            "label": each.label_as_published, "verified": each.verified,
            "sources": {source.key for source in each.sources.all()},
        }
        for each in Rating.objects.select_related("inspection", "area", "grade")
        .prefetch_related("sources")
    }  # fmt: skip
    return inspections, ratings


def test_over_the_record_it_plans_only_the_same(file: Path) -> None:
    found = loaded(file)
    rows = Rating.objects.count() + Inspection.objects.filter(kind__is_graded=False).count()
    assert found == NOTHING | {"same": rows}


def test_without_inspections_it_rebuilds_all_of_them(file: Path) -> None:
    before = kept()
    Discrepancy.objects.all().delete()
    Rating.objects.all().delete()
    Inspection.objects.all().delete()
    found = loaded(file, "--apply")
    assert found["refused"] == found["contradicts"] == 0
    assert kept() == before

"""The record as fixtures: nothing lost, nothing changed on the way in and out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import URLField

from ratings.importing.fixtures import (
    ORDER,
    BadFixture,
    NoWebAddress,
    _row,
    is_empty,
    load_fixtures,
    write_fixtures,
)
from ratings.models import (
    AreaLink,
    Authority,
    DataVersion,
    Discrepancy,
    Event,
    Framework,
    Inspection,
    JudgementArea,
    Neighbour,
    Rating,
    Source,
    Succession,
)

pytestmark = pytest.mark.django_db

FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.fixture
def empty_database() -> None:
    for _, model, _ in reversed(ORDER):
        for field in model._meta.many_to_many:
            field.remote_field.through.objects.all().delete()
        if model is JudgementArea:
            JudgementArea.objects.update(parent=None)
        model._default_manager.all()._raw_delete("default")


def read(name: str, sources: Path) -> list[dict[str, str]]:
    with (sources / "record" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_database_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    counts = write_fixtures(tmp_path)
    for name, model, _ in ORDER:
        assert (tmp_path / f"{name}.jsonl").read_bytes() == (
            FIXTURES / f"{name}.jsonl"
        ).read_bytes()
        assert counts[name] == model._default_manager.count()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in FIXTURES.iterdir())


def test_loading_into_an_empty_database_gives_the_same_files(
    empty_database: None, tmp_path: Path
) -> None:
    assert is_empty()
    before = DataVersion.current()
    assert load_fixtures(FIXTURES) == 8181
    assert DataVersion.current() != before
    write_fixtures(tmp_path)
    for name, _, _ in ORDER:
        assert (tmp_path / f"{name}.jsonl").read_bytes() == (
            FIXTURES / f"{name}.jsonl"
        ).read_bytes()
    Authority.objects.create(
        slug="new", name="New", gss_code="E06009999", la_code="999",
        region="London", authority_type="London borough",
    )  # fmt: skip


SOME = {"barnsley", "cumberland", "cumbria", "westmorland-and-furness"}


def write_some(folder: Path) -> list[str]:
    """The fixtures cut down to some authorities, in a folder; returns their paths."""
    paths = []
    for name, _, _ in ORDER:
        lines = (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if is_about_some(json.loads(line)["fields"])]
        paths.append(str(folder / f"{name}.jsonl"))
        Path(paths[-1]).write_text("\n".join(kept), encoding="utf-8")
    return paths


def is_about_some(fields: dict[str, Any]) -> bool:
    """Whether an object names no authority, or only some of those that are kept."""
    roles = ("authority", "neighbour", "predecessor", "successor")
    named = {fields[role][0] for role in roles if role in fields}
    if "gss_code" in fields:
        named.add(fields["slug"])
    if "missing" in fields:
        key = fields["inspection"][0]
        named.add(next((slug for slug in SOME if key.startswith(f"{slug}-")), key))
    return named <= SOME


def test_loaddata_loads_the_same_files_and_loads_nothing_twice(
    empty_database: None, tmp_path: Path
) -> None:
    files = write_some(tmp_path)
    for _ in range(2):
        call_command("loaddata", *files, verbosity=0)
        for path, (_, model, _) in zip(files, ORDER, strict=True):
            lines = Path(path).read_text(encoding="utf-8").splitlines()
            assert model._default_manager.count() == len(lines) > 0
    write_fixtures(tmp_path / "again")
    for path in files:
        again = (tmp_path / "again" / Path(path).name).read_text(encoding="utf-8")
        assert again.rstrip() == Path(path).read_text(encoding="utf-8")


def test_a_database_with_a_record_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_record")
    assert "nothing loaded" in capsys.readouterr().out


def test_a_broken_fixture_names_its_file_and_line_and_loads_nothing(
    empty_database: None, tmp_path: Path
) -> None:
    write = FIXTURES.joinpath
    for name, _, _ in ORDER:
        (tmp_path / f"{name}.jsonl").write_bytes(write(f"{name}.jsonl").read_bytes())
    lines = (FIXTURES / "inspections.jsonl").read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace('"authority": ["', '"authority": ["no-such-')
    (tmp_path / "inspections.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadFixture, match=r"inspections\.jsonl, line 7: .*no-such-"):
        load_fixtures(tmp_path)
    assert is_empty()


ADDRESSES = {
    f"{name}.{field.name}"
    for name, model, _ in ORDER
    for field in model._meta.fields
    if isinstance(field, URLField)
}


def test_the_fields_that_pages_link_to_are_known() -> None:
    assert {
        "inspections.report_url", "inspections.source_url", "inspections.direction_source_url",
        "sources.url", "successions.source_url", "events.source_url",
        "published_figures.source_url",
    } == ADDRESSES  # fmt: skip


@pytest.mark.parametrize("place", sorted(ADDRESSES))
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//example.org/", "/a",
     " javascript:alert(1)//http://example.org/", "example.org", "file:///etc/passwd"],
)  # fmt: skip
def test_only_web_addresses_are_loaded(place: str, address: str) -> None:
    name, _, field = place.partition(".")
    model = next(model for each, model, _ in ORDER if each == name)
    with pytest.raises(NoWebAddress) as refused:
        _row(model, 1, {field: address}, {})
    said = f"{field} has to be a web address such as https://example.org/, and is “{address}”."
    assert repr(refused.value) == said
    for right in ("", "https://files.ofsted.gov.uk/v1/file/1", "http://example.org/?a=1",
                  "ftp://example.org/a"):  # fmt: skip
        assert getattr(_row(model, 1, {field: right}, {})[0], field) == right


def test_an_address_that_is_none_is_named_and_nothing_is_loaded(
    empty_database: None, tmp_path: Path
) -> None:
    for name, _, _ in ORDER:
        path = FIXTURES / f"{name}.jsonl"
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (FIXTURES / "events.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[3])
    row["fields"]["source_url"] = "javascript:alert(1)"
    lines[3] = json.dumps(row)
    (tmp_path / "events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("load_record", folder=tmp_path)
    assert str(refused.value) == (
        "events.jsonl, line 4: source_url has to be a web address such as https://"
        "example.org/, and is “javascript:alert(1)”. Nothing was loaded."
    )
    assert is_empty()


def test_one_object_stands_on_each_line() -> None:
    for name, _, _ in ORDER:
        for line in (FIXTURES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) == {"model", "fields"}


def yes(value: bool) -> str:
    return "yes" if value else ""


def iso(value: Any) -> str:
    return value.isoformat() if value else ""


def keys(rows: Any) -> str:
    return "|".join(row.key for row in rows.all())


def test_every_inspection_of_the_record_is_kept_in_full(sources: Path) -> None:
    kept = [
        {
            "inspection_id": i.key,
            "authority_slug": i.authority.slug,
            "framework": i.framework.code,
            "kind": i.kind.key,
            "start_date": iso(i.start),
            "start_precision": i.start_precision,
            "end_date": iso(i.end_date),
            "published": iso(i.published),
            "theme": i.theme,
            "direction": i.direction,
            "direction_source_url": i.direction_source_url,
            "priority_action": yes(i.priority_action),
            "report_url": i.report_url,
            "sources": keys(i.sources),
            "source_url": i.source_url,
            "verified": i.verified,
            "note": i.note,
        }
        for i in Inspection.objects.select_related(
            "authority", "framework", "kind"
        ).prefetch_related("sources")
    ]
    same(kept, read("inspections", sources))


def test_every_rating_of_the_record_is_kept_in_full(sources: Path) -> None:
    found = Rating.objects.select_related("inspection", "area", "grade").prefetch_related("sources")
    kept = [
        {
            "inspection_id": r.inspection.key,
            "area": r.area.key,
            "grade": r.grade.key,
            "label_as_published": r.label_as_published,
            "sources": keys(r.sources),
            "verified": r.verified,
        }
        for r in found
        if r.grade
    ]
    same(kept, read("ratings", sources))
    missing = [
        {"inspection_id": r.inspection.key, "area": r.area.key, "reason": r.missing}
        for r in found
        if not r.grade
    ]
    same(missing, read("missing", sources))


def test_every_authority_of_the_record_is_kept_in_full(sources: Path) -> None:
    kept = [
        {
            "slug": a.slug,
            "name": a.name,
            "gss_code": a.gss_code,
            "former_gss_codes": "|".join(c.value for c in a.former_codes.all()),
            "la_code": a.la_code,
            "ofsted_urn": a.ofsted_urn,
            "region": a.region,
            "authority_type": a.authority_type,
            "start_date": iso(a.start_date),
            "end_date": iso(a.end_date),
            "latitude": str(a.latitude or ""),
            "longitude": str(a.longitude or ""),
            "aliases": "|".join(sorted(alias.name for alias in a.aliases.all())),
        }
        for a in Authority.objects.prefetch_related("former_codes", "aliases")
    ]
    wanted = read("authorities", sources)
    for row in wanted:
        row["aliases"] = "|".join(sorted(row["aliases"].split("|")))
    same(kept, wanted)


def test_every_event_of_the_record_is_kept_in_full(sources: Path) -> None:
    kept = [
        {
            "authority_slug": e.authority.slug,
            "kind": e.kind,
            "start_date": iso(e.start),
            "start_precision": e.start_precision,
            "end_date": iso(e.end),
            "title": e.title,
            "source_url": e.source_url,
            "verified": e.verified,
            "note": e.note,
        }
        for e in Event.objects.select_related("authority")
    ]
    same(kept, read("events", sources))


def test_every_discrepancy_of_the_record_is_kept_in_full(sources: Path) -> None:
    kept = [
        {
            "authority": d.authority.slug,
            "inspection": d.inspection.key if d.inspection else "",
            "field": d.field,
            "value_a": d.value_a,
            "source_a": d.source_a,
            "value_b": d.value_b,
            "source_b": d.source_b,
            "chosen": d.chosen,
            "why": d.why,
        }
        for d in Discrepancy.objects.select_related("authority", "inspection")
    ]
    same(kept, read("conflicts", sources))


def test_neighbours_successions_and_sources_are_kept_in_full(sources: Path) -> None:
    same(
        [
            {
                "model_year": str(n.model_year),
                "la_slug": n.authority.slug,
                "rank": str(n.rank),
                "neighbour_slug": n.neighbour.slug,
            }
            for n in Neighbour.objects.select_related("authority", "neighbour")
        ],
        read("neighbours", sources),
    )
    same(
        [
            {
                "predecessor_slug": s.predecessor.slug,
                "successor_slug": s.successor.slug,
                "date": iso(s.date),
                "kind": s.kind,
                "source_url": s.source_url,
            }
            for s in Succession.objects.select_related("predecessor", "successor")
        ],
        read("successions", sources),
    )
    same(
        [
            {
                "key": s.key,
                "title": s.title,
                "publisher": s.publisher,
                "url": s.url,
                "licence": s.licence,
            }
            for s in Source.objects.all()
        ],
        read("sources", sources),
    )


def test_frameworks_areas_and_comparability_are_kept_in_full(sources: Path) -> None:
    same(
        [
            {
                "code": f.code,
                "name": f.name,
                "first_day": iso(f.first_day),
                "last_day": iso(f.last_day),
                "in_line": "yes" if f.in_line else "no",
                "in_national": "yes" if f.in_national else "no",
                "third_grade": f.grades.get(position=3).key,
                "kinds": keys(f.kinds),
            }
            for f in Framework.objects.all()
        ],
        read("frameworks", sources),
    )
    areas = JudgementArea.objects.select_related("framework", "parent").prefetch_related("headings")
    same(
        [
            {
                "framework": a.framework.code,
                "area": a.key,
                "name": a.name,
                "short_name": a.short_name,
                "aliases": "|".join(
                    sorted(h.text for h in a.headings.all() if (a.key, h.text) not in ADDED)
                ),
                "parent": a.parent.key if a.parent else "",
                "order": str(a.order),
                "is_headline": "yes" if a.is_headline else "no",
            }
            for a in areas
        ],
        read("areas", sources),
    )
    same(
        [
            {
                "framework_a": link.a.framework.code,
                "area_a": link.a.key,
                "framework_b": link.b.framework.code,
                "area_b": link.b.key,
                "comparable": link.comparable,
                "why": link.why,
            }
            for link in links()
        ],
        read("comparable_areas", sources),
    )


def links() -> Any:
    return AreaLink.objects.select_related("a__framework", "b__framework")


ADDED = {
    (
        "sif-help-and-protection",
        "Experiences and progress of children who need help and protection",
    ),
    ("sif-looked-after-and-permanence", "Experiences and progress of children in care"),
    (
        "sif-looked-after-and-permanence",
        "Experiences and progress of children in care and care leavers",
    ),
    ("sif-leadership", "Impact of leaders"),
}
"""Headings under which the releases themselves give grades of the single inspection framework,
and which the record's list of areas does not name."""


def same(kept: list[dict[str, str]], wanted: list[dict[str, str]]) -> None:
    """The same rows, whatever their order; a difference is shown row by row."""
    have, want = (Counter(tuple(sorted(row.items())) for row in rows) for rows in (kept, wanted))
    assert list(have - want) == []
    assert list(want - have) == []
    assert len(kept) > 0

"""The whole record in memory says what the database says, and is read again when that moved: the
data version moves with every change to public data, within its transaction, and is cheap."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, connections, transaction

from ratings.models import (
    Authority,
    DataVersion,
    Inspection,
    Neighbour,
    Rating,
    Source,
    VersionEntry,
)
from ratings.models.data_version import CURRENT, PUBLIC_MODELS, day_of, version_date
from ratings.models.db import _PLAINLY, one_row
from ratings.models.record import MOST_KEPT, Record, read_inspections
from ratings.rules.line import build_line
from tests.transactions import new_transaction
from tests.views.histories import drafted, publish, withdraw
from tests.views.histories import version_number as number

pytestmark = pytest.mark.usefixtures("record")

TODAY = date(2026, 9, 1)
DATES = [
    (TODAY, None), (date(2014, 1, 1), None), (date(2019, 3, 31), date(2019, 4, 30)),
    (date(2025, 3, 31), date(2025, 6, 30)), (date(1990, 1, 1), None),
    (date(2026, 6, 1), date(2026, 5, 31)), (date(2018, 9, 1), date(2018, 6, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("as_at", "known_by"), DATES)
def test_it_says_what_the_database_and_the_rules_say(as_at: date, known_by: date | None) -> None:
    whole, begun = Record.current(), Inspection.objects.as_at(as_at, known_by)
    found = read_inspections(begun, whole)
    assert whole.as_at(as_at, known_by) == found
    statuses = whole.statuses(as_at, known_by)
    assert list(statuses) == list(whole.authorities)
    for row in Authority.objects.all():
        status = statuses[row.slug]
        assert list(status.inspections) == [i for i in found if i.authority == row.slug]
        assert status == whole.status(row.slug, as_at, known_by)
        own = (row.record(), status.inspections, whole.comparability)
        assert status.line == build_line(*own, as_at, known_by)


def test_it_knows_where_each_inspection_comes_from() -> None:
    whole = Record.current()
    for row in Inspection.objects.prefetch_related("sources").order_by("key")[::50]:
        own = whole.by_id[row.key]
        assert (own.verified, own.source_url, own.note) == (row.verified, row.source_url, row.note)
        assert set(own.sources) == {s.key for s in row.sources.all()} <= set(whole.sources)


def test_it_knows_who_there_is_and_who_is_near() -> None:
    whole = Record.current()
    assert list(whole.authorities) == [a.slug for a in Authority.objects.order_by("name")]
    ranks = [len(own) for years in whole.neighbours.values() for own in years.values()]
    assert sum(ranks) == Neighbour.objects.count()
    assert whole.model_years == (2025, 2021)
    found = whole.neighbours
    assert list(found["kent"]) == [2025, 2021]
    assert list(found["kent"][2025].values()) == list(range(1, 11))
    assert list(found["cumberland"]) == [2025]
    assert len(found["cumberland"][2025]) == 10


def test_a_thousand_dates_leave_no_more_behind_than_a_few() -> None:
    whole = Record.current()
    first = whole.statuses(TODAY)
    assert whole.status("kent", TODAY) is first["kent"]
    for day in range(1, 29):
        whole.statuses(date(2020, 2, day))
        assert len(whole._kept_of["status"]) <= MOST_KEPT
    assert whole.statuses(TODAY) == first


def test_what_is_kept_is_kept_for_threads_at_once() -> None:
    whole = Record(DataVersion.current())
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = threads.map(
                lambda n: whole.kept("a kind", n % 6, lambda: n % 6) == n % 6, range(60_000)
            )
            assert all(found)
    finally:
        sys.setswitchinterval(usual)
    assert len(whole._kept_of["a kind"]) <= MOST_KEPT


def test_what_was_worked_out_is_kept_by_kind_and_day_until_the_version_moves() -> None:
    whole, numbers = Record.current(), count()
    kept = [whole.kept("a kind", about, numbers.__next__) for about in (TODAY, TODAY, None, TODAY)]
    assert kept == [0, 0, 1, 0]
    assert whole.kept("another", TODAY, numbers.__next__) == 2
    DataVersion.bump()
    assert Record.current().kept("a kind", TODAY, numbers.__next__) == 3


def test_it_is_read_once_a_version(django_assert_num_queries: Any) -> None:
    kept = Record.current()
    with django_assert_num_queries(1):
        assert Record.current() is kept
    assert kept.inspections
    kent = Inspection.objects.filter(authority__slug="kent").order_by("-first_day").first()
    kent.status = Inspection.Status.DRAFT
    kent.save()
    assert kent.key in kept.by_id
    assert kent.key not in Record.current().by_id
    DataVersion.bump()
    assert Record.current() is not kept


def test_the_region_holds_those_that_exist_on_the_day_and_not_the_authority() -> None:
    record = Record.current()
    before = record.region_peers("leicester", date(2021, 3, 31))
    after = record.region_peers("leicester", date(2021, 4, 1))
    assert "northamptonshire" in before
    assert "northamptonshire" not in after
    assert {"north-northamptonshire", "west-northamptonshire"} <= set(after)
    assert "leicester" not in after


def test_it_asks_nothing_of_the_database(django_assert_num_queries: Any) -> None:
    record = Record.current()
    assert record.inspections
    with django_assert_num_queries(0):
        record.statuses(TODAY)
        record.statuses(date(2012, 3, 4), date(2012, 3, 3))


def test_saving_deleting_and_linking_move_the_version() -> None:
    seen = [DataVersion.current()]
    authority = Authority.objects.get(slug="kent")
    authority.save()
    seen.append(DataVersion.current())
    inspection = Inspection.objects.filter(authority=authority).first()
    inspection.sources.add(Source.objects.get(key="news"))
    seen.append(DataVersion.current())
    Rating.objects.filter(inspection=inspection).first().delete()
    seen.append(DataVersion.current())
    User.objects.create_user("keeper")  # is no public data
    assert DataVersion.current() == seen[-1]
    assert len(set(seen)) == 4


def test_a_version_that_was_rolled_back_counts_again_but_its_token_never_comes_again() -> None:
    before, last = DataVersion.current(), number()
    with transaction.atomic():
        DataVersion.bump()
        undone = DataVersion.current()
        transaction.set_rollback(True)
    assert (DataVersion.current(), number()) == (before, last)
    assert not VersionEntry.objects.filter(number=last + 1).exists()
    with transaction.atomic():
        DataVersion.bump()
    DataVersion.bump()
    assert number() == last + 1
    assert DataVersion.current() not in {before, undone}
    assert DataVersion.current().split(".")[0] == undone.split(".")[0]


def test_the_first_change_of_an_empty_database_makes_the_row() -> None:
    DataVersion.objects.all().delete()
    assert DataVersion.current() == "0."
    DataVersion.bump()
    assert DataVersion.objects.get().number == 1


def test_every_model_that_a_page_shows_moves_the_version() -> None:
    silent = {
        model.__name__
        for model in Inspection._meta.apps.get_app_config("ratings").get_models()
        if model not in PUBLIC_MODELS and not model.__name__.startswith("Historical")
    }
    imports = {"ImportRun", "ImportFile", "ImportItem", "ImportChange"}
    assert silent == {"DataVersion", "PublicChange", "VersionEntry", "HeadingAlias", *imports}


def test_work_on_a_draft_leaves_the_version_alone_until_it_is_published() -> None:
    source = Source.objects.get(key="listing")
    draft = drafted("kent", date(2026, 6, 1))
    before = DataVersion.current()
    draft.note = "still being read"
    draft.save()
    draft.sources.add(source)
    rating = draft.ratings.first()
    rating.delete()
    draft.ratings.create(area=rating.area, missing="not-graded")
    assert DataVersion.current() == before
    publish(draft)
    shown = DataVersion.current()
    assert shown != before
    draft = Inspection.objects.get(key=draft.key)
    withdraw(draft, "not yet")
    withdrawn = DataVersion.current()
    assert withdrawn != shown
    draft.delete()
    assert DataVersion.current() == withdrawn


def test_a_transaction_is_one_version_however_much_it_changes() -> None:
    before, token = number(), DataVersion.current()
    for slug in ("kent", "essex", "norfolk"):
        Authority.objects.get(slug=slug).save()
        assert DataVersion.current() != token
        token = DataVersion.current()
    assert number() == before + 1
    new_transaction()
    Authority.objects.get(slug="kent").save()
    assert number() == before + 2


def test_every_version_is_kept_with_when_it_took_its_last_form() -> None:
    Authority.objects.get(slug="kent").save()
    first = VersionEntry.objects.get(number=number()).moved_at
    Authority.objects.get(slug="kent").save()
    row, entry = DataVersion.objects.get(), VersionEntry.objects.get(number=number())
    assert first < entry.moved_at == row.changed_at
    history = Authority.history.filter(slug="kent").values_list("history_date", flat=True)
    assert all(when <= entry.moved_at for when in history)


def test_when_this_version_moved_is_known_without_asking(django_assert_num_queries) -> None:
    DataVersion.bump()
    current = number()
    with django_assert_num_queries(0):
        when = version_date(current)
    assert when == DataVersion.objects.get().changed_at
    assert version_date(current + 1) is None


def test_versions_of_another_process_are_looked_up() -> None:
    when = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    VersionEntry.objects.create(number=7_000, moved_at=when)
    assert version_date(7_000) == when
    assert day_of(7_000) == date(2026, 7, 1), "the day is London's"
    assert day_of(7_001) is None


@pytest.fixture
def outside(record: None) -> Iterator[None]:
    """As a request finds it: no transaction is under way, nobody counts queries."""
    connections["default"].in_atomic_block = False
    yield
    connections["default"].in_atomic_block = True


def test_the_driver_answers_what_django_answers(outside: None) -> None:
    plainly = one_row(CURRENT)
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        said = cursor.fetchone()
    assert plainly is not None
    assert (int(plainly[0]), plainly[1]) == said[:2]
    assert one_row("SELECT number FROM ratings_dataversion WHERE id = 2") is None


def fails(driver: Any, sql: str) -> None:
    raise RuntimeError("the server closed the connection")


def test_without_the_driver_django_asks(outside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it fails, and of a database whose driver is not asked."""
    version = DataVersion.current()
    when = version_date(number())
    monkeypatch.setitem(_PLAINLY, connection.vendor, fails)
    assert DataVersion.current() == version
    monkeypatch.delitem(_PLAINLY, connection.vendor)
    assert DataVersion.current() == version
    assert version_date(number()) == when == DataVersion.objects.get().changed_at


def test_a_failure_is_still_djangos(outside: None) -> None:
    with pytest.raises(DatabaseError):
        one_row("SELECT 1 FROM nowhere")


def test_who_counts_queries_or_is_in_a_transaction_sees_it(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        one_row(CURRENT)

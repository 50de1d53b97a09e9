"""The data version moves with every change to public data, within its transaction, and is cheap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, connections, transaction

from ratings.models import Authority, DataVersion, Inspection, Rating, Source, VersionEntry
from ratings.models.data_version import CURRENT, PUBLIC_MODELS, day_of, version_date
from ratings.models.db import _PLAINLY, one_row
from ratings.models.reference import Reference
from tests.transactions import new_transaction
from tests.views.histories import drafted, publish, withdraw
from tests.views.histories import version_number as number

pytestmark = pytest.mark.usefixtures("record")


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


def test_a_version_that_was_rolled_back_never_comes_again() -> None:
    before = DataVersion.current()
    with transaction.atomic():
        DataVersion.bump()
        undone = DataVersion.current()
        transaction.set_rollback(True)
    assert DataVersion.current() == before
    DataVersion.bump()
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
    assert silent == {"DataVersion", "VersionEntry", "HeadingAlias", *imports}


def test_reference_data_is_read_once_for_each_version(django_assert_num_queries) -> None:
    Reference.current()
    with django_assert_num_queries(1):
        kept = Reference.current()
    DataVersion.bump()
    assert Reference.current() is not kept


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


def test_a_version_counts_again_after_its_savepoint_was_rolled_back() -> None:
    before = number()
    with transaction.atomic():
        DataVersion.bump()
        transaction.set_rollback(True)
    assert number() == before
    assert VersionEntry.objects.filter(number=before + 1).count() == 0
    with transaction.atomic():
        DataVersion.bump()
    DataVersion.bump()
    assert number() == before + 1


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

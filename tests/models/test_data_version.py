"""The data version moves with every change to public data, in its transaction."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from ratings.models import Authority, DataVersion, Inspection, Rating, Source
from ratings.models.data_version import PUBLIC_MODELS
from ratings.models.reference import Reference

pytestmark = pytest.mark.django_db


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
    assert len(set(seen)) == 4


def test_what_is_not_public_data_leaves_the_version_alone() -> None:
    before = DataVersion.current()
    User.objects.create_user("keeper")
    assert DataVersion.current() == before


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
    assert silent == {"DataVersion", "HeadingAlias", *imports}


def test_reference_data_is_read_once_for_each_version(django_assert_num_queries) -> None:
    Reference.current()
    with django_assert_num_queries(1):
        kept = Reference.current()
    DataVersion.bump()
    assert Reference.current() is not kept


def test_work_on_a_draft_leaves_the_version_alone_until_it_is_published() -> None:
    published = Inspection.objects.filter(ratings__isnull=False).first()
    source = Source.objects.get(key="listing")
    draft = Inspection.objects.create(
        key="a-draft",
        authority=published.authority,
        framework=published.framework,
        kind=published.kind,
        published=published.published,
        verified="report",
    )
    before = DataVersion.current()
    draft.note = "still being read"
    draft.save()
    draft.sources.add(source)
    rating = draft.ratings.create(area=published.ratings.first().area, missing="not-graded")
    rating.delete()
    assert DataVersion.current() == before
    draft.status = Inspection.Status.PUBLISHED
    draft.save()
    shown = DataVersion.current()
    assert shown != before
    draft = Inspection.objects.get(key="a-draft")
    draft.status = Inspection.Status.DRAFT
    draft.save()
    withdrawn = DataVersion.current()
    assert withdrawn != shown
    draft.delete()
    assert DataVersion.current() == withdrawn

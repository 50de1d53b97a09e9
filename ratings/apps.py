"""The one app of the project."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig
from django.contrib.staticfiles.finders import AppDirectoriesFinder


class RatingsConfig(AppConfig):
    """Ofsted's ratings of children's services, 2009 to today."""

    name = "ratings"
    verbose_name = "Ofsted ratings"
    default_auto_field = "django.db.models.BigAutoField"


class AppFiles(AppDirectoriesFinder):
    """The static files of all apps, without a large one that no page of this site asks for."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        yield from super().list([*(ignore_patterns or ()), "redoc.standalone.*"])

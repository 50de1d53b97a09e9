"""The one app of the project."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Ofsted's ratings of children's services, 2009 to today."""

    name = "ratings"
    verbose_name = "Ofsted ratings"
    default_auto_field = "django.db.models.BigAutoField"
